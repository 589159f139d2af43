"""The strip of swatches."""

import pytest

from kquant.art.options import Grid
from kquant.art.page.lettering import line_width
from kquant.art.page.strip import fit_strip

A4 = (2126, 3508, 24.8, 300)  # width within the margins, height, unit, dpi


def test_one_row_by_hand() -> None:
    """Eight swatches of 3.6 hundredths of the width stand in one row, with codes."""
    strip = fit_strip(Grid(1, 1), 8, *A4)

    assert (strip.lines, strip.per_line, strip.between) == (1, 8, 0)
    assert strip.swatch == round(3.6 * 24.8)
    assert strip.text == round(1.35 * 24.8)


@pytest.mark.parametrize("k", [1, 8, 40, 100, 256])
@pytest.mark.parametrize("grid", [Grid(1, 1), Grid(3, 2), Grid(8, 8)])
def test_what_holds_for_every_strip(grid: Grid, k: int) -> None:
    """All swatches have room, codes do not touch, and a quarter of the page is enough.

    Letters that would be smaller than 1.25 mm are left out.
    """
    width, height, _, dpi = A4

    strip = fit_strip(grid, k, *A4)

    assert strip.lines * strip.per_line >= k > (strip.lines - 1) * strip.per_line
    assert strip.height <= height / 4
    cell = (width - strip.between * (grid.columns - 1)) // grid.columns
    if strip.text:
        assert strip.text >= 1.25 / 25.4 * dpi
        assert strip.per_line * line_width("#dddddd", strip.text) < cell
    else:
        assert strip.lines == 1
