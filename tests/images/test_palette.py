"""An ordered list of colors."""

import numpy as np
import pytest

from kquant import Palette
from kquant.errors import PaletteError
from kquant.images.palette import by_lightness


def test_hex_by_hand() -> None:
    """Codes are lower case with a hash, and are read with or without it."""
    palette = Palette.from_hex("#FF8000 00000a")

    assert palette.colors.tolist() == [[255, 128, 0], [0, 0, 10]]
    assert list(palette) == palette.hex() == ["#ff8000", "#00000a"]
    assert repr(palette) == "Palette.from_hex('#ff8000 #00000a')"


@pytest.mark.parametrize("text", ["", "#12345", "red", "#ff0000 #1122", "#12345678"])
def test_bad_hex(text: str) -> None:
    """What is no list of codes is refused."""
    with pytest.raises(PaletteError):
        Palette.from_hex(text)


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
    """Only 1 to 256 8-bit colors make a palette."""
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
    """Palettes of the same colors in the same order are equal, whatever the name."""
    palette = Palette.from_hex("#000001 #000002", "mine")

    assert palette == Palette.from_hex("#000001 #000002")
    assert hash(palette) == hash(Palette.from_hex("#000001 #000002"))
    assert palette != Palette.from_hex("#000002 #000001")
    assert palette != "#000001 #000002"


def test_order_by_lightness() -> None:
    """Dark to light, and never by chance: blue, red, green, yellow, white."""
    colors = Palette.from_hex("#ffff00 #ffffff #00ff00 #ff0000 #000000 #0000ff").colors

    assert by_lightness(colors).tolist() == [4, 5, 3, 2, 0, 1]
