"""An ordered list of colors."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kquant import Palette
from kquant.errors import PaletteError
from kquant.images.palette import by_hue, by_lightness

COLORS = st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=40)


def test_hex_by_hand() -> None:
    """Codes are printed in lower case with a hash, and read with or without it."""
    palette = Palette.from_hex("#FF8000 00000a")

    assert palette.colors.tolist() == [[255, 128, 0], [0, 0, 10]]
    assert list(palette) == palette.hex() == ["#ff8000", "#00000a"]
    assert repr(palette) == "Palette.from_hex('#ff8000 #00000a')"


@pytest.mark.parametrize("text", ["", "#12345", "red", "#ff0000 #1122", "#12345678"])
def test_bad_hex(text: str) -> None:
    """Text that is not a list of codes is refused."""
    with pytest.raises(PaletteError):
        Palette.from_hex(text)


def test_one_name_a_color() -> None:
    """There are as many color names as colors, or none."""
    colors = np.zeros((2, 3), np.uint8)

    assert Palette(colors, "p", ("a", "")).color_names == ("a", "")
    with pytest.raises(PaletteError, match="1 names for 2 colors"):
        Palette(colors, "p", ("a",))


@pytest.mark.parametrize(
    ("colors", "message"),
    [
        (np.zeros((0, 3), np.uint8), "holds 1 to 256 colors, got 0"),
        (np.zeros((257, 3), np.uint8), "holds 1 to 256 colors, got 257"),
        (np.zeros((2, 4), np.uint8), r"uint8 of shape \(k, 3\), got uint8 of shape"),
        (np.zeros((2, 3)), "got float64"),
    ],
)
def test_bad_arrays(colors: np.ndarray, message: str) -> None:
    """A palette holds 1 to 256 colors of 8 bits, and nothing else."""
    with pytest.raises(PaletteError, match=message):
        Palette(colors)


def test_colors_are_its_own() -> None:
    """A palette cannot be changed, neither through itself nor through its source."""
    source = np.zeros((2, 3), dtype=np.uint8)
    palette = Palette(source)

    source[:] = 9

    assert not palette.colors.any()
    assert not palette.colors.flags.writeable


def test_equality() -> None:
    """Palettes of the same colors in the same order are equal, whatever their names."""
    palette = Palette.from_hex("#000001 #000002", "mine")

    assert palette == Palette.from_hex("#000001 #000002")
    assert hash(palette) == hash(Palette.from_hex("#000001 #000002"))
    assert palette != Palette.from_hex("#000002 #000001")
    assert palette != "#000001 #000002"


def test_hue_order_has_grays_first_and_then_the_rainbow() -> None:
    """Grays go from dark to light; then red, orange, yellow, green, cyan, blue, pink."""
    words = "ff00ff 0000ff ffffff 00ff00 808080 ff0000 00ffff ff8000 000000 ffff00"
    palette = Palette.from_hex(words)
    ordered = palette.reordered(by_hue(palette.colors))
    assert ordered == Palette.from_hex(
        "000000 808080 ffffff ff0000 ff8000 ffff00 00ff00 00ffff 0000ff ff00ff"
    )


def test_tinted_grays_stay_among_the_grays() -> None:
    """Grays with a trace of color stay among the grays."""
    palette = Palette.from_hex("ff0000 807d80 303231 d0d0cc")
    ordered = palette.reordered(by_hue(palette.colors))
    assert ordered == Palette.from_hex("303231 807d80 d0d0cc ff0000")


def test_lightness_order_goes_from_dark_to_light() -> None:
    """By their Oklab lightness: black, blue, red, green, yellow, white.

    The corners of sRGB have lightness 0, 0.45, 0.63, 0.87, 0.97 and 1 (Ottosson 2020).
    """
    colors = Palette.from_hex("#ffff00 #ffffff #00ff00 #ff0000 #000000 #0000ff").colors

    assert by_lightness(colors).tolist() == [4, 5, 3, 2, 0, 1]


@given(COLORS, st.randoms(use_true_random=False))
def test_orders_do_not_depend_on_where_colors_were(
    colors: list[object], rng: Random
) -> None:
    """The order of colors does not depend on the order they came in."""
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
