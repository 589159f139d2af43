"""The orders of a palette."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kquant.images.palette import Palette, by_hue, by_lightness

COLORS = st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=40)


def test_hue_order_has_grays_first_and_then_the_rainbow() -> None:
    """Grays go from dark to light; then red, orange, yellow, green, cyan, blue, pink."""
    words = "ff00ff 0000ff ffffff 00ff00 808080 ff0000 00ffff ff8000 000000 ffff00"
    palette = Palette.from_hex(words)
    ordered = palette.reordered(by_hue(palette.colors))
    assert ordered == Palette.from_hex(
        "000000 808080 ffffff ff0000 ff8000 ffff00 00ff00 00ffff 0000ff ff00ff"
    )


def test_tinted_grays_stay_among_the_grays() -> None:
    """A gray with a trace of color is not torn from the others."""
    palette = Palette.from_hex("ff0000 807d80 303231 d0d0cc")
    ordered = palette.reordered(by_hue(palette.colors))
    assert ordered == Palette.from_hex("303231 807d80 d0d0cc ff0000")


def test_lightness_order_goes_from_dark_to_light() -> None:
    """Blue is darker than red, red than green, green than yellow."""
    palette = Palette.from_hex("ffff00 0000ff 00ff00 ff0000")
    assert by_lightness(palette.colors).tolist() == [1, 3, 2, 0]


@settings(deadline=None)
@given(COLORS, st.randoms(use_true_random=False))
def test_orders_do_not_depend_on_where_colors_were(colors: list[object], rng) -> None:  # type: ignore[no-untyped-def]  # a random.Random of Hypothesis
    """Shuffled colors are put into the same order."""
    shuffled = list(colors)
    rng.shuffle(shuffled)
    first = np.array(colors, dtype=np.uint8)
    second = np.array(shuffled, dtype=np.uint8)
    for order in (by_hue, by_lightness):
        assert np.array_equal(first[order(first)], second[order(second)])


def test_names_move_with_their_colors() -> None:
    """A reordered palette keeps each color's own name."""
    palette = Palette(np.eye(3, dtype=np.uint8), "p", ("red", "", "blue"))
    assert palette.reordered(np.array([2, 0, 1])).color_names == ("blue", "red", "")
