"""Reduce the number of clusters by merging the cheapest pairs.

References
----------
J. H. Ward, "Hierarchical grouping to optimize an objective function", Journal of the
American Statistical Association 58, 1963.
"""

import numpy as np

from kquant.kmeans.partition import Partition
from kquant.runtime.arrays import F64

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
    costs = np.hstack([_costs(means, weights), weights[:, None] * _gaps(means, fixed)])
    partners = costs.argmin(axis=1)
    order = np.argsort(costs.min(axis=1), kind="stable")
    means, weights = means.copy(), weights.copy()
    gone: list[int] = []
    merged: set[int] = set()
    for j in order.tolist():
        partner = int(partners[j])
        if j in merged or partner in merged:
            continue
        gone.append(j)
        merged.add(j)
        if partner < len(means):
            merged.add(partner)
            pair = [j, partner]
            total = max(weights[pair].sum(), _TINY)
            means[partner] = (weights[pair, None] * means[pair]).sum(axis=0) / total
            weights[partner] = total
        if len(gone) == most:
            break
    return np.delete(means, gone, axis=0), np.delete(weights, gone)


def _costs(means: F64, weights: F64) -> F64:
    """Return the rise in inertia from merging each pair of clusters, shape (n, n)."""
    both = np.maximum(weights[:, None] + weights, _TINY)
    costs: F64 = _gaps(means, means) * (weights[:, None] * weights / both)
    np.fill_diagonal(costs, np.inf)
    return costs


def _gaps(means: F64, others: F64) -> F64:
    """Return the squared distances, shape (n, m).

    They are summed coordinate by coordinate, which gives the same result on every
    machine.
    """
    gaps = np.zeros((len(means), len(others)))
    for column, other in zip(means.T, others.T, strict=True):
        gaps += np.square(column[:, None] - other)
    return gaps
