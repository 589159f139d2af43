"""Which colors a palette can mix, and where the others are moved."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kquant.images.palette import Palette
from kquant.mapping.dither.hull import Hull
from kquant.mapping.dither.light import ONE, light_of
from kquant.mapping.dither.reach import within_reach
from kquant.runtime.arrays import U8

COLORS = arrays(np.uint8, (50, 3), elements=st.integers(0, 255))


def palettes(most: int) -> st.SearchStrategy[U8]:
    """Palettes of up to so many colors, some of which may be equal or in line."""
    levels = st.one_of(st.integers(0, 255), st.sampled_from([0, 128, 255]))
    return st.integers(1, most).flatmap(
        lambda k: arrays(np.uint8, (k, 3), elements=levels)
    )


def nearest(colors: U8, palette: U8) -> U8:
    """Return the entry nearest to each color, in light."""
    apart = np.square(light_of(colors)[:, None] - light_of(palette)).sum(axis=2)
    labels: U8 = apart.argmin(axis=1).astype(np.uint8)
    return labels


@settings(max_examples=60)
@given(palettes(40), COLORS)
def test_moved_colors_can_be_mixed(palette: U8, colors: U8) -> None:
    """What was inside stays; what was outside ends inside, but for rounding."""
    labels = nearest(colors, palette)
    hull = Hull(light_of(palette).astype(np.int64))
    outside = (hull.normals @ light_of(colors).T > hull.heights).any(axis=0)

    light = within_reach(colors, labels, Palette(palette))

    lengths = np.sqrt(np.square(hull.normals).sum(axis=1))[:, None]
    assert ((hull.normals @ light - hull.heights) / lengths).max() <= 1
    np.testing.assert_array_equal(light[:, ~outside], light_of(colors[~outside]).T)


def test_black_and_white_mix_grays_by_hand() -> None:
    """Red turns the gray of its luminance, 0.2126 of white's, or 3 % more; grays stay."""
    colors = np.array([[255, 0, 0], [77, 77, 77]], dtype=np.uint8)
    palette = Palette.from_hex("#000000 #ffffff")

    red, gray = within_reach(colors, np.array([0, 0], np.uint8), palette).T

    assert red / ONE == pytest.approx([0.2126 * 1.03] * 3, abs=0.001)
    assert gray.tolist() == light_of(colors[1]).tolist()


def test_a_color_brighter_than_all_entries_keeps_some_hue() -> None:
    """Yellow, of luminance 0.928, does not turn gray, of 0.497, but pale yellow."""
    yellow = np.array([[255, 255, 0]], dtype=np.uint8)
    palette = Palette.from_hex("#ff0000 #00c000 #bbbbbb")

    red, green, blue = within_reach(yellow, np.zeros(1, np.uint8), palette)[:, 0] / ONE

    assert min(red, green) > 1.2 * blue
