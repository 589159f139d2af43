"""Drawings of pictures, panels and pages."""

import numpy as np

from kquant.art.options import WHITE, Art, Grid, Page
from kquant.art.shapes.drawing import Area, Drawing, Text
from kquant.art.shapes.poster import compose_shapes
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette

PALETTE = Palette.from_hex("#102030 #ffe0d0")
INDICES = np.repeat(np.array([[0, 1]], dtype=np.uint8), 4, axis=1).repeat(4, axis=0)
IMAGE = IndexedImage(INDICES, PALETTE, None, (254, 254))


def drawn(image: IndexedImage, art: Art) -> Drawing:
    """Return the drawing of a picture."""
    drawing = compose_shapes(image, art).drawing
    assert drawing is not None
    return drawing


def test_light_colors_come_first() -> None:
    """The lightest color is label 1, and so is painted first."""
    drawing = drawn(IMAGE, Art())

    assert drawing.panels[0].colors == ((255, 224, 208), (16, 32, 48))
    assert [layer.label for layer in drawing.shapes.layers] == [1, 2]


def test_dpi_gives_millimeters() -> None:
    """Eight pixels at 254 dots to the inch are 0.8 mm."""
    drawing = drawn(IMAGE, Art())

    assert drawing.millimeters is not None
    assert np.allclose(drawing.millimeters, (0.8, 0.4))


def test_transparent_pixels_stay_empty_or_get_a_ground() -> None:
    """Empty by itself; in panels, a ground of its own below all colors."""
    alpha = np.full((4, 8), 255, dtype=np.uint8)
    alpha[:, :4] = 0
    image = IndexedImage(INDICES, PALETTE, alpha)
    plain, grid = drawn(image, Art()), drawn(image, Art(Grid(2, 1)))

    assert [x.label for x in plain.shapes.layers] == [1]
    assert [x.label for x in grid.shapes.layers] == [1, 2]
    assert len(grid.panels[0].colors) == 3


def test_panels_lie_beside_each_other() -> None:
    """With a gap between them, in the color of the gap."""
    drawing = drawn(IMAGE, Art(Grid(2, 2, gap=3)))

    assert [(x.left, x.top) for x in drawing.panels] == [
        (0, 0),
        (11, 0),
        (0, 7),
        (11, 7),
    ]
    assert drawing.ground == (Area(WHITE, 0, 0, 19, 11),)


def test_a_page_has_paper_title_and_strip() -> None:
    """The size is that of the paper; the caption says title, codes and shares."""
    page = Page("a4", 210, 297, dpi=150, title="Two", strip=True)
    drawing = drawn(IMAGE, Art(page=page))

    assert drawing.millimeters == (210.0, 297.0)
    texts = [mark.text for mark in drawing.caption if isinstance(mark, Text)]
    assert texts == ["Two", "#102030", "50.0 %", "#ffe0d0", "50.0 %"]
