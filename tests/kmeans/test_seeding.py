"""Where k-means starts."""

from random import Random

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kquant.kmeans import (
    SEEDINGS,
    LloydOptions,
    WeightedPoints,
    fit,
    kmeans_plus_plus,
    principal_split,
    random_points,
)
from kquant.runtime.arrays import F64, U8

GRID = hnp.arrays(
    np.float64,
    st.tuples(st.integers(1, 12), st.integers(1, 3)),
    elements=st.integers(-9, 9).map(float),
)


def rng(seed: int = 0) -> Random:
    """Return a random generator."""
    return Random(seed)


def test_split_by_hand() -> None:
    """0, 1, 10, 14 is cut at the widest gap, then where that gains most: 10, 14."""
    data = WeightedPoints(np.array([[0.0], [1.0], [10.0], [14.0]]))

    centroids = [np.sort(principal_split(data, k, rng()), axis=0) for k in (1, 2, 3)]

    assert centroids[0].tolist() == [[6.25]]
    assert centroids[1].tolist() == [[0.5], [12.0]]
    assert centroids[2].tolist() == [[0.5], [10.0], [14.0]]


def test_split_cuts_where_the_variance_falls_most() -> None:
    """The lone 20 is cut off, although a cut at the mean, 5, is more even."""
    data = WeightedPoints(np.array([0.0, 1, 2, 3, 4, 5, 20])[:, None])

    assert sorted(principal_split(data, 2, rng()).ravel()) == [2.5, 20.0]


def test_split_follows_the_weights() -> None:
    """A heavy pair close together is worth a cut more than a light pair far apart."""
    data = WeightedPoints(
        np.array([[0.0], [2.0], [50.0], [54.0]]), np.array([100, 100, 1, 1])
    )

    assert sorted(principal_split(data, 3, rng()).ravel()) == [0.0, 2.0, 52.0]


def test_split_cuts_across_the_principal_axis() -> None:
    """A diagonal pair of clumps is cut between the clumps."""
    clump = np.array([[0.0, 0.0], [1.0, -1.0], [-1.0, 1.0]])
    data = WeightedPoints(np.concatenate([clump, clump + 20]))

    centroids = sorted(principal_split(data, 2, rng()).tolist())

    assert centroids == [[0.0, 0.0], [20.0, 20.0]]


def test_random_points_by_hand() -> None:
    """Points of no weight in comparison are never drawn; the others are, once each."""
    data = WeightedPoints(np.arange(4.0)[:, None], np.array([1e-12, 1, 1, 1]))

    for seed in range(20):
        assert sorted(random_points(data, 3, rng(seed)).ravel()) == [1.0, 2.0, 3.0]


def test_plus_plus_spreads_out() -> None:
    """Of five tight far clumps, each gets one of five centroids."""
    clumps = np.repeat(np.arange(5) * 1000.0, 40) + np.random.default_rng(0).random(200)
    data = WeightedPoints(clumps[:, None])

    for seed in range(20):
        chosen = kmeans_plus_plus(data, 5, rng(seed))

        assert sorted((chosen // 1000).ravel()) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("init", SEEDINGS)
@given(points=GRID, k=st.integers(1, 12))
@settings(max_examples=50)
def test_every_seeding(init: str, points: F64, k: int) -> None:
    """k centroids lie within the points' bounds, and k-means leaves no cluster empty."""
    distinct = len(np.unique(points, axis=0))
    k = min(k, distinct)
    data = WeightedPoints(points)

    centroids = SEEDINGS[init](data, k, rng())

    assert centroids.shape == (k, points.shape[1])
    assert (centroids >= points.min(axis=0) - 1e-9).all()
    assert (centroids <= points.max(axis=0) + 1e-9).all()
    assert len(np.unique(fit(data, k, rng(), init=init).labels)) == k


def test_plus_plus_converges_sooner(photo: U8) -> None:
    """k-means++ converges in fewer iterations than random starts, as its authors found.

    These are medians of seven runs on 100,000 pixels with k = 8.
    """
    pixels = np.random.default_rng(0).choice(
        photo.reshape(-1, 3), 100_000, replace=False
    )
    data = WeightedPoints(pixels - 127.5)

    n_iter = {
        init: np.median(
            [
                fit(data, 8, rng(seed), init=init, lloyd=LloydOptions(tol=1e-4)).n_iter
                for seed in range(7)
            ]
        )
        for init in ("k-means++", "random")
    }

    assert n_iter["k-means++"] < n_iter["random"]


def test_k_means_plus_plus_keeps_off_the_fixed() -> None:
    """With a fixed centroid on one of two points, the other one is chosen."""
    data = WeightedPoints(np.array([[0.0], [1.0]]), fixed=np.array([[1.0]]))
    for seed in range(5):
        start = SEEDINGS["k-means++"](data, 1, Random(seed))
        assert start.tolist() == [[0.0]]
