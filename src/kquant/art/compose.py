"""Compose panels and pages: one index map, several palettes, and the paper."""

from dataclasses import replace
from functools import partial

import numpy as np

from kquant.art.artwork import Artwork
from kquant.art.canvas import Canvas
from kquant.art.options import MOST_PIXELS, PAPER, WHITE, Art, Grid, Page, Rgb
from kquant.art.page.caption import Caption, text_color
from kquant.art.page.layout import Layout
from kquant.art.page.lettering import Face
from kquant.art.panels import is_hueless, panel_grounds, panel_palettes
from kquant.art.scaling import calm, resize, resize_pixels
from kquant.errors import ImageWriteError
from kquant.images.indexed import SOLID, IndexedImage
from kquant.images.palette import Palette
from kquant.images.truecolor import TruecolorImage
from kquant.runtime.arrays import U8, AnyArray

Picture = IndexedImage | TruecolorImage


def compose(image: IndexedImage, art: Art, *, dithered: bool = False) -> Artwork:
    """Make a grid of panels, a page, or both from a reduced picture.

    The index map is used as it is or scaled once, and colors are never mixed, except
    at the edges of letters. Besides the colors of the panels, the result has only
    those of the gaps, the ground of transparent areas, the paper (white), black for
    text if the first panel has no color that is dark enough, and at most 14 blends of
    text and paper.

    Parameters
    ----------
    image : IndexedImage
    art : Art
    dithered : bool
        Whether the picture is dithered. Smoothing would destroy its dots, so a page
        is then made as with `Page.pixels`.

    Returns
    -------
    Artwork

    Raises
    ------
    ImageWriteError
        If a grid has too many pixels.
    OptionError
        If a page has no room for the picture.
    """
    palettes = panel_palettes(image.palette, art.grid)
    unturned = len(palettes) > 1 and all(is_hueless(x) for x in palettes)
    picture: Picture = image
    page = None
    if art.page is not None:
        page = printed(art.page, art.grid, image, dithered=dithered)
        canvas = draw_page(image, palettes, page, art)
        picture = canvas.finish(dpi=(page.dpi, page.dpi))
    elif art.grid is not None:
        picture = _grid(image, palettes, art.grid)
    return Artwork(picture, palettes, unturned, page)


def _grid(image: IndexedImage, palettes: tuple[Palette, ...], grid: Grid) -> Picture:
    """Draw panels in the size of the picture."""
    width, height = grid.size(image.width, image.height)
    if width * height > MOST_PIXELS:
        raise ImageWriteError(
            f"{grid.columns}x{grid.rows} panels of {image.width} x {image.height} "
            "pixels are too large for one picture: use fewer panels, or a page"
        )
    if grid.gap_color is not None:
        indices, tables = on_grounds(
            image, palettes, panel_grounds(image.palette, grid)
        )
        colors = all_colors(tables) + [grid.gap_color] * bool(grid.gap)
        canvas = Canvas(width, height, colors, colors[-1])
        paste_panels(canvas, indices, tables, grid, (0, 0))
        return canvas.finish(None, image.dpi)
    tables = [palette.colors for palette in palettes]
    colors = all_colors(tables)
    canvas = Canvas(width, height, colors, colors[0])
    paste_panels(canvas, image.indices, tables, grid, (0, 0))
    return canvas.finish(_grid_alpha(image, grid), image.dpi)


def printed(
    page: Page, grid: Grid | None, image: IndexedImage, *, dithered: bool
) -> Page:
    """Return the page as it is for a picture.

    Parameters
    ----------
    page : Page
    grid : Grid or None
    image : IndexedImage
    dithered : bool
        As for `compose`.

    Returns
    -------
    Page
        Turned to the picture or its panels.
    """
    page = replace(page, pixels=page.pixels or dithered)
    return page.turned_to(*(grid or Grid(1, 1)).size(image.width, image.height))


