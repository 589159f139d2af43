"""The nearest centroid of many points: the one hot loop."""

from collections.abc import Iterator

import numpy as np

from kquant.arrays import F64, I64, Floats

_BLOCK_ELEMENTS = 1 << 16  # distances at a time: with float32, 256 KiB of cache


class NearestCentroid:
    """Finds the nearest of some centroids for points that stay the same.

    Parameters
    ----------
    points : float32 or float64 array, shape (n, d)
        All arithmetic is done in this precision. It is exact, and so the same on
        every machine, when points and centroids are integers of which the squared
        norms stay below 2**24 / 3 (float32).
    """

    def __init__(self, points: Floats) -> None:
        ones = np.ones((len(points), 1), dtype=points.dtype)
        self._homogeneous = np.hstack([points, ones])

    def labels(self, centroids: Floats) -> I64:
        """Find the nearest centroid of each point, in the Euclidean sense.

        Parameters
        ----------
        centroids : float array, shape (k, d), ``k >= 1``

        Returns
        -------
        int64 array, shape (n,)
            Index of the nearest centroid; the lowest index wins a tie.
        """
        labels = np.empty(len(self._homogeneous), dtype=np.int64)
        for block, distances in self._blocks(centroids):
            distances.argmin(axis=1, out=labels[block])
        return labels

    def two_nearest(self, centroids: Floats) -> tuple[I64, I64, F64]:
        """Find the two nearest centroids of each point, for ``k >= 2``.

        Returns
        -------
        nearest, second : int64 arrays, shape (n,)
        gap : float64 array, shape (n,)
            How much larger the squared distance to the second is.
        """
        n = len(self._homogeneous)
        nearest, second = np.empty(n, np.int64), np.empty(n, np.int64)
        gap = np.empty(n)
        for block, distances in self._blocks(centroids):
            rows = np.arange(len(distances))
            first = distances.argmin(axis=1, out=nearest[block])
            closest = distances[rows, first]
            distances[rows, first] = np.inf
            other = distances.argmin(axis=1, out=second[block])
            np.subtract(distances[rows, other], closest, out=gap[block])
        return nearest, second, gap

    def _blocks(self, centroids: Floats) -> Iterator[tuple[slice, Floats]]:
        """Yield, a block of points at a time, ``|c|^2 - 2 x.c``.

        That is the squared distance less the squared norm of the point, which
        does not change the order. The array is used again for the next block.
        """
        dtype = self._homogeneous.dtype
        centroids = centroids.astype(dtype)
        squares = (centroids * centroids).sum(axis=1)
        matrix = np.vstack([-2 * centroids.T, squares])
        n, k = len(self._homogeneous), len(centroids)
        size = max(1, _BLOCK_ELEMENTS // k)
        buffer = np.empty((min(size, n), k), dtype=dtype)
        for start in range(0, n, size):
            block = slice(start, min(start + size, n))
            distances = buffer[: block.stop - start]
            np.matmul(self._homogeneous[block], matrix, out=distances)
            yield block, distances
