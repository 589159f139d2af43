"""The best of several starts."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kquant.kmeans import (
    SEEDINGS,
    LloydOptions,
    WeightedPoints,
    default_n_init,
    fit,
    run,
)
from kquant.runtime.arrays import U8


def points_of(photo: U8) -> WeightedPoints:
    """Take some pixels of a photo as points."""
    return WeightedPoints(photo.reshape(-1, 3)[::300] - 127.5)


def rng(seed: int) -> Random:
    """Return a random generator."""
    return Random(seed)


@pytest.mark.parametrize("init", ["random", "k-means++"])
def test_best_start_wins(photo: U8, init: str) -> None:
    """The best of five starts has the least inertia of the five single ones."""
    data, draws = points_of(photo), rng(3)
    singles = [fit(data, 12, draws, init=init) for _ in range(5)]

    best = fit(data, 12, rng(3), init=init, n_init=5)

    assert best.inertia == min(single.inertia for single in singles)


def test_split_is_one_start_among_others(photo: U8) -> None:
    """The split depends on no seed, and more starts after it can only help."""
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
    """Each of some well separated peaks has a centroid within one deviation, 4."""
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
    """A run from given centroids starts there: a poor start ends in a poor optimum.

    -1 and 1 keep a centroid each; 99, 101, 109 and 111 share 105: 2 * (4**2 + 6**2).
    """
    data = WeightedPoints(np.array([[-1.0], [1], [99], [101], [109], [111]]))

    result = fit(data, 3, rng(0), init=np.array([[-1.0], [1], [105]]))

    assert result.inertia == 2 * (4**2 + 6**2)


def test_number_of_starts() -> None:
    """Ten random starts, as in scikit-learn; fewer than one is refused."""
    assert [default_n_init(init) for init in ("random", "k-means++")] == [10, 1]
    with pytest.raises(ValueError, match="n_init must be at least 1, got 0"):
        fit(WeightedPoints(np.eye(3)), 2, rng(0), init="random", n_init=0)


@pytest.mark.parametrize("init", SEEDINGS)
@settings(max_examples=20)
@given(k=st.integers(1, 6), m=st.integers(1, 12), seed=st.integers(0, 99))
def test_the_result_is_a_local_optimum_beside_the_fixed(
    init: str, k: int, m: int, seed: int
) -> None:
    """No cluster is empty, and each centroid is the mean of its nearest points."""
    rng = np.random.default_rng(seed)
    points = rng.integers(-50, 50, (200, 3)).astype(np.float64)
    fixed = rng.integers(-50, 50, (m, 3)).astype(np.float64)
    data = WeightedPoints(points, fixed=fixed)
    options = LloydOptions(tol=0.0, breaths=3)
    result = fit(data, k, Random(seed), init=init, n_init=2, lloyd=options)
    result = run(data, result.centroids, LloydOptions(tol=0.0))
    everyone = np.concatenate([result.centroids, fixed])
    distances = np.square(points[:, None] - everyone).sum(axis=2)
    assert result.inertia == pytest.approx(distances.min(axis=1).sum())
    for j in range(k):
        mine = points[result.labels == j]
        assert len(mine)
        assert result.centroids[j] == pytest.approx(mine.mean(axis=0))
