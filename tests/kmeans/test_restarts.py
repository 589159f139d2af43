"""The best of several starts."""

from random import Random

import numpy as np
import pytest

from kquant.kmeans import WeightedPoints, default_n_init, fit
from kquant.runtime.arrays import U8


def points_of(photo: U8) -> WeightedPoints:
    """Take some pixels of a photo as points."""
    return WeightedPoints(photo.reshape(-1, 3)[::300] - 127.5)


def rng(seed: int) -> Random:
    """Return a random generator."""
    return Random(seed)


@pytest.mark.parametrize("init", ["random", "k-means++"])
def test_best_start_wins(photo: U8, init: str) -> None:
    """n_init starts give the least inertia of as many single ones, drawn in turn."""
    data, draws = points_of(photo), rng(3)
    singles = [fit(data, 12, draws, init=init) for _ in range(5)]

    best = fit(data, 12, rng(3), init=init, n_init=5)

    assert best.inertia == min(single.inertia for single in singles)


def test_split_is_one_start_among_others(photo: U8) -> None:
    """More starts after the split can only help, and the split needs no luck."""
    data = points_of(photo)
    splits = [fit(data, 12, rng(seed)).inertia for seed in range(3)]

    assert len(set(splits)) == 1
    assert fit(data, 12, rng(0), n_init=6).inertia <= splits[0]


def test_seed_decides(photo: U8) -> None:
    """The same seed gives the same centroids to the last bit."""
    data = points_of(photo)
    first, again = (fit(data, 8, rng(5), init="random") for _ in range(2))

    assert np.array_equal(first.centroids, again.centroids)


@pytest.mark.parametrize(
    ("init", "n_init", "k"), [("split", 1, 5), ("k-means++", 10, 5), ("random", 60, 3)]
)
def test_peaks_get_one_centroid_each(init: str, n_init: int, k: int) -> None:
    """Well separated peaks never share a centroid while another has two."""
    for seed in range(10):
        peaks = 100.0 * np.array(
            [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 1], [2, 2, 2]]
        )
        points = peaks[:k].repeat([600, 300, 200, 200, 50][:k], axis=0)
        points += np.random.default_rng(seed).normal(0, 4, points.shape)

        found = fit(WeightedPoints(points), k, rng(seed), init=init, n_init=n_init)

        offsets = np.linalg.norm(found.centroids - peaks[:k, None], axis=2)
        assert offsets.min(axis=1).max() < 4


def test_given_start_is_used() -> None:
    """From an array the run starts there: a poor start stays a poor optimum."""
    data = WeightedPoints(np.array([[-1.0], [1], [99], [101], [109], [111]]))

    result = fit(data, 3, rng(0), init=np.array([[-1.0], [1], [105]]))

    assert result.inertia == 4 * 5**2 + 4


def test_number_of_starts() -> None:
    """Ten random starts, as in scikit-learn; fewer than one is refused."""
    assert [default_n_init(init) for init in ("random", "k-means++")] == [10, 1]
    with pytest.raises(ValueError, match="n_init must be at least 1, got 0"):
        fit(WeightedPoints(np.eye(3)), 2, rng(0), init="random", n_init=0)
