"""Histograms of many pictures, added up."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kquant.batch import tally
from kquant.batch.tally import NOTHING, PICTURE_WEIGHT, Tally, equalized, total
from kquant.color.packed import pack
from kquant.images.histogram import Histogram
from kquant.options import Options
from kquant.quantization.pipeline import find_palette
from kquant.runtime.arrays import I64


def _histogram(colors: list[tuple[int, int, int]], counts: list[int]) -> Histogram:
    packed = pack(np.array(colors, dtype=np.uint8))
    order = np.argsort(packed)
    return Histogram(packed[order], np.array(counts, dtype=np.float64)[order])


def _random(seed: int, colors: int) -> Tally:
    rng = np.random.default_rng(seed)
    packed = np.unique(rng.integers(0, 1 << 24, colors, dtype=np.uint32))
    counts = rng.integers(1, 1000, len(packed)).astype(np.float64)
    return Tally.of(Histogram(packed, counts))


def _same(a: Tally, b: Tally) -> bool:
    return (
        a.bits == b.bits
        and np.array_equal(a.bins, b.bins)
        and np.array_equal(a.weights, b.weights)
        and np.array_equal(a.sums, b.sums)
        and np.array_equal(a.areas, b.areas)
    )


def test_equalized_by_hand() -> None:
    """Ten votes for 3, 3 and 1 are 4.29, 4.29 and 1.43: the largest remainder gets one."""
    assert equalized(np.array([3, 3, 1]), 10).tolist() == [4, 4, 2]
    assert equalized(np.array([1, 1, 1]), 4).tolist() == [2, 1, 1]
    assert equalized(np.array([0, 0]), 4).tolist() == [0, 0]


@given(st.lists(st.integers(0, 1 << 36), min_size=1), st.integers(1, 1 << 24))
def test_equalized_adds_up(counts: list[int], total: int) -> None:
    """The result adds up to the total and is within 1 of exact proportion."""
    array: I64 = np.array(counts)
    result = equalized(array, total)
    if sum(counts):
        assert result.sum() == total
        exact = [count * total / sum(counts) for count in counts]
        assert np.all(np.abs(result - exact) < 1 + 1e-6)


def test_pictures_weigh_the_same() -> None:
    """A picture of a million red pixels and one of a single blue one are equal."""
    red = Tally.of(_histogram([(255, 0, 0)], [1_000_000]))
    blue = Tally.of(_histogram([(0, 0, 255)], [1]))
    both = total([red, blue]).histogram()
    assert both.colors.tolist() == [[255, 0, 0], [0, 0, 255]]
    assert both.counts.tolist() == [PICTURE_WEIGHT, PICTURE_WEIGHT]


def test_areas_are_kept_beside_weights() -> None:
    """What a fit counts three times as much still covers as much as it did."""
    packed = np.array([1, 2], dtype=np.uint32)
    quiet = Histogram(packed, np.array([1, 1]), np.array([3, 1]))
    plain = Histogram(packed, np.array([1, 3]))
    both = total([Tally.of(quiet), Tally.of(plain)]).histogram()
    assert both.counts.tolist() == [PICTURE_WEIGHT * 3 / 4, PICTURE_WEIGHT * 5 / 4]
    assert both.quiet is not None
    assert both.quiet.tolist() == [PICTURE_WEIGHT, PICTURE_WEIGHT]


def test_nothing_adds_nothing() -> None:
    """The tally of a picture that is transparent throughout changes no other."""
    unseen = Tally.of(Histogram(np.empty(0, dtype=np.uint32), np.empty(0)))
    some = _random(0, 100)
    assert _same(unseen, NOTHING)
    assert _same(total([some, NOTHING]), some)
    assert _same(total([NOTHING, some]), some)
    assert len(total([]).histogram()) == 0


def test_bins_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """With room for two bins, neighbors share one, at their weighted mean."""
    monkeypatch.setattr(tally, "MOST_BINS", 2)
    counted = Tally.of(_histogram([(10, 0, 0), (11, 0, 0), (200, 0, 0)], [3, 1, 4]))
    assert (counted.bits, len(counted)) == (7, 2)
    histogram = counted.histogram()
    assert histogram.colors.tolist() == [[10, 0, 0], [200, 0, 0]]
    assert histogram.counts.tolist() == [PICTURE_WEIGHT / 2] * 2


@settings(max_examples=30)
@given(st.permutations(range(6)), st.integers(1, 5))
def test_order_does_not_matter(order: list[int], split: int) -> None:
    """The same pictures give the same tally in any order and any groups."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tally, "MOST_BINS", 500)
        pictures = [_random(seed, 60 * (seed + 1)) for seed in range(6)]
        straight = total(pictures)
        shuffled = [pictures[index] for index in order]
        parts = shuffled[:split], shuffled[split:]
        grouped = total(total(part) for part in parts)
    assert straight.bits < 8
    assert _same(straight, grouped)


def test_large_sum_is_bounded_and_exact() -> None:
    """Many colors end in at most 2**18 bins, whose means are distinct colors."""
    large = total(_random(seed, 200_000) for seed in range(3))
    histogram = large.histogram()
    assert len(histogram) == len(large) <= tally.MOST_BINS
    assert np.all(np.diff(histogram.packed.astype(np.int64)) > 0)
    assert histogram.counts.sum() <= 1 << 30
    assert large.weights.sum() == 3 * PICTURE_WEIGHT


def test_palette_of_few_colors_is_those_colors() -> None:
    """When all pictures together have no more colors than wanted, they are kept."""
    few = total(
        [
            Tally.of(_histogram([(1, 2, 3), (4, 5, 6)], [1, 9])),
            Tally.of(_histogram([(7, 8, 9)], [5])),
        ]
    )
    palette = find_palette(few.histogram(), Options(colors=4))
    assert palette.hex() == ["#010203", "#040506", "#070809"]


def test_rare_colors_of_huge_pictures_have_a_say() -> None:
    """Of 256 colors, none is lost beside one with nearly all of 2**33 pixels."""
    packed = np.arange(400, dtype=np.uint32)
    counts = np.ones(400)
    counts[7] = 1 << 33
    tallied = Tally.of(Histogram(packed, counts))
    assert len(tallied) == 256
    assert 7 in tallied.bins
    assert len(find_palette(tallied.histogram(), Options(colors=256))) == 256
