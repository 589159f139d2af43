"""Windows icons and cursors: each is given the transparency that Windows shows."""

import io
import struct
from typing import IO

from PIL import Image

_ICON = 1
_HEAD, _ENTRY = 6, 16
_PNG = b"\x89PNG"
_MASKED = 24  # any depth but 32: Pillow then takes the mask, not the alpha channel


def read_icon(file: IO[bytes]) -> Image.Image:
    """Read the largest picture of an icon or cursor.

    Pillow reads icons well whose directory states the depth of each picture, but not
    all do. Cursors have a hot spot in its place, and are icons in all other respects.

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
    data[2] = _ICON
    (count,) = struct.unpack_from("<H", data, 4)
    for place in range(
        _HEAD, min(_HEAD + count * _ENTRY, len(data) - _ENTRY + 1), _ENTRY
    ):
        size, offset = struct.unpack_from("<II", data, place + 8)
        if data[offset : offset + 4] == _PNG:
            struct.pack_into("<HH", data, place + 4, 1, 32)
        elif len(data) >= offset + 40:
            bits, length = _depth_and_length(data, offset)
            struct.pack_into("<HHI", data, place + 4, 1, bits, length or size)
    return Image.open(io.BytesIO(data), formats=["ICO"])


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
