"""An index map to draw on, in colors that are listed beforehand."""

from collections.abc import Iterable
from typing import Protocol

import numpy as np

from kquant.art.options import Rgb
from kquant.art.page.lettering import Face
from kquant.color.spaces import LINEAR, encode_srgb
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.images.raster import Dpi
from kquant.images.truecolor import TruecolorImage
from kquant.options import MAX_COLORS
from kquant.runtime.arrays import U8, AnyArray, readonly

_BLENDS = 14  # colors between text and paper: enough for smooth letters
_FEWEST = 3  # if there is no room for as many in a palette, it is a picture without


def blends(ink: Rgb, paper: Rgb, count: int) -> list[Rgb]:
    """Return colors from paper to ink, blended as light.

    Parameters
    ----------
    ink, paper : (int, int, int)
    count : int
        How many are between.

    Returns
    -------
    list of (int, int, int)
        The first is `paper`, the last is `ink`.

    Examples
    --------
    >>> blends((0, 0, 0), (255, 255, 255), 1)
    [(255, 255, 255), (188, 188, 188), (0, 0, 0)]
    """
    light, dark = LINEAR[np.array([paper, ink])]
    part = np.linspace(0, 1, count + 2)[:, None]
    colors = np.rint(encode_srgb(light + (dark - light) * part) * 255).astype(int)
    return [paper, *((r, g, b) for r, g, b in colors[1:-1].tolist()), ink]


class Surface(Protocol):
    """What rectangles and text are drawn on."""

    def fill(self, color: Rgb, top: int, left: int, size: tuple[int, int]) -> None:
        """Draw a rectangle of this width and height."""

    def set_text(
        self, face: Face, text: str, size: int, place: tuple[int, int]
    ) -> None:
        """Draw a line of text; `place` is the row that it stands on, and its left."""


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
    text : ((int, int, int), (int, int, int)), optional
        The colors of text and of the paper below it, which are added to `colors`,
        with blends of them.
    soft : bool
        Whether there are such blends; otherwise, letters have sharp edges.

    Raises
    ------
    KeyError
        If `background`, or later a color to draw in, is not one of `colors`.
    """

    def __init__(
        self,
        width: int,
        height: int,
        colors: Iterable[Rgb],
        background: Rgb,
        text: tuple[Rgb, Rgb] | None = None,
        *,
        soft: bool = True,
    ) -> None:
        self._places: dict[Rgb, int] = {}
        for color in colors:
            self._places.setdefault(color, len(self._places))
        levels: list[Rgb] = []
        if text is not None:
            used = len({*self._places, *text})
            room = MAX_COLORS - used
            count = _BLENDS if room < _FEWEST else min(room, _BLENDS)
            levels = blends(*text, count if soft else 0)
        for color in levels:
            self._places.setdefault(color, len(self._places))
        self._type = np.uint8 if len(self._places) <= MAX_COLORS else np.uint16
        self._levels = np.array([self._places[x] for x in levels], dtype=self._type)
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

    def set_text(
        self, face: Face, text: str, size: int, place: tuple[int, int]
    ) -> None:
        """Draw a line of text.

        Parameters
        ----------
        face : Face
        text : str
        size : int
            As for `Face.coverage`.
        place : (int, int)
            The row that the letters stand on, and the column where they begin.
        """
        cover, above = face.coverage(text, size)
        self.write(cover, place[0] - above, place[1])

    def write(self, cover: U8, top: int, left: int, *, inverse: bool = False) -> None:
        """Draw text on paper, cut off at the edges of the canvas.

        Parameters
        ----------
        cover : uint8 array, shape (h, w)
            How far each pixel is covered, 0 to 255.
        top, left : int
            Where the upper left corner goes; may be negative.
        inverse : bool
            Whether to draw in the color of the paper, on an area in that of text.
        """
        cover = cover[max(-top, 0) :, max(-left, 0) :]
        area = self._indices[max(top, 0) :, max(left, 0) :]
        area = area[: cover.shape[0], : cover.shape[1]]
        cover = cover[: area.shape[0], : area.shape[1]]
        steps = len(self._levels) - 1
        level = (cover.astype(np.uint16) * steps + 127) // 255
        levels = self._levels[::-1] if inverse else self._levels
        np.copyto(area, levels[level], where=level > 0)

    def drawn(self) -> tuple[AnyArray, list[Rgb]]:
        """Return what is drawn.

        Returns
        -------
        uint8 or uint16 array, shape (h, w)
        list of (int, int, int)
            The color of each index.
        """
        return self._indices, list(self._places)

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
