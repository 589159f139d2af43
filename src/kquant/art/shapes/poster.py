"""Draw a reduced picture, its panels or its page with shapes instead of pixels."""

from dataclasses import replace

import numpy as np

from kquant.art.artwork import Artwork
from kquant.art.options import WHITE, Art, Grid, Page, Rgb
from kquant.art.page.caption import Caption, text_color
from kquant.art.page.layout import Layout
from kquant.art.page.lettering import Face
from kquant.art.page_sizes import MM_PER_INCH
from kquant.art.panels import is_hueless, panel_grounds, panel_palettes
from kquant.art.scaling import calm
from kquant.art.shapes.drawing import Area, Drawing, Panel, Sheet, whole
from kquant.art.shapes.layers import Shapes, trace
from kquant.images.indexed import SOLID, IndexedImage
from kquant.images.palette import Palette, by_lightness
from kquant.runtime.arrays import AnyArray


def compose_shapes(image: IndexedImage, art: Art) -> Artwork:
    """Draw a picture, its panels, or its page, as `kquant.art.compose` does in pixels.

    Parameters
    ----------
    image : IndexedImage
    art : Art

    Returns
    -------
    Artwork
        With a drawing, and the reduced picture itself.

    Raises
    ------
    OptionError
        If a page has no room for the picture.
    """
    palettes = panel_palettes(image.palette, art.grid)
    unturned = len(palettes) > 1 and all(is_hueless(x) for x in palettes)
    if art.page is not None:
        size = (art.grid or Grid(1, 1)).size(image.width, image.height)
        art = art._replace(page=art.page.turned_to(*size))
    drawing = draw(image, palettes, art)
    return Artwork(image, palettes, unturned, art.page, drawing)


def draw(image: IndexedImage, palettes: tuple[Palette, ...], art: Art) -> Drawing:
    """Draw a picture, its panels, or its page.

    Colors are painted from light to dark. All panels have the same shapes. Pixels with
    an alpha below 128 are left empty, or are the ground of a panel.

    Parameters
    ----------
    image : IndexedImage
    palettes : tuple of Palette
        One for each panel.
    art : Art
        Its page is that of the picture: see `Page.turned_to`.

    Returns
    -------
    Drawing

    Raises
    ------
    OptionError
        If a page has no room for the picture.
    """
    grid = art.grid or Grid(1, 1)
    grounds: list[Rgb] = []
    if art.grid is not None and grid.gap_color is not None and not image.is_solid:
        grounds = panel_grounds(image.palette, grid)
    sharp = art.page is not None and art.page.pixels
    if art.clean and art.page is not None and not sharp:
        image = replace(image, indices=calm(image.indices, image.palette.colors))
    shapes = trace(_labels(image, grounded=bool(grounds)), sharp=sharp)
    colors = _panel_colors(image.palette, palettes, grounds)
    if art.page is not None:
        return _page(image, shapes, palettes, colors, (art.page, grid))
    return _grid(image, shapes, _panels(palettes, colors, grid, image), grid)


def _labels(image: IndexedImage, *, grounded: bool) -> AnyArray:
    """Return the order of painting of each pixel: the lightest color first, from 1 on.

    Transparent pixels get 0, or on a ground 1, and all others one more.
    """
    k = len(image.palette)
    table = np.zeros(k, dtype=np.uint8 if k + grounded < 256 else np.uint16)
    table[by_lightness(image.palette.colors)] = np.arange(k, 0, -1) + grounded
    labels = table[image.indices]
    if image.alpha is not None:
        labels[image.alpha < SOLID] = grounded
    return labels


def _panel_colors(
    first: Palette, palettes: tuple[Palette, ...], grounds: list[Rgb]
) -> list[tuple[Rgb, ...]]:
    """Return the colors of each panel in the order of painting."""
    order = by_lightness(first.colors)[::-1]
    colors = [tuple(map(whole, palette.colors[order])) for palette in palettes]
    if not grounds:
        return colors
    return [(ground, *own) for ground, own in zip(grounds, colors, strict=True)]


def _panels(
    palettes: tuple[Palette, ...],
    colors: list[tuple[Rgb, ...]],
    grid: Grid,
    image: IndexedImage,
    corner: tuple[int, int] = (0, 0),
    size: tuple[int, int] | None = None,
) -> tuple[Panel, ...]:
    """Place the panels; `corner` is the (left, top) of the first, `size` that of each."""
    width, height = size or (image.width, image.height)
    scale = width / image.width, height / image.height
    panels = []
    for number, (palette, own) in enumerate(zip(palettes, colors, strict=True)):
        row, column = divmod(number, grid.columns)
        left = corner[0] + column * (width + grid.gap)
        top = corner[1] + row * (height + grid.gap)
        name = palette.name if len(palettes) > 1 else ""
        panels.append(Panel(name, own, left, top, scale))
    return tuple(panels)


def _grid(
    image: IndexedImage, shapes: Shapes, panels: tuple[Panel, ...], grid: Grid
) -> Drawing:
    """Draw panels in the size of the picture."""
    width, height = grid.size(image.width, image.height)
    size = None
    if image.dpi is not None and min(image.dpi) > 0:
        size = (
            width / image.dpi[0] * MM_PER_INCH,
            height / image.dpi[1] * MM_PER_INCH,
        )
    ground: tuple[Area, ...] = ()
    if grid.gap and grid.gap_color is not None:
        ground = (Area(grid.gap_color, 0, 0, width, height),)
    return Drawing(width, height, size, shapes, panels, ground)


def _page(
    image: IndexedImage,
    shapes: Shapes,
    palettes: tuple[Palette, ...],
    colors: list[tuple[Rgb, ...]],
    sheet: tuple[Page, Grid],
) -> Drawing:
    """Draw a page with the picture or its panels, the title and the strip."""
    page, grid = sheet
    layout = Layout.of(page, grid, (image.width, image.height), len(image.palette))
    picture = layout.picture
    corner = picture.left, picture.top
    panels = _panels(palettes, colors, grid, image, corner, layout.panel)
    ground = [Area(WHITE, 0, 0, layout.width, layout.height)]
    if grid.gap:
        color = grid.gap_color or WHITE
        ground.append(Area(color, *corner, picture.width, picture.height))
    ink = text_color(palettes[0])
    marks = Sheet(ink)
    caption = Caption(layout, ink, page.dpi, Face(page.font))
    caption.draw(marks, page.title, palettes, image.shares())
    size = page.width + 2 * page.bleed, page.height + 2 * page.bleed
    return Drawing(
        layout.width,
        layout.height,
        size,
        shapes,
        panels,
        tuple(ground),
        tuple(marks.marks),
        page.title,
    )
