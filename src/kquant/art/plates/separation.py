"""Separate a picture, its panels or its page into inks."""

from typing import NamedTuple

import numpy as np

from kquant.art.canvas import Canvas
from kquant.art.compose import all_colors, draw_page, on_grounds, paste_panels, printed
from kquant.art.options import DEFAULT_DPI, PAPER, WHITE, Art, Grid, Page, Rgb
from kquant.art.page_sizes import MM_PER_INCH
from kquant.art.panels import panel_grounds, panel_palettes
from kquant.art.plates.trapping import spread
from kquant.images.indexed import IndexedImage
from kquant.images.palette import by_lightness
from kquant.images.raster import Dpi
from kquant.runtime.arrays import AnyArray, Bools


class Separation(NamedTuple):
    """A picture as inks, which are printed one after another.

    Attributes
    ----------
    labels : uint8 or uint16 array, shape (h, w)
        The number of the ink that shows, from 1 on, or 0 for bare paper.
    inks : tuple of (int, int, int)
        Lightest first.
    dpi : (float, float) or None
        Pixels per inch, if that is known.
    page : Page or None
        The page that it is, if any.
    """

    labels: AnyArray
    inks: tuple[Rgb, ...]
    dpi: Dpi | None = None
    page: Page | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """The hex code of each ink."""
        return tuple(f"#{bytes(ink).hex()}" for ink in self.inks)

    def plate(self, number: int, trap: float = 0) -> Bools:
        """Return where an ink goes.

        Parameters
        ----------
        number : int
            From 1 on.
        trap : float
            Millimeters by which it spreads beneath inks that are printed after it.

        Returns
        -------
        bool array, shape (h, w)
        """
        own: Bools = self.labels == number
        if not trap:
            return own
        dpi = self.dpi or (DEFAULT_DPI, DEFAULT_DPI)
        beneath: Bools = self.labels > number
        beneath &= spread(own, trap * min(dpi) / MM_PER_INCH)
        return own | beneath

    def shares(self) -> tuple[float, ...]:
        """Return the share of the whole area that each ink shows on, 0..1."""
        counts = np.bincount(self.labels.ravel(), minlength=len(self.inks) + 1)[1:]
        return tuple((counts / self.labels.size).tolist())


def separate(image: IndexedImage, art: Art, *, dithered: bool = False) -> Separation:
    """Separate a picture into inks.

    Paper that is bare, and what is transparent, gets none. Letters have sharp edges.

    Parameters
    ----------
    image : IndexedImage
    art : Art
        The panels or the page to make of it.
    dithered : bool
        As for `kquant.art.compose.compose`.

    Returns
    -------
    Separation
        Without inks that show nowhere.

    Raises
    ------
    OptionError
        If a page has no room for the picture.

    Examples
    --------
    >>> from kquant.images.palette import Palette
    >>> pixels = np.array([[0, 1, 1]], dtype=np.uint8)
    >>> found = separate(IndexedImage(pixels, Palette.of(["#000", "#fff"])), Art())
    >>> found.inks, found.labels.tolist()
    (((255, 255, 255), (0, 0, 0)), [[2, 1, 1]])
    """
    palettes = panel_palettes(image.palette, art.grid)
    page, dpi = None, image.dpi
    if art.page is not None:
        page = printed(art.page, art.grid, image, dithered=dithered)
        dpi = page.dpi, page.dpi
        canvas = draw_page(image, palettes, page, art, separated=True)
    else:
        canvas = _draw_grid(image, art.grid)
    places, colors = canvas.drawn()
    used = np.flatnonzero(np.bincount(places.ravel(), minlength=len(colors)))
    inks = [int(i) for i in used if colors[i] != PAPER]
    table = np.zeros(len(colors), dtype=np.uint8 if len(inks) < 256 else np.uint16)
    order = by_lightness(np.array([colors[i] for i in inks], dtype=np.uint8))[::-1]
    inks = [inks[i] for i in order]
    table[inks] = np.arange(1, len(inks) + 1)
    return Separation(table[places], tuple(colors[i] for i in inks), dpi, page)


def _draw_grid(image: IndexedImage, grid: Grid | None) -> Canvas:
    """Draw panels, or a picture alone, in its own size."""
    shape = grid or Grid(1, 1)
    palettes = panel_palettes(image.palette, grid)
    grounds: list[Rgb] = [PAPER] * len(shape)
    gap = PAPER
    if grid is not None and grid.gap_color is not None:
        gap = PAPER if grid.gap_color == WHITE else grid.gap_color
        grounds = panel_grounds(image.palette, grid)
    indices, tables = on_grounds(image, palettes, grounds)
    width, height = shape.size(image.width, image.height)
    canvas = Canvas(width, height, [*all_colors(tables), gap, PAPER], gap)
    paste_panels(canvas, indices, tables, shape, (0, 0))
    return canvas
