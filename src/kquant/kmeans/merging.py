"""Fewer clusters: those merged that it costs least.

References
----------
J. H. Ward, "Hierarchical grouping to optimize an objective function", Journal of the
American Statistical Association 58, 1963.
"""

import numpy as np

from kquant.arrays import F64
from kquant.kmeans.points import Partition

_TINY = 1e-300  # instead of 0, for clusters that are empty both


def merge_cheapest(partition: Partition, centroids: F64, fixed: F64, k: int) -> F64:
    """Merge clusters, each with the one that it costs least, until there are k.

    Parameters
    ----------
    partition : Partition
        By the centroids.
    centroids : float64 array, shape (n, d), ``n >= k``
        Where the clusters are that are empty.
    fixed : float64 array, shape (m, d)
        Clusters that may take over others, but never move.
    k : int

    Returns
    -------
    float64 array, shape (k, d)
        The weighted means of the clusters that are left.
    """
    means, weights = partition.means_or(centroids), partition.counts
    while len(means) > k:
        means, weights = _merged(means, weights, fixed, len(means) - k)
    return means


def _merged(means: F64, weights: F64, fixed: F64, most: int) -> tuple[F64, F64]:
    """Merge some pairs that share no cluster; at least one, and at most so many."""
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
    """Return by how much each merger of two clusters raises the inertia, (n, n)."""
    both = np.maximum(weights[:, None] + weights, _TINY)
    costs: F64 = _gaps(means, means) * (weights[:, None] * weights / both)
    np.fill_diagonal(costs, np.inf)
    return costs


def _gaps(means: F64, others: F64) -> F64:
    """Return the squared distances, (n, m), coordinate by coordinate: exact on all."""
    gaps = np.zeros((len(means), len(others)))
    for column, other in zip(means.T, others.T, strict=True):
        gaps += np.square(column[:, None] - other)
    return gaps
