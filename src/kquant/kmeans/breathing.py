"""Leave a local optimum: split some clusters, merge as many, and keep improvements.

References
----------
B. Fritzke, "Breathing k-means", 2020, arXiv 2006.15666. This version splits many
clusters at once along their principal axes, which suits vectorized arithmetic, and
merges pairs of clusters instead of dropping the least useful centroids.
"""

import itertools
from collections.abc import Iterator

import numpy as np

from kquant.kmeans.empty_clusters import without_empty
from kquant.kmeans.lloyd import LloydOptions, LloydStep, inertia_of, lloyd
from kquant.kmeans.merging import merge_cheapest
from kquant.kmeans.partition import Partition
from kquant.kmeans.principal_axes import principal_axes
from kquant.kmeans.weighted_points import WeightedPoints
from kquant.runtime.arrays import F64

# The mean of half a normal distribution is 0.8 standard deviations from its center.
_HALF_NORMAL_MEAN = 0.8
_FIRST_SPLIT = 4  # the first breath splits one cluster in 4, later ones fewer
_GROWN_STEPS = 2  # Lloyd steps between splitting and merging


def breathe(data: WeightedPoints, centroids: F64, options: LloydOptions) -> F64:
    """Improve centroids beyond the local optimum of Lloyd's algorithm.

    Each breath splits some clusters, takes a few Lloyd steps, merges as many pairs
    of clusters, and keeps the result if its inertia is lower.

    Parameters
    ----------
    data : WeightedPoints
    centroids : float64 array, shape (k, d)
    options : LloydOptions
        Only `breaths`, `least_gain`, `relaxation` and `lattice` are used.

    Returns
    -------
    float64 array, shape (k, d)
        Their inertia is never larger than that of `centroids`.
    """
    best, partition = without_empty(data, centroids)
    if len(centroids) == 1 or not partition.counts.all():
        return best
    inertia = inertia_of(data, best, partition, options)
    extents: tuple[F64, F64] | None = None  # of the best clusters
    m = max(2, len(centroids) // _FIRST_SPLIT)
    for _ in range(options.breaths):
        extents = extents or principal_axes(data, partition)
        grown = _relaxed(data, _split(best, partition, *extents, m), options)
        *_, step = itertools.islice(grown, _GROWN_STEPS)
        shrunk = merge_cheapest(
            step.partition, step.centroids, data.fixed, len(centroids)
        )
        trial, trial_partition = without_empty(data, _settled(data, shrunk, options))
        trial_inertia = inertia_of(data, trial, trial_partition, options)
        if trial_inertia < inertia * (1 - options.least_gain):
            best, partition, inertia = trial, trial_partition, trial_inertia
            extents = None
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
    """Take one over-relaxed and one plain step of Lloyd's algorithm, shape (k, d)."""
    moved = next(_relaxed(data, centroids, options)).moved
    return next(lloyd(data, moved, lattice=options.lattice)).moved


def _split(centroids: F64, partition: Partition, spread: F64, axes: F64, m: int) -> F64:
    """Split the m clusters that gain most from it; return all k + m centroids."""
    chosen = np.argsort(-spread * partition.counts, kind="stable")[:m]
    offset = axes[chosen] * _HALF_NORMAL_MEAN * np.sqrt(spread[chosen])[:, None]
    split = np.concatenate([centroids, centroids[chosen] + offset])
    split[chosen] -= offset
    return split
