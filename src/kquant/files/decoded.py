"""Decoded pictures to rasters: upright, 8 bits, sRGB, read a band at a time."""

import math

import numpy as np
from PIL import Image

from kquant.arrays import U32
from kquant.files.depth import to_eight_bits
from kquant.files.profiles import to_srgb
from kquant.image import Dpi, Raster

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_FIRST_SIDEWAYS = 5  # from here on, rows and columns change places
_LARGEST_DPI = 65535  # the most that all formats can state


def raster_of(image: Image.Image, orientation: int, dpi: Dpi | None) -> Raster:
    """Wrap a decoded picture without unpacking it.

    Parameters
    ----------
    image : PIL.Image.Image
        Of any mode; its colours may be converted in place.
    orientation : int
        As EXIF counts, 1 to 8.
    dpi : (float, float), optional
        Of the picture when it is upright.
    """
    image = to_srgb(to_eight_bits(image))
    pixels = _Pixels(image, orientation)
    pixels(0, 1)  # so that what cannot be converted is known now
    width, height = image.size
    if orientation >= _FIRST_SIDEWAYS:
        width, height = height, width
    return Raster(width, height, pixels, pixels.has_alpha, dpi)


class _Pixels:
    """Reads rows of an upright picture out of one that may lie on its side."""

    def __init__(self, image: Image.Image, orientation: int) -> None:
        self.has_alpha = image.has_transparency_data
        self._image = image
        self._orientation = orientation
        self._mode = "RGBA" if self.has_alpha else "RGB"

    def __call__(self, top: int, bottom: int) -> U32:
        """Return rows top..bottom as `kquant.image.Raster` wants them."""
        band = self._image.crop(self._box(top, bottom))
        if band.mode != self._mode:
            band = band.convert(self._mode)
        if self._orientation in _UPRIGHT:
            band = band.transpose(_UPRIGHT[self._orientation])
        if self.has_alpha:
            packed = np.frombuffer(band.tobytes(), dtype="<u4")
        else:
            padded = np.frombuffer(band.tobytes("raw", "RGBX"), dtype="<u4")
            packed = padded & np.uint32(0xFFFFFF)
        return packed.reshape(bottom - top, band.width)

    def _box(self, top: int, bottom: int) -> tuple[int, int, int, int]:
        """Return where upright rows lie in the stored picture."""
        width, height = self._image.size
        sideways = self._orientation >= _FIRST_SIDEWAYS
        length = width if sideways else height
        if self._orientation in {3, 4, 7, 8}:
            top, bottom = length - bottom, length - top
        return (top, 0, bottom, height) if sideways else (0, top, width, bottom)


def dpi_of(image: Image.Image, orientation: int) -> Dpi | None:
    """Return the pixels to the inch of the upright picture, if they are credible.

    Formats that state an aspect ratio instead, or nothing, give values up to 1.
    """
    try:
        across, down = (float(value) for value in image.info["dpi"])
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return None
    if not all(math.isfinite(x) and 1 < x <= _LARGEST_DPI for x in (across, down)):
        return None
    return (down, across) if orientation >= _FIRST_SIDEWAYS else (across, down)
