"""Photoshop files that Pillow refuses: 16 bits per channel, and large documents."""

import io
import struct
from typing import IO

import numpy as np
from PIL import Image

from kquant.files.kinds import (
    DamagedFileError,
    UnsupportedKindError,
    check_size,
    read_exactly,
)
from kquant.runtime.arrays import U8

_GRAY, _RGB, _CMYK = 1, 3, 4
_CHANNELS = {_GRAY: 1, 8: 1, _RGB: 3, _CMYK: 4}  # 8 is duotone, saved as gray
_LARGE = 2
_PROFILE = 1039
_RAW, _PACK_BITS = 0, 1


def read_psd(file: IO[bytes]) -> Image.Image:
    """Read the merged picture of a Photoshop file, of 8 or 16 bits per channel.

    Parameters
    ----------
    file : binary file

    Returns
    -------
    PIL.Image.Image
        Of mode L, RGBX, RGBA or CMYK, scaled to 8 bits.

    Raises
    ------
    UnsupportedKindError
        When it has another depth or color mode.
    DamagedFileError, struct.error
        When it is damaged.
    """
    file.seek(4)
    version, channels, height, width, bits, mode = struct.unpack(
        ">H6xHIIHH", file.read(22)
    )
    needed = _CHANNELS.get(mode, 0)
    if bits not in {8, 16} or not needed or version not in {1, _LARGE}:
        raise UnsupportedKindError(
            f"is a PSD of {bits} bits per channel in a color mode or depth that kquant "
            "cannot read: save it as RGB, with 8 or 16 bits per channel"
        )
    if channels < needed:
        raise DamagedFileError("it has too few channels")
    check_size(width, height)
    _skip(file, 4)  # the colors of other modes
    profile = _profile(file)
    _skip(file, 8 if version == _LARGE else 4)  # the layers
    planes = needed + (mode == _RGB and channels == 4)
    pixels = _read_planes(file, (channels, planes, height, width), bits, version)
    if mode == _CMYK:
        np.subtract(255, pixels, out=pixels)
    modes = {1: "L", 3: "RGBX", 4: "CMYK" if mode == _CMYK else "RGBA"}
    image = Image.frombuffer(modes[planes], (width, height), pixels)
    if profile:
        image.info["icc_profile"] = profile
    return image


def _skip(file: IO[bytes], size: int) -> None:
    """Skip a section that starts with its length, a number of so many bytes."""
    file.seek(int.from_bytes(file.read(size)), 1)


def _profile(file: IO[bytes]) -> bytes | None:
    """Read the section of resources, and return the color profile among them."""
    end = int.from_bytes(file.read(4)) + file.tell()
    found = None
    while file.tell() < end:
        _, name, letters = struct.unpack(">4sHB", file.read(7))
        file.seek(letters + (letters + 1) % 2, 1)
        length = int.from_bytes(file.read(4))
        if name == _PROFILE:
            found = file.read(length)
            length %= 2
            file.seek(length, 1)
        else:
            file.seek(length + length % 2, 1)
    file.seek(end)
    return found


def _read_planes(
    file: IO[bytes], shape: tuple[int, int, int, int], bits: int, version: int
) -> U8:
    """Read channels, one after another, scaled to 8 bits: (h, w, bytes of a pixel)."""
    channels, planes, height, width = shape
    size = width * bits // 8, height
    (compression,) = struct.unpack(">H", file.read(2))
    if compression not in {_RAW, _PACK_BITS}:
        raise UnsupportedKindError(
            "is a PSD with a zipped picture, which kquant cannot read: save it as TIFF"
        )
    lengths = [0] * planes
    if compression == _PACK_BITS:  # after a table of the lengths of all rows
        number = ">u4" if version == _LARGE else ">u2"
        table = read_exactly(file, channels * height * np.dtype(number).itemsize)
        of_rows = np.frombuffer(table, number).reshape(channels, height)
        lengths = of_rows[:planes].sum(axis=1, dtype=np.int64).tolist()
    # Four bytes, so that Pillow need not copy the pixels.
    pixels = np.empty((height, width, 4 if planes == 3 else planes), np.uint8)
    for plane, length in enumerate(lengths):
        source = file
        if compression == _PACK_BITS:
            unpacked = Image.frombytes(
                "L", size, read_exactly(file, length), "packbits", "L"
            )
            source = io.BytesIO(unpacked.tobytes())
        for target in pixels[..., plane]:
            data = read_exactly(source, size[0])
            levels = np.frombuffer(data, f">u{bits // 8}")
            target[:] = levels if bits == 8 else np.rint(levels / 257)
    return pixels
