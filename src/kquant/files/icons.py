"""Windows icons and cursors: which of their pictures is read, with which transparency."""

import io
import struct
from typing import IO, NamedTuple, Self

from PIL import Image

_ICON = 1
_HEAD, _ENTRY = 6, 16
_PNG = b"\x89PNG"
_MASKED = 24  # any depth but 32: Pillow then takes the mask, not the alpha channel


def read_icon(file: IO[bytes]) -> Image.Image:
    """Read the largest picture of an icon or cursor, in the most colors.

    Pillow reads a picture of an icon well if the directory states its depth, but not
    all do; and of several of one size it takes that in the fewest colors. Cursors
    have a hot spot in place of the depth, and are icons in all other respects.

    Parameters
    ----------
    file : binary file

    Returns
    -------
    PIL.Image.Image

    Raises
    ------
    Exception
        Anything that Pillow raises.
    """
    file.seek(0)
    data = bytearray(file.read())
    (count,) = struct.unpack_from("<H", data, 4)
    last = min(count, (len(data) - _HEAD) // _ENTRY)
    entries = [_Entry.of(data, _HEAD + i * _ENTRY) for i in range(last)]
    if entries:
        best = max(entries, key=lambda entry: (entry.pixels, entry.depth))
        data[2:_HEAD] = struct.pack("<HH", _ICON, 1)
        data[_HEAD : _HEAD + _ENTRY] = best.data
    return Image.open(io.BytesIO(data), formats=["ICO"])


class _Entry(NamedTuple):
    """A picture in an icon: its number of pixels, its depth, and its entry."""

    pixels: int
    depth: int
    data: bytes

    @classmethod
    def of(cls, data: bytearray, place: int) -> Self:
        """Return the entry at a place, with the depth and length of its picture."""
        width, height = data[place] or 256, data[place + 1] or 256
        size, offset = struct.unpack_from("<II", data, place + 8)
        depth, bits = 32, 32
        if data[offset : offset + 4] != _PNG and len(data) >= offset + 40:
            bits, length = _depth_and_length(data, offset)
            depth, size = struct.unpack_from("<H", data, offset + 14)[0], length or size
        entry = bytes(data[place : place + 4])
        entry += struct.pack("<HHII", 1, bits, size, offset)
        return cls(width * height, depth, entry)


def _depth_and_length(data: bytearray, offset: int) -> tuple[int, int]:
    """Return the depth as which Pillow is to read a bitmap, and its length.

    Pillow looks for the mask at the end of the bitmap. The length is 0 if there is
    no mask.
    """
    head, width, height, _, bits = struct.unpack_from("<IiiHH", data, offset)
    (used,) = struct.unpack_from("<I", data, offset + 32)
    colors = (used or 1 << bits) if bits <= 8 else used
    start, height = offset + head + 4 * colors, abs(height) // 2
    mask = start + (width * bits + 31) // 32 * 4 * height
    end = mask + (width + 31) // 32 * 4 * height
    if end > len(data):
        return bits, 0
    if bits == 32 and not any(data[start + 3 : mask : 4]):
        bits = _MASKED
    return bits, end - offset
