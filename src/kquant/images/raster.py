"""A decoded picture, read in bands of rows that fit into the processor's cache."""

import os
from collections.abc import Callable
from typing import NamedTuple, Self

import numpy as np

from kquant.color.packed import pack, with_alpha
from kquant.runtime.arrays import U8, U32, frozen

_BAND_PIXELS = 1 << 19  # 2 MiB of packed pixels: a band stays in the cache

Dpi = tuple[float, float]


class Raster(NamedTuple):
    """A decoded picture: upright, 8-bit sRGB, read in bands of rows.

    The picture need not exist as one array, which saves memory if it is large.

    Parameters
    ----------
    width, height : int
        In pixels, at least 1.
    read_rows : callable (top, bottom) -> uint32 array, shape (bottom - top, width)
        Returns pixels packed as ``r + 2**8 g + 2**16 b + 2**24 a``, where a is 0 in
        a picture without alpha. Several threads may call it at once.
    has_alpha : bool
    dpi : (float, float), optional
        Pixels per inch, horizontally and vertically.
    frames : int
        How many frames of equal height stand one below another.
    """

    width: int
    height: int
    read_rows: Callable[[int, int], U32]
    has_alpha: bool = False
    dpi: Dpi | None = None
    frames: int = 1

    @classmethod
    def of(cls, picture: "Raster | U8") -> "Raster":
        """Return a picture as a raster, which it may already be.

        Parameters
        ----------
        picture : Raster, or as for `from_array`

        Returns
        -------
        Raster
        """
        return picture if isinstance(picture, Raster) else cls.from_array(picture)

    @classmethod
    def from_array(cls, pixels: U8, dpi: Dpi | None = None) -> Self:
        """Make a raster from an array of pixels.

        Parameters
        ----------
        pixels : uint8 array, shape (h, w, 3) or (h, w, 4)
            RGB or RGBA in sRGB, or a Pillow picture of one of these modes. It is
            copied.
        dpi : (float, float), optional

        Returns
        -------
        Raster

        Raises
        ------
        TypeError
            If it is no array, but the path of a file, for example.
        ValueError
            If the array has another shape or type, or is empty, or the Pillow picture
            has another mode.

        Examples
        --------
        >>> raster = Raster.from_array(np.zeros((2, 3, 4), dtype=np.uint8))
        >>> raster.width, raster.height, raster.has_alpha
        (3, 2, True)
        >>> raster.read_rows(0, 1)
        array([[0, 0, 0]], dtype=uint32)
        """
        pixels = _checked(pixels)
        height, width, channels = pixels.shape
        packed = pack(pixels.reshape(-1, channels)).reshape(height, width)
        if channels == 4:
            packed = with_alpha(packed, pixels[..., 3])
        packed = frozen(packed, np.uint32)
        return cls(width, height, lambda top, end: packed[top:end], channels == 4, dpi)

    def bands(self, pixels: int = _BAND_PIXELS) -> list[tuple[int, int]]:
        """Divide the rows into bands.

        Parameters
        ----------
        pixels : int
            Maximum size of a band of more than one row. By default, a band fits in
            the cache.

        Returns
        -------
        list of (int, int)
            The first row of each band, and the row after its last.
        """
        rows = max(1, pixels // self.width)
        return [
            (top, min(top + rows, self.height)) for top in range(0, self.height, rows)
        ]


def _checked(pixels: object) -> U8:
    """Return pixels as an array; say what to do about anything else."""
    if isinstance(pixels, str | bytes | os.PathLike):
        raise TypeError(
            f"a picture must be an array or a Raster, got {pixels!r}: read the file "
            f"first, as in quantize(load({pixels!r}))"
        )
    mode = getattr(pixels, "mode", "RGB")
    if mode not in {"RGB", "RGBA"}:  # an array of CMYK would look like RGBA
        raise ValueError(
            f'a Pillow picture must be RGB or RGBA, got {mode}: use its convert("RGB"), '
            "or load(path) to read its file"
        )
    try:
        array = np.asarray(pixels)
    except ValueError as error:
        raise ValueError("pixels must be an array, with rows of one length") from error
    if array.ndim != 3 or array.shape[2] not in {3, 4} or 0 in array.shape:
        raise ValueError(
            f"pixels must have shape (h, w, 3) for RGB or (h, w, 4) for RGBA, got "
            f"{array.shape}"
        )
    if array.dtype != np.uint8:
        raise ValueError(
            f"pixels must be uint8, from 0 to 255, got {array.dtype}: scale and round "
            "them first"
        )
    return array
