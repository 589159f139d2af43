"""Gather equal points, so that a search looks at each only once."""

import numpy as np

from kquant.runtime.arrays import F64, I64


def gathered(points: F64, weights: F64) -> tuple[F64, F64, I64]:
    """Replace equal points by one point with the sum of their weights.

    Parameters
    ----------
    points : float64 array, shape (n, d)
    weights : float64 array, shape (n,)

    Returns
    -------
    points : float64 array, shape (m, d)
        Distinct, except that a few may remain twice.
    weights : float64 array, shape (m,)
    places : int64 array, shape (n,)
        Where each of the given points is among those returned.
    """
    # Equal points have equal keys. Others hardly ever have: there are no ratios of
    # whole numbers between the sines of whole numbers.
    keys = np.zeros(len(points))
    for i, column in enumerate(points.T, start=1):
        keys += np.sin(i) * column
    order = np.argsort(keys, kind="stable")
    ranked = points[order]
    first = np.ones(len(points), dtype=bool)
    np.any(ranked[1:] != ranked[:-1], axis=1, out=first[1:])
    places = np.empty(len(points), dtype=np.int64)
    places[order] = np.cumsum(first) - 1
    return (
        ranked[first],
        np.bincount(places, weights).astype(np.float64, copy=False),
        places,
    )
