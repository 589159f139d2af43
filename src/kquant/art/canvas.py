"""An index map to draw on, in colors that are listed beforehand."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from kquant.art.options import Rgb
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.images.raster import Dpi
from kquant.images.truecolor import TruecolorImage
from kquant.options import MAX_COLORS
from kquant.runtime.arrays import U8, AnyArray, readonly


class Canvas:
    """A rectangle of one color, to draw on.

    Parameters
    ----------
    width, height : int
    colors : iterable of (int, int, int)
        All colors that will be used, in the order of the palette. Repeated colors
        count once.
    background : (int, int, int)
        One of `colors`.

    Raises
    ------
    KeyError
        If `background`, or later a color to draw in, is not one of `colors`.
    """

    def __init__(
        self, width: int, height: int, colors: Iterable[Rgb], background: Rgb
    ) -> None:
        self._places: dict[Rgb, int] = {}
        for color in colors:
            self._places.setdefault(color, len(self._places))
        self._type = np.uint8 if len(self._places) <= MAX_COLORS else np.uint16
        first = self._places[background]
        self._indices: AnyArray = np.full((height, width), first, dtype=self._type)

    def paste(self, indices: AnyArray, colors: U8, top: int, left: int) -> None:
        """Draw an index map.

        Parameters
        ----------
        indices : uint8 or uint16 array, shape (h, w)
        colors : uint8 array, shape (n, 3)
            The color of each index.
        top, left : int
            Where the upper left corner goes.
        """
        table = np.array([self._places[r, g, b] for r, g, b in colors.tolist()])
        height, width = indices.shape
        self._indices[top : top + height, left : left + width] = table.astype(
            self._type
        )[indices]

    def fill(self, color: Rgb, top: int, left: int, size: tuple[int, int]) -> None:
        """Draw a rectangle.

        Parameters
        ----------
        color : (int, int, int)
        top, left : int
        size : (int, int)
            Width and height.
        """
        width, height = size
        self._indices[top : top + height, left : left + width] = self._places[color]

    def stamp(self, shape: NDArray[np.bool_], color: Rgb, top: int, left: int) -> None:
        """Draw a shape, cut off at the edges of the canvas.

        Parameters
        ----------
        shape : bool array, shape (h, w)
        color : (int, int, int)
        top, left : int
            Where the upper left corner goes; may be negative.
        """
        shape = shape[max(-top, 0) :, max(-left, 0) :]
        area = self._indices[max(top, 0) :, max(left, 0) :]
        height, width = (
            min(a, b) for a, b in zip(shape.shape, area.shape, strict=True)
        )
        area[:height, :width][shape[:height, :width]] = self._places[color]

    def finish(
        self, alpha: U8 | None = None, dpi: Dpi | None = None
    ) -> IndexedImage | TruecolorImage:
        """Return the picture; the canvas must not be used afterward.

        Parameters
        ----------
        alpha : uint8 array, shape (height, width), optional
            Opacity.
        dpi : (float, float), optional

        Returns
        -------
        IndexedImage or TruecolorImage
            Truecolor if there are more colors than a palette can hold.
        """
        colors = np.array(list(self._places), dtype=np.uint8)
        if len(colors) <= MAX_COLORS:
            return IndexedImage(readonly(self._indices), Palette(colors), alpha, dpi)
        channels = 3 if alpha is None else 4
        pixels = np.empty((*self._indices.shape, channels), dtype=np.uint8)
        pixels[..., :3] = colors[self._indices]
        if alpha is not None:
            pixels[..., 3] = alpha
        return TruecolorImage(readonly(pixels), dpi)
