"""Reduce the number of clusters by merging the cheapest pairs.

References
----------
J. H. Ward, "Hierarchical grouping to optimize an objective function", Journal of the
American Statistical Association 58, 1963.
"""

import numpy as np

from kquant.kmeans.partition import Partition
from kquant.runtime.arrays import F64, I64

_TINY = 1e-300  # instead of 0, for the weight of two empty clusters


def merge_cheapest(partition: Partition, centroids: F64, fixed: F64, k: int) -> F64:
    """Merge clusters, each with its cheapest partner, until k are left.

    The cost of a merger is the rise in inertia (Ward 1963). A cluster that merges
    with a fixed one disappears.

    Parameters
    ----------
    partition : Partition
        The partition made by `centroids`.
    centroids : float64 array, shape (n, d), ``n >= k``
        Positions of the empty clusters, which have no mean.
    fixed : float64 array, shape (m, d)
        Fixed centroids, which can absorb clusters but never move.
    k : int

    Returns
    -------
    float64 array, shape (k, d)
        The weighted means of the remaining clusters.
    """
    means, weights = partition.means_or(centroids), partition.counts
    while len(means) > k:
        means, weights = _merged(means, weights, fixed, len(means) - k)
    return means


def _merged(means: F64, weights: F64, fixed: F64, most: int) -> tuple[F64, F64]:
    """Merge 1 to `most` pairs without a cluster in common; return means and weights."""
    costs, n = _costs(means, weights), len(means)
    if len(fixed):
        costs = np.hstack([costs, weights[:, None] * _gaps(means, fixed)])
    partners = costs.argmin(axis=1)
    gone, into = _pairs(costs[np.arange(n), partners], partners, most)
    first, second = gone[into < n], into[into < n]
    total = np.maximum(weights[first] + weights[second], _TINY)
    moment = weights[:, None] * means
    means, weights, stays = means.copy(), weights.copy(), np.ones(n, dtype=bool)
    means[second] = (moment[first] + moment[second]) / total[:, None]
    weights[second], stays[gone] = total, False
    return means[stays], weights[stays]


def _pairs(costs: F64, partners: I64, most: int) -> tuple[I64, I64]:
    """Choose up to `most` pairs without a cluster in common, the cheapest first.

    Returns the clusters, shape (m,), and their partners, of which fixed ones may repeat.
    """
    n, wanted = len(costs), partners.tolist()
    pairs: list[tuple[int, int]] = []
    taken: set[int] = set()
    for j in np.argsort(costs, kind="stable").tolist():
        partner = wanted[j]
        if j in taken or partner in taken:
            continue
        pairs.append((j, partner))
        taken.add(j)
        if partner < n:
            taken.add(partner)
        if len(pairs) == most:
            break
    gone, into = np.array(pairs).T
    return gone, into


def _costs(means: F64, weights: F64) -> F64:
    """Return the rise in inertia from merging each pair of clusters, shape (n, n)."""
    ratios = weights[:, None] * weights
    ratios /= np.maximum(weights[:, None] + weights, _TINY)
    costs = _gaps(means, means)
    costs *= ratios
    np.fill_diagonal(costs, np.inf)
    return costs


def _gaps(means: F64, others: F64) -> F64:
    """Return the squared distances, shape (n, m).

    They are summed coordinate by coordinate, which gives the same result on every
    machine.
    """
    gaps = np.zeros((len(means), len(others)))
    for column, other in zip(means.T, others.T, strict=True):
        gap = column[:, None] - other
        gaps += np.square(gap, out=gap)
    return gaps
