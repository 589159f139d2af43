"""Find the global optimum of k-means for points on a line, by dynamic programming.

References
----------
H. Wang, M. Song, "Ckmeans.1d.dp: optimal k-means clustering in one dimension by
dynamic programming", The R Journal 3(2), 2011.
"""

import numpy as np

from kquant.runtime.arrays import F64, I64


def solve_line(values: F64, weights: F64, k: int) -> F64:
    """Find the k centroids with the least inertia for points on a line.

    Parameters
    ----------
    values : float64 array, shape (n,)
        Distinct and ascending. The function builds (n, n) tables, so n should be
        at most a few hundred.
    weights : float64 array, shape (n,)
        Positive.
    k : int
        Number of centroids, 1..n.

    Returns
    -------
    float64 array, shape (k,)
        Weighted means of k runs of neighboring values, ascending.
    """
    costs = _costs(values, weights)
    n = len(values)
    best = costs[0]
    cuts: list[I64] = []
    for _ in range(1, k):
        # Row i, column j: the last cluster is i..j, and the others end at i - 1.
        before = np.concatenate([[np.inf], best[:-1]])
        totals = before[:, None] + costs
        cut = totals.argmin(axis=0)
        best = totals[cut, np.arange(n)]
        cuts.append(cut)
    centroids, end = [], n
    for cut in reversed(cuts):
        start = int(cut[end - 1])
        centroids.append(np.average(values[start:end], weights=weights[start:end]))
        end = start
    centroids.append(np.average(values[:end], weights=weights[:end]))
    return np.array(centroids[::-1])


def _costs(values: F64, weights: F64) -> F64:
    """Return the inertia of values i..j as one cluster, (n, n); infinite for i > j."""
    centered = values - np.average(values, weights=weights)
    mass, first, square = (
        np.concatenate([[0.0], np.cumsum(weights * centered**power)])
        for power in range(3)
    )
    between = np.triu(np.ones((len(values), len(values)), dtype=bool))
    spans = [np.subtract.outer(x[1:], x[:-1]).T for x in (mass, first, square)]
    total = np.where(between, spans[0], 1.0)
    return np.where(between, np.maximum(spans[2] - spans[1] ** 2 / total, 0.0), np.inf)
