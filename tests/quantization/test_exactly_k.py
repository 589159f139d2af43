"""Exactly k distinct colors, all of them used."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kquant import Options
from kquant.color.lattice import FittingSpace
from kquant.color.packed import pack, unpack
from kquant.images.histogram import Histogram
from kquant.images.palette import Palette
from kquant.options import SORTS, SPACES, Sort, Space
from kquant.quantization.exactly_k import distinct, distinct_and_used, palette_order
from kquant.quantization.search import fitting_space
from kquant.runtime.arrays import U8

SRGB = FittingSpace("srgb", 1.0)
OKLAB = FittingSpace("oklab", 0.45)
# Few levels: colors that nearly coincide, or share a lattice point.
COLORS = st.tuples(*[st.sampled_from([0, 1, 2, 128, 254, 255])] * 3)


def histogram_of(colors: list[list[int]], counts: list[float]) -> Histogram:
    """Make a histogram, whose colors must ascend."""
    packed = pack(np.array(colors, dtype=np.uint8))
    order = np.argsort(packed)
    return Histogram(packed[order], np.array(counts)[order])


def reds(*levels: int) -> U8:
    """Return shades of red."""
    colors = np.zeros((len(levels), 3), dtype=np.uint8)
    colors[:, 0] = levels
    return colors


def test_distinct_by_hand() -> None:
    """Equal colors merge, and the candidate with the largest error is added.

    From 0, 40 pixels of 10 err by 40 * 10**2, and one of 50 errs by 50**2.
    """
    candidates = histogram_of([[0, 0, 0], [10, 0, 0], [50, 0, 0]], [1, 40, 1])

    found = [distinct(reds(*[0] * k), k, candidates, SRGB) for k in (1, 2, 3)]

    assert [colors[:, 0].tolist() for colors in found] == [[0], [0, 10], [0, 10, 50]]


def test_errors_count_from_the_nearest_color() -> None:
    """A candidate beside a color that was added before is not added next.

    50 and 49 err most from 0; once 50 is there, 20 errs more than 49.
    """
    candidates = histogram_of(reds(0, 20, 49, 50).tolist(), [1, 1, 1, 1])

    assert distinct(reds(0), 3, candidates, SRGB)[:, 0].tolist() == [0, 50, 20]


def test_distinct_colors_are_returned_as_they_are() -> None:
    """k distinct colors stay in their order."""
    colors = reds(9, 3, 7)
    candidates = Histogram.each_once(np.arange(5, dtype=np.uint32))

    assert distinct(colors, 3, candidates, SRGB) is colors


def test_colors_of_one_lattice_point_are_told_apart() -> None:
    """Two colors too close for the lattice still count as two."""
    close = [[0, 139, 198], [1, 139, 198]]

    found = distinct(
        np.array(close[:1], dtype=np.uint8), 2, histogram_of(close, [1, 1]), OKLAB
    )

    assert np.array_equal(*OKLAB.points(found))
    assert sorted(found.tolist()) == close


def test_candidates_can_be_used_up() -> None:
    """There are never more colors than candidates and given ones together."""
    candidates = histogram_of([[0, 0, 0], [0, 0, 1]], [1, 1])
    given_colors = np.array([[0, 0, 0], [9, 9, 9]], dtype=np.uint8)

    found = distinct(given_colors, 8, candidates, SRGB)

    assert sorted(pack(found)) == [0, 1 << 16, 9 + 9 * 256 + 9 * 65536]


def test_unused_entries_give_way_by_hand() -> None:
    """An entry that no color is nearest to is replaced by the worst-fitted color.

    Of 0, 10 and 100, nothing is nearest to 200; from 5 and 200, 10 and 0 err by 5, and
    100 by 95.
    """
    packed = pack(reds(0, 10, 100))
    options = Options(colors=2, space="srgb")

    palette, labels = distinct_and_used(reds(5, 250), packed, options, SRGB)

    assert palette.colors[:, 0].tolist() == [5, 100]
    assert labels.tolist() == [0, 0, 1]


def test_locked_entries_stay_unused() -> None:
    """A locked color keeps its place although no color is nearest to it."""
    packed = pack(reds(0, 10, 100))
    options = Options(colors=2, space="srgb", lock=("#fa0000",))

    palette, _ = distinct_and_used(reds(5, 250), packed, options, SRGB)

    assert palette.colors[:, 0].tolist() == [5, 250]


def test_without_any_color_the_palette_stays() -> None:
    """A picture of which nothing is visible changes no palette."""
    packed = np.empty(0, dtype=np.uint32)

    palette, labels = distinct_and_used(reds(5, 250), packed, Options(), OKLAB)

    assert palette.colors[:, 0].tolist() == [5, 250]
    assert len(labels) == 0


@settings(max_examples=150)
@given(
    picture=st.sets(COLORS, min_size=1, max_size=30),
    palette=st.lists(COLORS, min_size=1, max_size=12),
    space=st.sampled_from(SPACES),
    weight=st.sampled_from([0.05, 0.45, 4.0]),
    sort=st.sampled_from([None, *SORTS]),
)
def test_every_color_is_distinct_and_used(
    picture: set[tuple[int, ...]],
    palette: list[tuple[int, ...]],
    space: Space,
    weight: float,
    sort: Sort | None,
) -> None:
    """As many colors as the picture allows remain, each nearest to some color."""
    packed = np.sort(pack(np.array(sorted(picture), dtype=np.uint8)))
    options = Options(space=space, lightness_weight=weight, sort=sort)
    k = min(len(palette), len(packed))
    fitting = fitting_space(options, k)
    start = distinct(
        np.array(palette, np.uint8), k, Histogram.each_once(packed), fitting
    )[:k]

    found, labels = distinct_and_used(start, packed, options, fitting)

    assert len(set(found.hex())) == len(found) == k
    assert set(labels.tolist()) == set(range(k))
    by_points = distinct_and_used(
        start, packed, options, fitting, fitting.points(unpack(packed))
    )
    assert by_points[0] == found
    assert np.array_equal(by_points[1], labels)


@pytest.mark.parametrize(
    ("palette", "sort", "order"),
    [
        ((), None, [1, 0, 2]),
        ((), "lightness", [1, 0, 2]),
        ((), "share", [1, 0, 2]),  # shares are not known here
        ((), "hue", [0, 2, 1]),
        (("red", "blue", "lime"), None, [0, 1, 2]),
        (("red", "blue", "lime"), "share", [0, 1, 2]),
        (("red", "blue", "lime"), "lightness", [1, 0, 2]),
        (("red", "blue", "lime"), "hue", [0, 2, 1]),
    ],
)
def test_order_of_the_palette(
    palette: tuple[str, ...], sort: Sort | None, order: list[int]
) -> None:
    """Palettes are ordered by lightness, or by hue, or stay as they were given.

    Blue is darker than red, and red than lime; their hues are red, lime, blue.
    """
    colors = Palette.from_hex("#ff0000 #0000ff #00ff00").colors

    found = palette_order(colors, Options(palette=palette, sort=sort))

    assert found.tolist() == order
