"""Hex codes, one a line without ``#``: .hex, as Lospec and Aseprite exchange them.

Source: the files offered for download on the palette pages of Lospec.
"""

import re
from typing import BinaryIO

from kquant.arrays import F64
from kquant.palette import Palette
from kquant.palette_files.entries import Entry, numbered_lines, palette_of, rgb_of

_COMMENT = re.compile(r"(;|//|#(?![0-9a-fA-F]{3})).*")


def write(palette: Palette, shares: F64 | None, file: BinaryIO) -> None:
    """Write ``rrggbb`` lines."""
    del shares  # the format has no place for them
    lines = [f"{code.removeprefix('#')}\n" for code in palette.hex()]
    file.write("".join(lines).encode())


def read(data: bytes) -> Palette:
    """Read codes of 3, 4, 6 or 8 digits, or CSS names, also several in a line.

    Comments start with ``;``, ``//``, or a ``#`` that starts no code.

    Raises
    ------
    PaletteError
        When a word is no color, or there are none.
    """
    entries: list[Entry] = []
    for _, line in numbered_lines(data):
        words = re.split(r"[\s,]+", _COMMENT.sub("", line).strip(" ,"))
        entries += [(rgb_of(word), "") for word in words if word]
    return palette_of(entries)
