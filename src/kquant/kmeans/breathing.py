"""Leave a local optimum: split some clusters, merge as many, keep what is better.

References
----------
B. Fritzke, "Breathing k-means", 2020, arXiv 2006.15666. Here many clusters are
split at once along their principal axes, which suits vectorized arithmetic, and
pairs are merged instead of the most useless centroids being dropped.
"""

import itertools
from collections.abc import Iterator

import numpy as np

from kquant.arrays import F64
from kquant.kmeans.lloyd import LloydOptions, LloydStep, lloyd
from kquant.kmeans.merging import merge_cheapest
from kquant.kmeans.points import Partition, WeightedPoints

_AXIS_ITERATIONS = 6  # of the power method
_HALF_NORMAL_MEAN = 0.8  # halves of a normal cluster lie 0.8 deviations out
_FIRST_SPLIT = 4  # of so many clusters one is split, then fewer
_GROWN_STEPS = 2
_LEAST_GAIN = 2e-4  # relative; smaller ones do not pay for the search


def breathe(data: WeightedPoints, centroids: F64, options: LloydOptions) -> F64:
    """Improve centroids beyond what Lloyd's algorithm reaches from them.

    Parameters
    ----------
    data : WeightedPoints
    centroids : float64 array, shape (k, d)
    options : LloydOptions
        Of which `breaths`, `relaxation` and `lattice` matter.

    Returns
    -------
    float64 array, shape (k, d)
        Never with a larger inertia than `centroids`.
    """
    best, partition = data.without_empty(centroids)
    if len(centroids) == 1:
        return best
    m = max(2, len(centroids) // _FIRST_SPLIT)
    for _ in range(options.breaths):
        grown = _relaxed(data, _split(data, best, partition, m), options)
        *_, step = itertools.islice(grown, _GROWN_STEPS)
        shrunk = merge_cheapest(
            step.partition, step.centroids, data.fixed, len(centroids)
        )
        trial, trial_partition = data.without_empty(_settled(data, shrunk, options))
        if trial_partition.inertia < partition.inertia * (1 - _LEAST_GAIN):
            best, partition = trial, trial_partition
        elif m == 1:
            break
        else:
            m //= 2
    return best


def _relaxed(
    data: WeightedPoints, centroids: F64, options: LloydOptions
) -> Iterator[LloydStep]:
    """Yield over-relaxed steps of Lloyd's algorithm."""
    return lloyd(
        data, centroids, relaxation=options.relaxation, lattice=options.lattice
    )


def _settled(data: WeightedPoints, centroids: F64, options: LloydOptions) -> F64:
    """Do an over-relaxed step of Lloyd's algorithm and a plain one."""
    moved = next(_relaxed(data, centroids, options)).moved
    return next(lloyd(data, moved, lattice=options.lattice)).moved


def _split(data: WeightedPoints, centroids: F64, partition: Partition, m: int) -> F64:
    """Replace the m clusters that gain most from it by two halves each."""
    spread, axes = _principal_axes(_covariances(data, partition))
    chosen = np.argsort(-spread * partition.counts, kind="stable")[:m]
    offset = axes[chosen] * _HALF_NORMAL_MEAN * np.sqrt(spread[chosen])[:, None]
    split = np.concatenate([centroids, centroids[chosen] + offset])
    split[chosen] -= offset
    return split


def _covariances(data: WeightedPoints, partition: Partition) -> F64:
    """Return the covariance matrix of each cluster, shape (k, d, d)."""
    k, d = partition.sums.shape
    means = partition.means()
    covariances = np.empty((k, d, d))
    for (i, j), products in data.products.items():
        sums = np.bincount(partition.labels, products, k)[:k]
        mean_product = sums / partition.counts
        covariances[:, i, j] = mean_product - means[:, i] * means[:, j]
        covariances[:, j, i] = covariances[:, i, j]
    return covariances


def _principal_axes(covariances: F64) -> tuple[F64, F64]:
    """Return the largest eigenvalue, (k,), and its unit vector, (k, d), of each.

    By the power method, whose sums and products are the same on every machine.
    """
    axes = np.take_along_axis(
        covariances,
        np.argmax(np.diagonal(covariances, axis1=1, axis2=2), axis=1)[:, None, None],
        axis=1,
    )[:, 0]
    for _ in range(_AXIS_ITERATIONS):
        length = np.sqrt((axes * axes).sum(axis=1))
        axes = axes / np.where(length > 0, length, 1.0)[:, None]
        product = (covariances * axes[:, None, :]).sum(axis=2)
        spread = (product * axes).sum(axis=1)
        axes = product
    length = np.sqrt((axes * axes).sum(axis=1))
    axes = axes / np.where(length > 0, length, 1.0)[:, None]
    return np.maximum(spread, 0.0), axes
