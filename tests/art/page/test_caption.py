"""Titles and strips."""

import numpy as np
import pytest

from kquant.art.canvas import Canvas
from kquant.art.options import WHITE, Rgb
from kquant.art.page.caption import Caption, largest_size, text_color, vanishes
from kquant.art.page.layout import Box, Layout
from kquant.art.page.lettering import BUILT_IN, Face
from kquant.art.page.strip import Span, Strip
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette


@pytest.mark.parametrize(
    ("palette", "color"),
    [
        ("#ffffff #767676 #aaaaaa", (0x76, 0x76, 0x76)),
        ("#ffffff #777777 #aaaaaa", (0, 0, 0)),
        ("#ffffff #0000ff #ff0000", (0, 0, 0xFF)),
        ("#ffe0a0 #f0f0ff", (0, 0, 0)),
    ],
)
def test_color_of_text(palette: str, color: tuple[int, int, int]) -> None:
    """Text is in the darkest color if it reads on white, and in black otherwise.

    The contrast must be 4.5 : 1 (WCAG 2.1, AA). On white, #767676 is known as the
    lightest gray that has it: 4.54 : 1, and #777777 has 4.48 : 1.
    """
    assert text_color(Palette.from_hex(palette)) == color


@pytest.mark.parametrize(
    ("palette", "lost"),
    [
        ("#000000 #ffffff", True),
        ("#fffdf5 #203040", True),
        ("#efefef", False),
        ("#f0f0f0", True),  # 0.0449 from white
        ("#fff000 #00ffff", False),
    ],
)
def test_swatches_that_vanish(palette: str, lost: bool) -> None:
    """Near-whites are lost on paper, light grays and yellows are not."""
    assert vanishes(Palette.from_hex(palette)) is lost


@pytest.mark.parametrize(("pale", "framed"), [("#ffffff", True), ("#c0d0e0", False)])
def test_all_swatches_have_a_hairline_or_none(pale: str, framed: bool) -> None:
    """If one swatch would vanish, the row is framed, so that similar ones look alike."""
    palette = Palette.from_hex(f"{pale} #e0e0e0 #102030")
    columns = (Span(10, 300),)
    cells = Strip(columns, 1, 1, 3, 20, 30, 0, 20)
    box = Box(10, 50, 300, 20)
    layout = Layout(320, 80, Box(10, 0, 300, 40), (300, 40), None, box, cells)
    colors = [(r, g, b) for r, g, b in palette.colors.tolist()]
    canvas = Canvas(320, 80, [*colors, WHITE], WHITE)

    ink = text_color(palette)
    Caption(layout, ink, 150).draw(canvas, "", (palette,), np.ones(3) / 3)
    image = canvas.finish()

    assert isinstance(image, IndexedImage)
    pixels = image.to_array()
    edge = [pixels[50, 60], pixels[69, 160], pixels[60, 10], pixels[60, 309]]
    assert [tuple(x) == ink for x in edge[:3]] == [framed] * 3
    assert tuple(edge[3]) == ink  # the darkest color is there anyway
    assert pixels[60, 60].tolist() == list(colors[0])
    assert (pixels[49] == 255).all()
    assert (pixels[60, :10] == 255).all()
    assert (pixels[60, 310:] == 255).all()


class Texts:
    """A surface that keeps what is set on it."""

    def __init__(self) -> None:
        self.found: list[tuple[str, int]] = []

    def fill(self, color: Rgb, top: int, left: int, size: tuple[int, int]) -> None:
        """Draw nothing."""

    def set_text(
        self, face: Face, text: str, size: int, place: tuple[int, int]
    ) -> None:
        """Keep a text of the built-in face, and where it begins."""
        assert face is BUILT_IN
        assert size == 12
        self.found.append((text, place[1]))


def test_shares_stand_once_in_each_column() -> None:
    """Four panels of two colors: four shares, below those in the last row."""
    palette = Palette.from_hex("#102030 #e04020")
    cells = Strip((Span(10, 140), Span(170, 140)), 2, 1, 2, 20, 60, 12, 20)
    layout = Layout(
        320, 160, Box(10, 0, 300, 30), (300, 30), None, Box(10, 30, 300, 120), cells
    )
    surface = Texts()

    Caption(layout, (0, 0, 0), 150).draw(
        surface, "", (palette,) * 4, np.array([0.25, 0.75])
    )

    assert [text for text, _ in surface.found[:4]] == palette.hex() * 2
    assert surface.found[4:] == [
        *(("#102030", 10), ("25.0 %", 10), ("#e04020", 80), ("75.0 %", 80)),
        *(("#102030", 170), ("25.0 %", 170), ("#e04020", 240), ("75.0 %", 240)),
    ]


@pytest.mark.parametrize("width", [30, 160, 400])
def test_a_long_title_is_as_large_as_fits(width: int) -> None:
    """It is the largest of all sizes in which the letters are no wider."""
    title = "Evening on the lake, with a boat"
    fits = [x for x in range(1, 41) if BUILT_IN.width(title, x) <= width]
    assert largest_size(BUILT_IN, title, 40, width) == max(fits, default=1)
