"""BMP files: color profiles, and bit fields that Pillow does not know."""

import struct
from typing import IO, NamedTuple, Self

import numpy as np
from PIL import Image

from kquant.files.icc import profile_of_numbers
from kquant.files.kinds import check_size, read_exactly
from kquant.runtime.arrays import U8, U32

FILE_HEADER = 14  # bytes before the header of the bitmap
_BIT_FIELDS, _BIT_FIELDS_WITH_ALPHA = 3, 6
_EMBEDDED, _CALIBRATED = b"DEBM", b"\0\0\0\0"  # how the colors are described
_D65 = (0.3127, 0.3290)
_INCHES_PER_METER = 39.3701


class Header(NamedTuple):
    """The header of a bitmap, as far as it matters here.

    Attributes
    ----------
    data : bytes
        The whole header, and 16 bytes more.
    size, width, height, bits, compression : int
        A height below 0 means that the first row is the top one.
    """

    data: bytes
    size: int
    width: int
    height: int
    bits: int
    compression: int

    @classmethod
    def of(cls, file: IO[bytes], start: int) -> Self:
        """Read the header that starts at a byte of a file."""
        file.seek(start)
        data = file.read(124 + 16).ljust(140, b"\0")
        size, width, height, _, bits, compression = struct.unpack_from("<IiiHHI", data)
        return cls(data, size, width, height, bits, compression)

    @property
    def masks(self) -> tuple[int, ...]:
        """The bits of red, green, blue and alpha; empty without bit fields."""
        if self.compression not in {_BIT_FIELDS, _BIT_FIELDS_WITH_ALPHA}:
            return ()
        has_alpha = self.size >= 56 or self.compression == _BIT_FIELDS_WITH_ALPHA
        masks = struct.unpack_from("<4I", self.data, 40)
        return masks if has_alpha else (*masks[:3], 0)

    @property
    def dpi(self) -> tuple[float, float]:
        """Pixels per inch, across and down."""
        across, down = struct.unpack_from("<II", self.data, 24)
        return across / _INCHES_PER_METER, down / _INCHES_PER_METER


def bmp_profile(file: IO[bytes], start: int) -> bytes | None:
    """Return the profile of a bitmap, or one made of its primaries and gamma.

    Parameters
    ----------
    file : binary file
    start : int
        Where the header of the bitmap starts.

    Returns
    -------
    bytes or None
        None if the colors are those of sRGB, or not described.
    """
    header = Header.of(file, start)
    kind = header.data[56:60]
    if header.size >= 124 and kind == _EMBEDDED:
        offset, length = struct.unpack_from("<II", header.data, 112)
        file.seek(start + offset)
        return file.read(length)
    if header.size >= 108 and kind == _CALIBRATED:
        return _calibrated(header.data)
    return None


def read_bit_fields(
    file: IO[bytes], start: int = FILE_HEADER, offset: int | None = None
) -> Image.Image | None:
    """Read a bitmap whose pixels are bit fields, of any layout.

    Parameters
    ----------
    file : binary file
    start : int
        Where the header of the bitmap starts.
    offset : int, optional
        Where its pixels start, if the file does not say so.

    Returns
    -------
    PIL.Image.Image or None
        RGBA if there is alpha anywhere, otherwise RGB; None for other bitmaps.
    """
    header = Header.of(file, start)
    if header.bits not in {16, 32} or not header.masks:
        return None
    width, height = header.width, abs(header.height)
    check_size(width, height)
    if offset is None:
        file.seek(10)
        (offset,) = struct.unpack("<I", file.read(4))
    file.seek(offset)
    stride = (width * header.bits + 31) // 32 * 4
    data = read_exactly(file, stride * height)
    rows = np.frombuffer(data, f"<u{header.bits // 8}").reshape(height, -1)[:, :width]
    if header.height > 0:
        rows = rows[::-1]
    channels = [_channel(rows, mask) for mask in header.masks]
    if not channels[3].any():
        channels.pop()
    image = Image.fromarray(np.dstack(channels))
    image.info["dpi"] = header.dpi
    return image


def _channel(rows: U32, mask: int) -> U8:
    """Cut a bit field out of pixels and scale it to 8 bits."""
    shift = max(0, (mask & -mask).bit_length() - 1)
    top = mask >> shift
    levels = ((rows & mask) >> shift) * (255 / max(top, 1))
    return np.asarray(np.rint(levels), np.uint8)


def _calibrated(header: bytes) -> bytes | None:
    """Make a profile of the primaries and the gamma in a header."""
    ends = struct.unpack_from("<9i", header, 60)
    red, green, blue = struct.unpack_from("<3I", header, 96)
    sums = [sum(ends[i : i + 3]) for i in (0, 3, 6)]
    if not (red == green == blue > 0 and all(sums)):
        return None
    points = [
        (ends[i] / total, ends[i + 1] / total)
        for i, total in zip((0, 3, 6), sums, strict=True)
    ]
    numbers = [value for point in (_D65, *points) for value in point]
    return profile_of_numbers(65536 / red, tuple(numbers), is_gray=False)
