"""Turn decoded pictures upright, as EXIF says, and into rasters of 8-bit sRGB."""

import math

import numpy as np
from PIL import Image

from kquant.color.packed import color_of
from kquant.files.depth import to_eight_bits
from kquant.files.profiles import to_srgb
from kquant.images.raster import Dpi, Raster
from kquant.runtime.arrays import U32

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_FIRST_SIDEWAYS = 5  # from this orientation on, rows and columns are swapped
_LARGEST_DPI = 65535  # the largest value that every format can store


def raster_of(image: Image.Image, orientation: int, dpi: Dpi | None) -> Raster:
    """Wrap a decoded picture in a raster, without a copy of all its pixels.

    Parameters
    ----------
    image : PIL.Image.Image
        Of any mode; its pixels may be changed in place.
    orientation : int
        The orientation of the pixels, as EXIF numbers it: 1 to 8.
    dpi : (float, float), optional
        Pixels per inch of the upright picture, across and down.

    Returns
    -------
    Raster
    """
    if image.mode == "La":  # premultiplied; Pillow converts it to nothing else
        image = image.convert("LA")
    image = to_srgb(to_eight_bits(image))
    pixels = _Pixels(image, orientation)
    pixels(0, 1)  # to report now, not later, what cannot be converted
    width, height = image.size
    if orientation >= _FIRST_SIDEWAYS:
        width, height = height, width
    return Raster(width, height, pixels, pixels.has_alpha, dpi)


class _Pixels:
    """Reads rows of the upright picture from a stored one that may be turned."""

    def __init__(self, image: Image.Image, orientation: int) -> None:
        self.has_alpha = image.has_transparency_data
        self._image = image
        self._orientation = orientation
        self._mode = "RGBA" if self.has_alpha else "RGB"

    def __call__(self, top: int, bottom: int) -> U32:
        """Return rows top..bottom, packed as in `kquant.images.raster.Raster`."""
        band = self._image.crop(self._box(top, bottom))
        if band.mode != self._mode:
            band = band.convert(self._mode)
        if self._orientation in _UPRIGHT:
            band = band.transpose(_UPRIGHT[self._orientation])
        if self.has_alpha:
            packed = np.frombuffer(band.tobytes(), dtype="<u4")
        else:
            padded = np.frombuffer(band.tobytes("raw", "RGBX"), dtype="<u4")
            packed = color_of(padded)
        return packed.reshape(bottom - top, band.width)

    def _box(self, top: int, bottom: int) -> tuple[int, int, int, int]:
        """Return the box of upright rows in the stored picture, in Pillow's order."""
        width, height = self._image.size
        sideways = self._orientation >= _FIRST_SIDEWAYS
        length = width if sideways else height
        if self._orientation in {3, 4, 7, 8}:
            top, bottom = length - bottom, length - top
        return (top, 0, bottom, height) if sideways else (0, top, width, bottom)


def dpi_of(image: Image.Image, orientation: int) -> Dpi | None:
    """Return the pixels per inch of the upright picture, if they are plausible.

    Parameters
    ----------
    image : PIL.Image.Image
    orientation : int
        The orientation in the file, as EXIF numbers it: 1 to 8.

    Returns
    -------
    (float, float) or None
        Across and down. None if the file states nothing, or values up to 1: these
        are an aspect ratio, not a resolution.
    """
    try:
        across, down = (float(value) for value in image.info["dpi"])
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return None
    if not all(math.isfinite(x) and 1 < x <= _LARGEST_DPI for x in (across, down)):
        return None
    return (down, across) if orientation >= _FIRST_SIDEWAYS else (across, down)
