"""Main hues: which there are, and when a palette has a color of theirs."""

import numpy as np
import pytest

from kquant import Options
from kquant.color.packed import hex_to_colors, pack
from kquant.images.histogram import Histogram
from kquant.images.palette import Palette
from kquant.report.ground import Ground
from kquant.report.hues import has_own_color, host_of, main_hues


def ground(**counts: float) -> Ground:
    """Return so many pixels of each color, called by its hex digits."""
    colors = pack(hex_to_colors([f"#{name[1:]}" for name in counts]))
    order = np.argsort(colors)
    numbers = np.array(list(counts.values()))[order]
    return Ground(Histogram(colors[order], numbers), Options())


def test_the_hues_of_srgb() -> None:
    """Primaries and what people call orange, purple and pink have their names."""
    names = {
        "xff0000": "red",
        "xff8000": "orange",
        "xffff00": "yellow",
        "x00ff00": "green",
        "x00ffff": "teal",
        "x0000ff": "blue",
        "x8000ff": "purple",
        "xff69b4": "pink",
        "x8b5a2b": "brown",
        "x808000": "olive",
    }
    for code, name in names.items():
        (hue,) = main_hues(ground(**{code: 1.0}))
        assert (hue.name, hue.code) == (name, f"#{code[1:]}")


def test_grays_and_specks_are_none() -> None:
    """Gray has no hue, and what covers less than 0.2 % is not a main one."""
    assert main_hues(ground(x808080=5, x000000=5)) == []
    assert main_hues(ground(x808080=999, xff0000=1)) == []
    (red,) = main_hues(ground(x808080=99, xff0000=1))
    assert red.share == pytest.approx(0.01)


def test_own_color() -> None:
    """A grayish mix is no color of red's own; red is part of the nearest one."""
    picture = ground(x808080=99, xff0000=1)
    (red,) = main_hues(picture)
    without = picture.divided(Palette.from_hex("#000000 #848080"))
    with_red = picture.divided(Palette.from_hex("#808080 #e01010"))
    assert not has_own_color(red, picture, without)
    assert host_of(red, picture, without) == 1
    assert has_own_color(red, picture, with_red)
    assert host_of(red, picture, with_red) == 1


def test_a_shared_color_is_no_ones_own() -> None:
    """A brown that stands for much red and little orange is red's, or nobody's."""
    picture = ground(xa03020=90, xb07020=10, x808080=100)
    red, orange = main_hues(picture)
    shared = picture.divided(Palette.from_hex("#804020 #808080"))
    apart = picture.divided(Palette.from_hex("#a03020 #b07020 #808080"))
    assert (red.name, orange.name) == ("red", "orange")
    assert not has_own_color(orange, picture, shared)
    assert has_own_color(red, picture, apart)
    assert has_own_color(orange, picture, apart)
