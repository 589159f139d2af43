"""Hex codes, .hex: one per line without ``#``, as used by Lospec and Aseprite.

Source: the files offered for download on the palette pages of Lospec.
"""

import re
from typing import BinaryIO

from kquant.images.palette import Palette
from kquant.palette_files.entries import Entry, palette_from_entries, rgb_of
from kquant.palette_files.text_lines import numbered_lines
from kquant.runtime.arrays import F64

_COMMENT = re.compile(r"(;|//|#(?![0-9a-fA-F]{3})).*")


def write(palette: Palette, shares: F64 | None, file: BinaryIO) -> None:
    """Write one ``rrggbb`` line per color.

    Parameters
    ----------
    palette : Palette
    shares : float64 array, shape (k,), or None
        Not stored by this format.
    file : binary file
    """
    del shares  # the format cannot hold them
    lines = [f"{code.removeprefix('#')}\n" for code in palette.hex()]
    file.write("".join(lines).encode())


def read(data: bytes) -> Palette:
    """Read codes of 3, 4, 6 or 8 digits and CSS names, one or several per line.

    Comments start with ``;``, ``//``, or a ``#`` that does not start a code.

    Parameters
    ----------
    data : bytes
        The contents of the file.

    Returns
    -------
    Palette

    Raises
    ------
    PaletteError
        When a word is not a color, or there are no colors.
    """
    entries: list[Entry] = []
    for _, line in numbered_lines(data):
        words = re.split(r"[\s,]+", _COMMENT.sub("", line).strip(" ,"))
        entries += [(rgb_of(word), "") for word in words if word]
    return palette_from_entries(entries)
