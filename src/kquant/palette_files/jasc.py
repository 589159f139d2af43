"""JASC palettes, .pal: the text form of Paint Shop Pro.

``JASC-PAL``, a version ``0100``, the number of colors, then three levels a line.
Source: Jasc Software, "Paint Shop Pro palette file format", as laid down by the
files that Paint Shop Pro 4 and later write.
"""

from typing import BinaryIO

from kquant.arrays import F64
from kquant.palette import Palette
from kquant.palette_files.entries import Entry, levels, numbered_lines, palette_of

MAGIC = b"JASC-PAL"
_VERSION = "0100"


def write(palette: Palette, shares: F64 | None, file: BinaryIO) -> None:
    """Write the palette, with the line ends of Windows as the original does."""
    del shares
    lines = [MAGIC.decode(), _VERSION, str(len(palette))]
    lines += [f"{r} {g} {b}" for r, g, b in palette.colors.tolist()]
    file.write("".join(f"{line}\r\n" for line in lines).encode())


def read(data: bytes) -> Palette:
    """Read the palette: all lines with three levels, whatever number is announced.

    Raises
    ------
    PaletteError
        When a line with several numbers is no color, or there are none.
    """
    entries: list[Entry] = []
    for number, line in numbered_lines(data):
        words = line.replace(",", " ").split()
        if line[0].isdigit() and len(words) > 1:
            entries.append((levels(words, number), ""))
    return palette_of(entries)