def draw_page(
    image: IndexedImage,
    palettes: tuple[Palette, ...],
    page: Page,
    art: Art,
    *,
    separated: bool = False,
) -> Canvas:
    """Draw a page with the picture or its panels, the title and the strip.

    Parameters
    ----------
    image : IndexedImage
    palettes : tuple of Palette
        One for each panel.
    page : Page
        As `printed` returns it.
    art : Art
    separated : bool
        Whether white paper is `PAPER`, apart from a white of the palette, and letters
        have sharp edges.

    Returns
    -------
    Canvas

    Raises
    ------
    OptionError
        If a page has no room for the picture.
    """
    grid, shape = art.grid, art.grid or Grid(1, 1)
    paper = PAPER if separated else WHITE
    layout = Layout.of(page, shape, (image.width, image.height), len(image.palette))
    grounds: list[Rgb] = [paper] * len(shape)
    if grid is not None and grid.gap_color is not None:
        grounds = panel_grounds(image.palette, grid)
    gap_color = shape.gap_color or WHITE
    if gap_color == WHITE:
        gap_color = paper
    indices, tables = on_grounds(image, palettes, grounds)
    colors = [*all_colors(tables), paper]
    colors += [gap_color] * bool(shape.gap)
    ink = text_color(palettes[0])
    text = (ink, paper) if page.title or page.strip else None
    size = layout.width, layout.height
    canvas = Canvas(*size, colors, paper, text, soft=not separated)
    picture = layout.picture
    if shape.gap:
        canvas.fill(gap_color, picture.top, picture.left, picture.size)
    scale = resize_pixels if page.pixels else partial(resize, clean=art.clean)
    if art.clean and not page.pixels:
        indices = calm(indices, tables[0].astype(np.uint8))  # -1 is 255: paper is white
    panel = scale(indices, *layout.panel)
    paste_panels(canvas, panel, tables, shape, (picture.top, picture.left))
    caption = Caption(layout, ink, page.dpi, Face(page.font))
    caption.draw(canvas, page.title, palettes, image.shares())
    return canvas


def on_grounds(
    image: IndexedImage, palettes: tuple[Palette, ...], grounds: list[Rgb]
) -> tuple[AnyArray, list[AnyArray]]:
    """Give the transparent pixels of a picture a color of their own.

    Parameters
    ----------
    image : IndexedImage
    palettes : tuple of Palette
        Those of the panels.
    grounds : list of (int, int, int)
        The color of these pixels, for each panel.

    Returns
    -------
    uint8 or uint16 array, shape (h, w)
        The indices, if there are such pixels with one more.
    list of int array, shape (k, 3) or (k + 1, 3)
        The colors of each panel.
    """
    tables = [palette.colors for palette in palettes]
    if image.alpha is None or image.is_solid:
        return image.indices, tables
    k = len(image.palette)
    indices = image.indices.astype(np.uint8 if k < 256 else np.uint16)
    indices[image.alpha < SOLID] = k
    kind = np.int16 if PAPER in grounds else np.uint8
    pairs = zip(tables, grounds, strict=True)
    return indices, [np.vstack([t, np.array([g], dtype=kind)]) for t, g in pairs]


def all_colors(tables: list[AnyArray]) -> list[Rgb]:
    """Return the colors of all panels, in order.

    Parameters
    ----------
    tables : list of int array, shape (k, 3)

    Returns
    -------
    list of (int, int, int)
    """
    return [(r, g, b) for table in tables for r, g, b in table.tolist()]


def paste_panels(
    canvas: Canvas,
    indices: AnyArray,
    tables: list[AnyArray],
    grid: Grid,
    corner: tuple[int, int],
) -> None:
    """Draw all panels.

    Parameters
    ----------
    canvas : Canvas
    indices : uint8 or uint16 array, shape (h, w)
        Of one panel.
    tables : list of int array, shape (k, 3)
        The colors of each panel.
    grid : Grid
    corner : (int, int)
        The top and left of the first.
    """
    height, width = indices.shape
    for panel, table in enumerate(tables):
        row, column = divmod(panel, grid.columns)
        top = corner[0] + row * (height + grid.gap)
        canvas.paste(indices, table, top, corner[1] + column * (width + grid.gap))


def _grid_alpha(image: IndexedImage, grid: Grid) -> U8 | None:
    """Return the opacity of a grid with transparent gaps, or None if it is opaque."""
    if image.alpha is None and not grid.gap:
        return None
    cell = np.zeros((image.height + grid.gap, image.width + grid.gap), dtype=np.uint8)
    cell[: image.height, : image.width] = 255 if image.alpha is None else image.alpha
    width, height = grid.size(image.width, image.height)
    return np.tile(cell, (grid.rows, grid.columns))[:height, :width]
