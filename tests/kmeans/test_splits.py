"""Splits along principal axes, those that gain most first."""

import numpy as np
import pytest

from kquant.kmeans import WeightedPoints
from kquant.kmeans.splits import split
from kquant.runtime.arrays import F64


def _one_by_one(values: F64, weights: F64, k: int) -> list[float]:
    """Return the means of k clusters on a line, from trying every cut each time."""
    clusters = [np.argsort(values, kind="stable")]

    def cost(members: np.ndarray) -> float:
        mean = np.average(values[members], weights=weights[members])
        return float((weights[members] * (values[members] - mean) ** 2).sum())

    while len(clusters) < k:
        gain, which, at = max(
            (cost(c) - cost(c[:at]) - cost(c[at:]), which, at)
            for which, c in enumerate(clusters)
            for at in range(1, len(c))
        )
        assert gain > 0
        chosen = clusters.pop(which)
        clusters += [chosen[:at], chosen[at:]]
    return sorted(float(np.average(values[c], weights=weights[c])) for c in clusters)


@pytest.mark.parametrize("k", [1, 2, 7, 19])
def test_many_at_once_is_one_by_one(k: int) -> None:
    """Splits are those of a search that makes one after another."""
    rng = np.random.default_rng(k)
    values = np.square(rng.permutation(1000)[:60].astype(np.float64))
    weights = rng.integers(1, 9, 60).astype(np.float64)

    found = split(WeightedPoints(values[:, None], weights), k)

    assert sorted(found.ravel()) == pytest.approx(_one_by_one(values, weights, k))


@pytest.mark.parametrize("d", [3, 12, 13, 120])
def test_any_dimension(d: int) -> None:
    """Two clumps on a diagonal are told apart, with matrices and without."""
    clump = np.random.default_rng(d).normal(size=(20, d))
    data = WeightedPoints(np.concatenate([clump, clump + 50.0]))

    found = split(data, 2)

    expected = [clump.mean(axis=0), clump.mean(axis=0) + 50.0]
    assert np.allclose(found[found[:, 0].argsort()], expected)


def test_equal_points_stay_together() -> None:
    """No split helps where all points are equal."""
    data = WeightedPoints(np.repeat([[1.0, 2.0], [4.0, 4.0]], 5, axis=0))

    assert sorted(split(data, 6).tolist()) == [[1.0, 2.0], [4.0, 4.0]]
