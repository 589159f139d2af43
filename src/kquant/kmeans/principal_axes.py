"""The direction in which each cluster extends most.

All of it is simple arithmetic in a fixed order, with the same result on every machine.
"""

import numpy as np

from kquant.kmeans.partition import Partition
from kquant.kmeans.weighted_points import WeightedPoints
from kquant.runtime.arrays import F64

_ITERATIONS = 6  # of the power method
_MOST_PRODUCTS = 12  # dimensions up to which covariance matrices are quicker


def principal_axes(data: WeightedPoints, partition: Partition) -> tuple[F64, F64]:
    """Find the principal axis of each cluster, and the variance along it.

    Parameters
    ----------
    data : WeightedPoints
    partition : Partition
        Without empty clusters.

    Returns
    -------
    spread : float64 array, shape (k,)
        The largest eigenvalue of each covariance matrix.
    axes : float64 array, shape (k, d)
        Its eigenvectors, of length 1; or 0 if all points of a cluster are equal.
    """
    if data.points.shape[1] <= _MOST_PRODUCTS:
        return _axes_of(_covariances(data, partition))
    return _axes_without_matrices(data, partition)


def _covariances(data: WeightedPoints, partition: Partition) -> F64:
    """Return the covariance matrix of each cluster, shape (k, d, d)."""
    k, d = partition.sums.shape
    means = partition.means()
    covariances = np.empty((k, d, d))
    products = data.products
    sums = data.sums_of(products.values(), partition.labels, k + len(data.fixed))
    for (i, j), mean_product in zip(
        products, sums[:, :k] / partition.counts, strict=True
    ):
        covariances[:, i, j] = mean_product - means[:, i] * means[:, j]
        covariances[:, j, i] = covariances[:, i, j]
    return covariances


def _axes_of(covariances: F64) -> tuple[F64, F64]:
    """Return each largest eigenvalue, (k,), and its unit eigenvector, (k, d)."""
    axes = np.take_along_axis(
        covariances,
        np.argmax(np.diagonal(covariances, axis1=1, axis2=2), axis=1)[:, None, None],
        axis=1,
    )[:, 0]
    for _ in range(_ITERATIONS):
        axes = _unit(axes)
        product = (covariances * axes[:, None, :]).sum(axis=2)
        spread = (product * axes).sum(axis=1)
        axes = product
    return np.maximum(spread, 0.0), _unit(axes)


def _axes_without_matrices(
    data: WeightedPoints, partition: Partition
) -> tuple[F64, F64]:
    """Return what `_axes_of` does, in time and memory that grow with d, not d * d."""
    labels, counts = partition.labels, partition.counts[:, None]
    order = np.argsort(labels, kind="stable")
    order = order[labels[order] < len(counts)]  # without those of fixed centroids
    members = labels[order]
    first = np.searchsorted(members, np.arange(len(counts)))
    centered = data.points[order] - partition.means()[members]
    weighted = centered * data.weights[order, None]
    variances = np.add.reduceat(weighted * centered, first, axis=0)
    axes = np.eye(variances.shape[1])[variances.argmax(axis=1)]
    for _ in range(_ITERATIONS):
        axes = _unit(axes)
        along = (centered * axes[members]).sum(axis=1)
        product = np.add.reduceat(weighted * along[:, None], first, axis=0) / counts
        spread = (product * axes).sum(axis=1)
        axes = product
    return np.maximum(spread, 0.0), _unit(axes)


def _unit(axes: F64) -> F64:
    """Divide axes, shape (k, d), by their lengths; those of length 0 stay."""
    length = np.sqrt((axes * axes).sum(axis=1))
    scaled: F64 = axes / np.where(length > 0, length, 1.0)[:, None]
    return scaled
