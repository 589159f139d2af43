"""RIFF palettes, also named .pal: the binary format of Windows.

A RIFF file of type ``PAL `` whose chunk ``data`` is a LOGPALETTE: version 0x0300,
the number of entries, then red, green, blue and a byte of flags for each of them,
little-endian.
Source: Microsoft and IBM, "Multimedia Programming Interface and Data
Specifications 1.0", 1991, section "Palette File Format".
"""

import struct
from typing import BinaryIO

from kquant.errors import PaletteError
from kquant.images.palette import Palette
from kquant.palette_files.entries import palette_from_entries
from kquant.palette_files.registry import FORMATS
from kquant.runtime.arrays import F64

_MAGIC = FORMATS["riff"].start
_TYPE = b"PAL "
_VERSION = 0x0300


def write(palette: Palette, shares: F64 | None, file: BinaryIO) -> None:
    """Write the palette, without flags.

    Parameters
    ----------
    palette : Palette
    shares : float64 array, shape (k,), or None
        Not stored by this format.
    file : binary file
    """
    del shares
    table = b"".join(bytes([*rgb, 0]) for rgb in palette.colors.tolist())
    body = struct.pack("<HH", _VERSION, len(palette)) + table
    chunk = _TYPE + b"data" + struct.pack("<I", len(body)) + body
    file.write(_MAGIC + struct.pack("<I", len(chunk)) + chunk)


def read(data: bytes) -> Palette:
    """Read the first ``data`` chunk.

    If the chunk is cut off, the entries before the cut are read.

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
        When it is another kind of RIFF file, or has no colors.
    """
    if data[8:12] != _TYPE:
        kind = data[8:12].decode("latin-1").strip()
        raise PaletteError(f"it is a RIFF file, but of kind {kind!r}, not a palette")
    start = 12
    while start + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, start)
        if name == b"data":
            return _log_palette(data[start + 8 : start + 8 + size])
        start += 8 + size + size % 2
    return palette_from_entries([])


def _log_palette(body: bytes) -> Palette:
    """Read the entries of a LOGPALETTE."""
    count = int.from_bytes(body[2:4], "little")
    whole = min(count, max(0, len(body) - 4) // 4)
    table = body[4 : 4 + 4 * whole]
    return palette_from_entries(
        [(table[i : i + 3], "") for i in range(0, len(table), 4)]
    )
