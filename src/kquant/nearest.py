"""The nearest centroid of many points: the one hot loop."""

from collections.abc import Iterator

import numpy as np

from kquant.arrays import F64, I64, Floats
from kquant.parallel import for_each, threads

_BLOCK_ELEMENTS = 1 << 16  # distances at a time: with float32, 256 KiB of cache
_THREADED_ELEMENTS = 1 << 20  # fewer distances are not worth sharing


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

    def labels(self, centroids: Floats, *, threaded: bool = False) -> I64:
        """Find the nearest centroid of each point, in the Euclidean sense.

        Parameters
        ----------
        centroids : float array, shape (k, d), ``k >= 1``
        threaded : bool
            Whether a large problem is shared among threads; not to be asked for
            within `kquant.parallel.for_each`.

        Returns
        -------
        int64 array, shape (n,)
            Index of the nearest centroid; the lowest index wins a tie.
        """
        n = len(self._homogeneous)
        labels = np.empty(n, dtype=np.int64)
        matrix = self._matrix(centroids)
        large = n * len(centroids) >= _THREADED_ELEMENTS
        shares = threads() if threaded and large else 1
        # Blocks are the same however they are shared, and so are roundings.
        blocks = np.array_split(np.arange(0, n, _block_size(matrix)), shares)

        def label(starts: I64) -> None:
            for block, distances in self._distances(matrix, starts):
                distances.argmin(axis=1, out=labels[block])

        for_each(label, blocks)
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
        matrix = self._matrix(centroids)
        starts = np.arange(0, n, _block_size(matrix))
        for block, distances in self._distances(matrix, starts):
            rows = np.arange(len(distances))
            first = distances.argmin(axis=1, out=nearest[block])
            closest = distances[rows, first]
            distances[rows, first] = np.inf
            other = distances.argmin(axis=1, out=second[block])
            np.subtract(distances[rows, other], closest, out=gap[block])
        return nearest, second, gap

    def _matrix(self, centroids: Floats) -> Floats:
        """Return ``[-2 c; |c|^2]``, which turns ``[x, 1]`` into distances."""
        centroids = centroids.astype(self._homogeneous.dtype)
        squares = (centroids * centroids).sum(axis=1)
        return np.vstack([-2 * centroids.T, squares])

    def _distances(self, matrix: Floats, starts: I64) -> Iterator[tuple[slice, Floats]]:
        """Yield blocks of points with ``|c|^2 - 2 x.c``, shape (block, k).

        That is the squared distance less the squared norm of the point, which
        does not change the order. The array is used again for the next block.
        """
        n, size = len(self._homogeneous), _block_size(matrix)
        buffer = np.empty((min(size, n), matrix.shape[1]), dtype=matrix.dtype)
        for start in starts.tolist():
            block = slice(start, min(start + size, n))
            distances = buffer[: block.stop - start]
            np.matmul(self._homogeneous[block], matrix, out=distances)
            yield block, distances


def _block_size(matrix: Floats) -> int:
    """Return how many points to look at together."""
    return max(1, _BLOCK_ELEMENTS // int(matrix.shape[1]))
