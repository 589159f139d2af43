"""The strip of swatches."""

import pytest

from kquant.art.options import Page
from kquant.art.page.lettering import BUILT_IN
from kquant.art.page.strip import Span, fit_strip

A4 = Page("a4", 210, 297)
MOST = 3508 // 6


def columns(count: int) -> tuple[Span, ...]:
    """Divide 2126 pixels into columns."""
    return tuple(Span(177 + 2126 // count * i, 2126 // count) for i in range(count))


def test_one_row_by_hand() -> None:
    """Eight swatches of 3.6 hundredths of the width stand in one row, with codes."""
    strip = fit_strip(columns(1), 1, 8, MOST, A4)

    assert (strip.lines, strip.per_line) == (1, 8)
    assert strip.swatch == round(3.6 * 24.8)
    assert strip.text == round(1.35 * 24.8)
    assert strip.base(2) - strip.base(1) == round(1.3 * strip.text)


@pytest.mark.parametrize("k", [1, 8, 40, 100, 256])
@pytest.mark.parametrize(("across", "rows"), [(1, 1), (3, 2), (8, 8), (1, 32)])
def test_what_holds_for_every_strip(across: int, rows: int, k: int) -> None:
    """All swatches have room, codes do not touch, and the height is kept.

    Letters smaller than 6 points, 25 pixels, are left out. Panels have one row each.
    """
    spans = columns(across)
    strip = fit_strip(spans, rows, k, MOST, A4)

    assert strip.lines * strip.per_line >= k > (strip.lines - 1) * strip.per_line
    assert strip.height <= MOST
    assert strip.lines == 1 or (across, rows) == (1, 1)
    if strip.text:
        assert strip.text >= 25
        cell = spans[0].width / strip.per_line
        assert BUILT_IN.width("#dddddd", strip.text) < cell
    else:
        assert strip.lines == 1
