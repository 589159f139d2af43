"""Adobe color tables, .act: 256 entries of red, green and blue, one byte each.

Two big-endian 16-bit numbers may follow: how many colors are in use, and the index of
the transparent color or 0xFFFF.
Source: Adobe, "Photoshop File Formats Specification", section "Color Table".
"""

import struct
from typing import BinaryIO

from kquant.images.palette import Palette
from kquant.options import MAX_COLORS
from kquant.palette_files.entries import palette_from_entries
from kquant.runtime.arrays import F64

_SIZES = (3 * MAX_COLORS, 3 * MAX_COLORS + 4)
_NOT_TRANSPARENT = 0xFFFF
_BLACK = b"\0\0\0"


def write(palette: Palette, shares: F64 | None, file: BinaryIO) -> None:
    """Write the long form, which states how many of the 256 entries are in use.

    Parameters
    ----------
    palette : Palette
    shares : float64 array, shape (k,), or None
        Not stored by this format.
    file : binary file
    """
    del shares
    file.write(palette.colors.tobytes().ljust(3 * MAX_COLORS, b"\0"))
    file.write(struct.pack(">HH", len(palette), _NOT_TRANSPARENT))


def read(data: bytes) -> Palette:
    """Read the long or the short form, or a bare table of another length.

    The transparent entry is left out, because it is not a color. If the file does
    not state how many entries are in use, black entries at the end are taken for
    padding, provided that black also occurs before them.

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
        When the data is shorter than one entry.
    """
    table = data[: 3 * MAX_COLORS]
    entries = [table[i : i + 3] for i in range(0, len(table) - 2, 3)]
    count, transparent = 0, _NOT_TRANSPARENT
    if len(data) == _SIZES[1]:
        count, transparent = struct.unpack(">HH", data[-4:])
    is_counted = 0 < count <= MAX_COLORS
    entries = entries[:count] if is_counted else _without_filling(entries)
    if transparent < len(entries) and len(entries) > 1:
        del entries[transparent]
    return palette_from_entries((entry, "") for entry in entries)


def _without_filling(entries: list[bytes]) -> list[bytes]:
    """Leave out the black entries at the end, except for the first black of all."""
    while (
        entries and entries[-1] == _BLACK and entries.index(_BLACK) < len(entries) - 1
    ):
        entries = entries[:-1]
    return entries
