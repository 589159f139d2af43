"""Sheets: all pictures in reading order, inside, apart, and as large as can be."""

from itertools import combinations

import pytest

from kquant.art.options import Page
from kquant.errors import OptionError
from kquant.report.sheet import Sheet

A4 = Page("a4", 210, 297, dpi=60)


@pytest.mark.parametrize("page", [None, A4, Page("x", 297, 210, dpi=60, title="Lake")])
@pytest.mark.parametrize("picture", [(4000, 3000), (90, 900), (1, 1), (5000, 40)])
@pytest.mark.parametrize("count", [1, 2, 4, 7, 64])
def test_cells(page: Page | None, picture: tuple[int, int], count: int) -> None:
    """Cells do not overlap, and follow each other from left to right and down."""
    sheet = Sheet.of(page, picture, count)
    width, height = sheet.cell.size
    assert len(sheet.corners) == count
    assert [(y, x) for x, y in sheet.corners] == sorted(
        (y, x) for x, y in sheet.corners
    )
    for left, top in sheet.corners:
        assert left > 0
        assert top > 0
        assert left + width < sheet.width
        assert top + height < sheet.height
    for (a, b), (c, d) in combinations(sheet.corners, 2):
        assert abs(a - c) >= width or abs(b - d) >= height


def test_page_and_title() -> None:
    """A page has its size, and its title is below all cells."""
    plain, titled = (
        Sheet.of(page, (400, 300), 6)
        for page in (A4, Page("a4", 210, 297, dpi=60, title="Lake"))
    )
    assert (plain.width, plain.height) == (496, 702)
    assert titled.layout is not None
    assert titled.layout.title is not None
    bottom = max(y for _, y in titled.corners) + titled.cell.size[1]
    assert bottom < titled.layout.title.top
    assert titled.cell.area <= plain.cell.area


def test_a_page_turns_to_where_pictures_are_larger() -> None:
    """Two landscapes stand side by side on no upright page; two portraits do."""
    page = Page("a4", 210, 297, dpi=60, turns=True)

    upright, across = (Sheet.of(page, size, 2) for size in ((400, 300), (300, 400)))

    assert (upright.width, upright.height) == (496, 702)
    assert (across.width, across.height) == (702, 496)
    assert across.page == Page("a4", 297, 210, dpi=60, turns=True)


def test_as_large_as_can_be() -> None:
    """Landscapes stand one below another on a tall page, portraits side by side."""
    tall = Page("x", 100, 400, dpi=60)
    assert len({x for x, _ in Sheet.of(tall, (400, 300), 4).corners}) == 1
    wide = Page("x", 400, 100, dpi=60)
    assert len({y for _, y in Sheet.of(wide, (300, 400), 4).corners}) == 1


def test_four_are_two_by_two() -> None:
    """A loose sheet has no more empty cells than it must."""
    columns = {x for x, _ in Sheet.of(None, (400, 300), 4).corners}
    assert len(columns) == 2


def test_no_room() -> None:
    """A page on which nothing fits is refused."""
    with pytest.raises(OptionError, match="has no room"):
        Sheet.of(Page("x", 20, 20, dpi=10, title="Lake"), (400, 300), 64)
