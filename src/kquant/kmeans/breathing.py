"""Leave a local optimum: split some clusters, drop as many, keep what is better.

References
----------
B. Fritzke, "Breathing k-means", 2020, arXiv 2006.15666. Here many clusters are
split at once along their principal axes, which suits vectorized arithmetic.
"""

import itertools

import numpy as np

from kquant.arrays import F64, I64
from kquant.kmeans.lloyd import LloydOptions, lloyd
from kquant.kmeans.points import Partition, WeightedPoints

_AXIS_ITERATIONS = 6  # of the power method
_HALF_NORMAL_MEAN = 0.8  # halves of a normal cluster lie 0.8 deviations out
_FIRST_SPLIT = 4  # of so many clusters one is split, then fewer
_GROWN_STEPS = 2
_SHRUNK_STEPS = 4
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
        grown = _settle(data, _split(data, best, partition, m), _GROWN_STEPS, options)
        shrunk = drop_cheapest(data, grown, len(grown) - len(best))
        trial = _settle(data, shrunk, _SHRUNK_STEPS, options)
        trial, trial_partition = data.without_empty(trial)
        if trial_partition.inertia < partition.inertia * (1 - _LEAST_GAIN):
            best, partition = trial, trial_partition
        elif m == 1:
            break
        else:
            m //= 2
    return best


def _settle(
    data: WeightedPoints, centroids: F64, steps: int, options: LloydOptions
) -> F64:
    """Do some over-relaxed steps of Lloyd's algorithm, the last one plain."""
    relaxation, lattice = options.relaxation, options.lattice
    relaxed = lloyd(data, centroids, relaxation=relaxation, lattice=lattice)
    for step in itertools.islice(relaxed, steps - 1):
        centroids = step.moved
    return next(lloyd(data, centroids, lattice=lattice)).moved


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


def drop_cheapest(data: WeightedPoints, centroids: F64, m: int) -> F64:
    """Leave out the m centroids that cost least, no two of them neighbours.

    Fewer are left out when they run out of such; `m` is below k, unless there are
    fixed ones to take over.
    """
    k, everyone = len(centroids), data.with_fixed(centroids)
    nearest, second, gap = data.nearest.two_nearest(everyone)
    cost = np.bincount(nearest, data.weights * gap, minlength=k)[:k]
    neighbours = _neighbours(nearest, second, data.weights, len(everyone))
    dropped: list[int] = []
    frozen: set[int] = set()
    for j in np.argsort(cost, kind="stable").tolist():
        if len(dropped) == m:
            break
        if j not in frozen:
            dropped.append(j)
            frozen.add(int(neighbours[j]))
    return np.delete(centroids, dropped, axis=0)


def _neighbours(nearest: I64, second: I64, weights: F64, k: int) -> I64:
    """Return, for each cluster, the one that most of its points would go to."""
    flow = np.bincount(nearest * k + second, weights, minlength=k * k)
    neighbours: I64 = flow.reshape(k, k).argmax(axis=1)
    return neighbours
