"""An index map to draw on: every color that appears on it was put there by name."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from kquant.arrays import U8, AnyArray, readonly
from kquant.art_options import Rgb
from kquant.image import Dpi, IndexedImage, TruecolorImage
from kquant.palette import MAX_COLORS, Palette


class Canvas:
    """A rectangle of one color, to draw on.

    Parameters
    ----------
    width, height : int
    colors : iterable of (int, int, int)
        All that will be used, in the order that the palette is to have; repeated
        ones count once.
    background : (int, int, int)
        One of them.
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
        """Draw an index map in the given colors, shape (n, 3)."""
        table = np.array([self._places[r, g, b] for r, g, b in colors.tolist()])
        height, width = indices.shape
        self._indices[top : top + height, left : left + width] = table.astype(
            self._type
        )[indices]

    def fill(self, color: Rgb, top: int, left: int, size: tuple[int, int]) -> None:
        """Draw a rectangle of (width, height)."""
        width, height = size
        self._indices[top : top + height, left : left + width] = self._places[color]

    def stamp(self, shape: NDArray[np.bool_], color: Rgb, top: int, left: int) -> None:
        """Draw a shape; what of it lies outside the canvas is left out."""
        shape = shape[max(-top, 0) :, max(-left, 0) :]
        area = self._indices[max(top, 0) :, max(left, 0) :]
        height, width = (
            min(a, b) for a, b in zip(shape.shape, area.shape, strict=True)
        )
        area[:height, :width][shape[:height, :width]] = self._places[color]

    def finish(
        self, alpha: U8 | None = None, dpi: Dpi | None = None
    ) -> IndexedImage | TruecolorImage:
        """Return the picture, indexed if a palette holds its colors.

        The canvas is not to be used afterwards.
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
