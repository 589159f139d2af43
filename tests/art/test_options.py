"""What can be asked of panels and pages."""

from typing import Any

import pytest

from kquant.art.options import (
    DEFAULT_DPI,
    MOST_PANELS,
    MOST_PIXELS,
    WHITE,
    Art,
    Grid,
    Page,
)
from kquant.errors import OptionError

A4 = {"name": "a4", "width": 210, "height": 297}
# The value of each option when nothing is said, and why it is that.
DEFAULTS: list[tuple[object, object, str]] = [
    (Grid(2, 2).gap, 0, "panels touch, as in the prints that they imitate"),
    (Grid(2, 2).gap_color, WHITE, "white is what paper is"),
    (Grid(2, 2).pop, False, "the picture's own colors come first"),
    (DEFAULT_DPI, 300, "what print shops ask for"),
    (Page(**A4).dpi, DEFAULT_DPI, "the same"),  # type: ignore[arg-type] # sizes
    (Page(**A4).bleed, 0.0, "only what is cut off after printing needs one"),  # type: ignore[arg-type] # sizes
    (Page("p", 320, 400).margin_mm, 20.0, "a sixteenth of the shorter side frames it"),
    (Page(**A4).strip, False, "the picture is alone unless it is asked for"),  # type: ignore[arg-type] # sizes
    (Page(**A4).pixels, False, "edges are smooth at the size of a page"),  # type: ignore[arg-type] # sizes
]


@pytest.mark.parametrize(("value", "expected", "reason"), DEFAULTS)
def test_defaults(value: object, expected: object, reason: str) -> None:
    """Each default is what it is for a reason, which stands beside it above."""
    assert value == expected
    assert reason


def test_size_of_a_grid() -> None:
    """Three panels of 10 x 20 pixels with gaps of 3 are 36 x 20; two below, 43 high."""
    assert Grid(3, 1, gap=3).size(10, 20) == (36, 20)
    assert Grid(3, 2, gap=3).size(10, 20) == (36, 43)
    assert len(Grid(3, 2)) == 6


def test_angles() -> None:
    """Hues are turned by equal parts of a circle, or as given."""
    assert Grid(2, 2).angles() == (0, 90, 180, 270)
    assert Grid(2, 1, hues=(5.0, -7.0)).angles() == (5, -7)


@pytest.mark.parametrize(
    ("options", "message", "names"),
    [
        (
            {"columns": 0, "rows": 1},
            f"1 to {MOST_PANELS} columns and rows, got 0x1",
            (),
        ),
        ({"columns": 1, "rows": 33}, "got 1x33", ()),
        ({"gap": -1}, "gap must be 0 to 10000 pixels, got -1", ("gap",)),
        ({"gap": 10_001}, "got 10001", ("gap",)),
        ({"hues": (0.0,), "pop": True}, "pop uses its own colors", ("pop", "hues")),
        ({"hues": (0.0,)}, "hues lists 1 angles, but 2x1 has 2 panels", ("hues",)),
    ],
)
def test_bad_grids(
    options: dict[str, Any], message: str, names: tuple[str, ...]
) -> None:
    """A grid that cannot be made is refused, with the names of the options."""
    with pytest.raises(OptionError, match=message) as caught:
        Grid(**{"columns": 2, "rows": 1, **options})
    assert caught.value.options == names


@pytest.mark.parametrize(
    ("options", "message", "name"),
    [
        ({"dpi": 9}, "dpi must be 10 to 2400, got 9", "dpi"),
        ({"dpi": 2401}, "got 2401", "dpi"),
        ({"bleed": -1}, "bleed must be 0 to 100 mm, got -1", "bleed"),
        ({"bleed": 101}, "got 101", "bleed"),
        (
            {"margin": 105},
            "margin 105 mm leaves nothing of a page of 210 x 297",
            "margin",
        ),
        ({"width": 1e4, "height": 1e4}, "has too many pixels at 300 dots per", "dpi"),
    ],
)
def test_bad_pages(options: dict[str, Any], message: str, name: str) -> None:
    """A page that cannot be made is refused, with the name of the option."""
    with pytest.raises(OptionError, match=message) as caught:
        Page(**{**A4, **options})
    assert caught.value.options == (name,)


def test_the_largest_page_by_hand() -> None:
    """A square page of 2**30 pixels is 2**15 pixels wide, at 100 dpi 327.68 inches."""
    side = 327.68 * 25.4

    assert MOST_PIXELS == 2**30
    assert Page("p", 0.999 * side, side, dpi=100).dpi == 100
    with pytest.raises(OptionError, match="too many pixels"):
        Page("p", 1.001 * side, side, dpi=100)


@pytest.mark.parametrize(
    ("art", "label", "panels"),
    [
        (Art(), "", 1),
        (Art(Grid(2, 2)), "-warhol", 4),
        (Art(Grid(2, 2, pop=True)), "-pop", 4),
        (Art(None, Page(**A4)), "-a4", 1),  # type: ignore[arg-type] # sizes
        (Art(Grid(3, 1), Page(**A4)), "-warhol-a4", 3),  # type: ignore[arg-type] # sizes
    ],
)
def test_labels(art: Art, label: str, panels: int) -> None:
    """File names say what was made: panels, and the name of the page."""
    assert (art.label, art.panels, bool(art)) == (label, panels, bool(label))
