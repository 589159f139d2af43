"""Panels and pages: one index map, several palettes, paper around it."""

from dataclasses import replace

import numpy as np

from kquant.arrays import U8, AnyArray
from kquant.art_options import MOST_PIXELS, WHITE, Art, Grid, Page, Rgb
from kquant.canvas import Canvas
from kquant.errors import ImageWriteError
from kquant.image import IndexedImage, TruecolorImage
from kquant.palette import Palette
from kquant.panels import panel_grounds, panel_palettes
from kquant.scaling import resize, resize_pixels
from kquant.sheet.caption import Caption, text_color
from kquant.sheet.layout import Layout

_SOLID = 128  # opacity from which a pixel is printed, as inks know no halves

Picture = IndexedImage | TruecolorImage


def compose(
    image: IndexedImage, art: Art, *, dithered: bool
) -> tuple[Picture, tuple[Palette, ...]]:
    """Make what `kquant.artwork.compose` describes, and return its palettes too."""
    palettes = panel_palettes(image.palette, art.grid)
    if art.page is not None:
        page = replace(art.page, pixels=art.page.pixels or dithered)
        return _page(image, palettes, page, art.grid), palettes
    if art.grid is None:
        return image, palettes
    return _grid(image, palettes, art.grid), palettes


def _grid(image: IndexedImage, palettes: tuple[Palette, ...], grid: Grid) -> Picture:
    """Draw panels of the picture's own size."""
    width, height = grid.size(image.width, image.height)
    if width * height > MOST_PIXELS:
        raise ImageWriteError(
            f"{grid.columns}x{grid.rows} panels of {image.width} x {image.height} "
            "pixels are too large for one picture: use fewer, or --page"
        )
    if grid.gap_color is not None:
        indices, tables = _opaque(image, palettes, panel_grounds(image.palette, grid))
        colors = _all_colors(tables) + [grid.gap_color] * bool(grid.gap)
        canvas = Canvas(width, height, colors, colors[-1])
        _paste(canvas, indices, tables, grid, (0, 0))
        return canvas.finish(None, image.dpi)
    tables = [palette.colors for palette in palettes]
    colors = _all_colors(tables)
    canvas = Canvas(width, height, colors, colors[0])
    _paste(canvas, image.indices, tables, grid, (0, 0))
    return canvas.finish(_grid_alpha(image, grid), image.dpi)


def _page(
    image: IndexedImage, palettes: tuple[Palette, ...], page: Page, grid: Grid | None
) -> Picture:
    """Draw a page with the picture or its panels, and what else belongs there."""
    shape = grid or Grid(1, 1)
    layout = Layout.of(page, shape, (image.width, image.height), len(image.palette))
    grounds: list[Rgb] = [WHITE] * len(shape)
    if grid is not None and grid.gap_color is not None:
        grounds = panel_grounds(image.palette, grid)
    indices, tables = _opaque(image, palettes, grounds)
    colors = [*_all_colors(tables), WHITE]
    gap_color = shape.gap_color or WHITE
    colors += [gap_color] * bool(shape.gap)
    ink = text_color(palettes[0])
    if page.title or page.strip:
        colors.append(ink)
    canvas = Canvas(layout.width, layout.height, colors, WHITE)
    picture = layout.picture
    if shape.gap:
        canvas.fill(gap_color, picture.top, picture.left, picture.size)
    scale = resize_pixels if page.pixels else resize
    panel = scale(indices, *layout.panel)
    _paste(canvas, panel, tables, shape, (picture.top, picture.left))
    Caption(layout, ink, page.dpi).draw(canvas, page.title, palettes, image.shares())
    return canvas.finish(dpi=(page.dpi, page.dpi))


def _opaque(
    image: IndexedImage, palettes: tuple[Palette, ...], grounds: list[Rgb]
) -> tuple[AnyArray, list[U8]]:
    """Return indices and each panel's colors, with the ground as one more of them."""
    tables = [palette.colors for palette in palettes]
    if image.alpha is None or (image.alpha >= _SOLID).all():
        return image.indices, tables
    k = len(image.palette)
    indices = image.indices.astype(np.uint8 if k < 256 else np.uint16)
    indices[image.alpha < _SOLID] = k
    pairs = zip(tables, grounds, strict=True)
    return indices, [np.vstack([t, np.array([g], dtype=np.uint8)]) for t, g in pairs]


def _all_colors(tables: list[U8]) -> list[Rgb]:
    """Return the colors of all panels, in order."""
    return [(r, g, b) for table in tables for r, g, b in table.tolist()]


def _paste(
    canvas: Canvas,
    indices: AnyArray,
    tables: list[U8],
    grid: Grid,
    corner: tuple[int, int],
) -> None:
    """Draw all panels, from the corner (top, left)."""
    height, width = indices.shape
    for panel, table in enumerate(tables):
        row, column = divmod(panel, grid.columns)
        top = corner[0] + row * (height + grid.gap)
        canvas.paste(indices, table, top, corner[1] + column * (width + grid.gap))


def _grid_alpha(image: IndexedImage, grid: Grid) -> U8 | None:
    """Return the opacity of a grid with transparent gaps."""
    if image.alpha is None and not grid.gap:
        return None
    cell = np.zeros((image.height + grid.gap, image.width + grid.gap), dtype=np.uint8)
    cell[: image.height, : image.width] = 255 if image.alpha is None else image.alpha
    width, height = grid.size(image.width, image.height)
    return np.tile(cell, (grid.rows, grid.columns))[:height, :width]
