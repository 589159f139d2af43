"""JASC palettes, .pal: the text form of Paint Shop Pro.

``JASC-PAL``, the version ``0100``, the number of colors, then three levels per line.
Source: Jasc Software, "Paint Shop Pro palette file format", as written by Paint Shop
Pro 4 and later.
"""

from typing import BinaryIO

from kquant.images.palette import Palette
from kquant.palette_files.entries import Entry, palette_from_entries
from kquant.palette_files.registry import FORMATS
from kquant.palette_files.text_lines import levels, numbered_lines
from kquant.runtime.arrays import F64

_MAGIC = FORMATS["pal"].start
_VERSION = "0100"


def write(palette: Palette, shares: F64 | None, file: BinaryIO) -> None:
    """Write the palette with Windows line endings, as Paint Shop Pro does.

    Parameters
    ----------
    palette : Palette
    shares : float64 array, shape (k,), or None
        Not stored by this format.
    file : binary file
    """
    del shares
    lines = [_MAGIC.decode(), _VERSION, str(len(palette))]
    lines += [f"{r} {g} {b}" for r, g, b in palette.colors.tolist()]
    file.write("".join(f"{line}\r\n" for line in lines).encode())


def read(data: bytes) -> Palette:
    """Read all lines with three levels, however many the header announces.

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
        When a line with several numbers is not a color, or there are no colors.
    """
    entries: list[Entry] = []
    for number, line in numbered_lines(data):
        words = line.replace(",", " ").split()
        if line[0].isdigit() and len(words) > 1:
            entries.append((levels(words, number), ""))
    return palette_from_entries(entries)
