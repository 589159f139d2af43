"""Adobe color tables, .act: 256 times red, green, blue, one byte each.

Four more bytes may follow: the number of colors in use, and the index of the
transparent one or 0xFFFF, both big-endian.
Source: Adobe, "Photoshop File Formats Specification", section "Color Table".
"""

import struct
from typing import BinaryIO

from kquant.arrays import F64
from kquant.palette import MAX_COLORS, Palette
from kquant.palette_files.entries import palette_of

SIZES = (3 * MAX_COLORS, 3 * MAX_COLORS + 4)
_NOT_TRANSPARENT = 0xFFFF
_BLACK = b"\0\0\0"


def write(palette: Palette, shares: F64 | None, file: BinaryIO) -> None:
    """Write the long form, which tells how many of the 256 entries are meant."""
    del shares
    file.write(palette.colors.tobytes().ljust(3 * MAX_COLORS, b"\0"))
    file.write(struct.pack(">HH", len(palette), _NOT_TRANSPARENT))


def read(data: bytes) -> Palette:
    """Read either form, or a bare table of another length.

    The transparent entry is not a color and is left out. Where no number tells how
    many entries are meant, blacks at the end are taken for filling, as long as
    black is in the palette before them.

    Raises
    ------
    PaletteError
        When there is not one whole entry.
    """
    table = data[: 3 * MAX_COLORS]
    entries = [table[i : i + 3] for i in range(0, len(table) - 2, 3)]
    count, transparent = 0, _NOT_TRANSPARENT
    if len(data) == SIZES[1]:
        count, transparent = struct.unpack(">HH", data[-4:])
    is_counted = 0 < count <= MAX_COLORS
    entries = entries[:count] if is_counted else _without_filling(entries)
    if transparent < len(entries) and len(entries) > 1:
        del entries[transparent]
    return palette_of((entry, "") for entry in entries)


def _without_filling(entries: list[bytes]) -> list[bytes]:
    """Leave out blacks at the end that are not the first black."""
    while (
        entries and entries[-1] == _BLACK and entries.index(_BLACK) < len(entries) - 1
    ):
        entries = entries[:-1]
    return entries
