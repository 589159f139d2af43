"""Where things stand on a page, to the pixel."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kquant.art.options import Grid, Page
from kquant.art.page.layout import Box, Layout
from kquant.errors import OptionError

ONE = Grid(1, 1)


def test_a4_at_300_dpi() -> None:
    """A4 has 2480 x 3508 pixels, and a margin of 25.4 mm is 300 of them."""
    page = Page("a4", 210, 297, margin=25.4)

    layout = Layout.of(page, ONE, (1000, 1000), 8)

    assert (layout.width, layout.height) == (2480, 3508)
    assert layout.picture == Box(300, 814, 1880, 1880)


def test_bleed_is_added_on_all_sides() -> None:
    """A bleed of 3 mm is 35 pixels at 300 dpi, and the margin starts at the cut."""
    page = Page("a4", 210, 297, margin=25.4, bleed=3)

    layout = Layout.of(page, ONE, (1000, 1000), 8)

    assert (layout.width, layout.height) == (2480 + 70, 3508 + 70)
    assert layout.picture == Box(335, 849, 1880, 1880)


def test_picture_without_margin_reaches_into_the_bleed() -> None:
    """Without a margin, the picture extends to the end of the bleed."""
    page = Page("square", 100, 100, dpi=254, margin=0, bleed=5)

    layout = Layout.of(page, ONE, (700, 700), 8)

    assert layout.picture == Box(0, 0, 1100, 1100)


def test_whole_factors_are_preferred() -> None:
    """A factor of 3 is used where 3.1 would fit, and 2.5 where 2.5 fits."""
    page = Page("square", 100, 100, dpi=254, margin=0)

    assert Layout.of(page, ONE, (322, 322), 8).panel == (966, 966)
    assert Layout.of(page, ONE, (400, 400), 8).panel == (1000, 1000)


def test_sharp_pixels_need_whole_factors() -> None:
    """Sharp pixels are enlarged by a whole factor, whatever room that leaves."""
    page = Page("square", 100, 100, dpi=254, margin=0, pixels=True)

    assert Layout.of(page, ONE, (400, 300), 8).panel == (800, 600)
    assert Layout.of(page, ONE, (400, 300), 8).picture == Box(100, 200, 800, 600)


def test_panels_keep_shape_and_gaps() -> None:
    """Two panels with a gap fill the width between the margins."""
    page = Page("square", 100, 100, dpi=254, margin=10)

    layout = Layout.of(page, Grid(2, 1, gap=20), (333, 100), 8)

    assert layout.panel == (390, 117)
    assert layout.picture == Box(100, 441, 800, 117)


@pytest.mark.parametrize("k", [1, 8, 64, 256])
@pytest.mark.parametrize("grid", [ONE, Grid(3, 3), Grid(5, 2, gap=9)])
@pytest.mark.parametrize("size", [(400, 300), (300, 400), (5000, 50)])
def test_text_and_picture_keep_apart(k: int, grid: Grid, size: tuple[int, int]) -> None:
    """Picture, title and strip are below each other within the margin."""
    page = Page("a3", 297, 420, dpi=100, margin=20, title="Title", strip=True)

    layout = Layout.of(page, grid, size, k)
    picture, title, strip = layout.picture, layout.title, layout.strip

    assert title is not None
    assert strip is not None
    assert picture.top >= 79
    assert picture.top + picture.height < title.top
    assert title.top + title.height < strip.top
    assert strip.top + strip.height == layout.height - 79
    assert strip.left >= 79
    assert strip.left + strip.width <= layout.width - 79
    assert strip.height <= layout.height / 6


def test_no_room_for_the_picture() -> None:
    """A page on which no room is left for the picture is refused."""
    page = Page("slip", 300, 30, margin=5, title="Title", strip=True)

    assert Layout.of(page, ONE, (10, 10), 8).picture.height > 0
    with pytest.raises(OptionError, match="no room left for the picture"):
        Layout.of(page, Grid(1, 9, gap=100), (10, 10), 8)


@settings(max_examples=150, deadline=None)
@given(
    st.tuples(st.integers(1, 5000), st.integers(1, 5000)),
    st.tuples(st.integers(1, 4), st.integers(1, 4), st.integers(0, 30)),
    st.integers(1, 256),
    st.sampled_from([(297, 420), (420, 297), (200, 200)]),
    st.booleans(),
)
def test_title_strip_and_panels_line_up(
    size: tuple[int, int],
    panels: tuple[int, int, int],
    k: int,
    paper: tuple[int, int],
    sharp: bool,
) -> None:
    """Title and strip begin and end with the picture, and swatches with their panels.

    The picture is amid the margins, and the text stands on the lower one.
    """
    page = Page("x", *paper, dpi=100, margin=25.4, title="T", strip=True, pixels=sharp)
    grid = Grid(panels[0], panels[1], gap=panels[2])

    layout = Layout.of(page, grid, size, k)
    picture, title, strip = layout.picture, layout.title, layout.strip
    cells = layout.cells

    assert title is not None
    assert strip is not None
    assert cells is not None
    edges = picture.left, picture.left + picture.width
    for box in (title, strip):
        assert (box.left, box.left + box.width) == edges
    for i, (left, across) in enumerate(cells.columns):
        assert left == picture.left + i * (layout.panel[0] + grid.gap)
        assert across == layout.panel[0]
    assert abs(edges[0] - (layout.width - edges[1])) <= 1
    assert picture.top >= 100
    assert picture.top + picture.height < title.top
    assert strip.top + strip.height == layout.height - 100
    assert strip.height <= layout.height / 6


def test_without_margin_text_keeps_a_safe_distance() -> None:
    """On a page of 100 mm, text is 4 mm inside of the cut, and the picture beyond it."""
    page = Page("x", 100, 100, dpi=254, margin=0, bleed=5, title="T", strip=True)

    layout = Layout.of(page, ONE, (2000, 1000), 4)

    assert layout.picture.left == 0
    assert layout.picture.width == 1100
    assert layout.title is not None
    assert layout.strip is not None
    for box in (layout.title, layout.strip):
        assert (box.left, box.width) == (50 + 40, 1100 - 2 * 90)
