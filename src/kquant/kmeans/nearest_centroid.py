"""The nearest centroid of each point: the loop where a fit spends its time."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from kquant.runtime.arrays import F64, I64, Floats
from kquant.runtime.threads import for_each, threads

_BLOCK_ELEMENTS = 1 << 17  # distances at a time: as float32, 512 KiB of cache
_THREADED_ELEMENTS = 1 << 20  # for fewer distances, threads do not pay
_FEW_CENTROIDS = 100  # up to here, a minimum of tagged distances beats argmin
_TAGS = 128  # a power of two, so that the tag is the low bits


class NearestCentroid:
    """Find the nearest centroids of a fixed set of points.

    Parameters
    ----------
    points : float64 array, shape (n, d), or float32 array of integers
        With float32, the coordinates of points and centroids must be integers, and
        their squared norms below 2**24 / 3. All arithmetic on them is then exact,
        and the result is the same on every machine.
    """

    def __init__(self, points: Floats) -> None:
        self._points = points

    def labels(self, centroids: Floats, *, threaded: bool = False) -> I64:
        """Find the nearest centroid of each point by Euclidean distance.

        Parameters
        ----------
        centroids : float array, shape (k, d), ``k >= 1``
        threaded : bool
            Whether to share a large problem among threads. Must be False in a
            function that `kquant.runtime.threads.for_each` calls.

        Returns
        -------
        int64 array, shape (n,)
            Index of the nearest centroid; the lowest index wins a tie.
        """
        n, k = len(self._points), len(centroids)
        labels = np.empty(n, dtype=np.int64)
        exact = self._points.dtype == np.float32
        method = self._tag if exact and k <= _FEW_CENTROIDS else self._argmin
        # The blocks, and so the rounding, do not depend on the number of threads.
        starts = range(0, n, _block_size(k))
        shares = threads() if threaded and n * k >= _THREADED_ELEMENTS else 1
        parts = [starts[i::shares] for i in range(shares)]
        for_each(lambda part: method(centroids, part, labels), parts)
        return labels

    def _argmin(self, centroids: Floats, starts: range, labels: I64) -> None:
        """Label blocks of points by the least distance in each row."""
        for block, distances in self._distances(centroids, starts):
            distances.argmin(axis=1, out=labels[block])

    def _tag(self, centroids: Floats, starts: range, labels: I64) -> None:
        """Label blocks of integer points by one minimum over all centroids.

        Each distance is multiplied by 128, and the index of its centroid is added.
        The least sum then ends in the index of the nearest centroid; the lowest
        index wins a tie.
        """
        k = len(centroids)
        matrix = self._matrix(centroids.astype(np.float64)) * _TAGS
        matrix[-1] += np.arange(k)
        columns, size = self._columns, _block_size(k)
        buffer = np.empty((k, min(size, columns.shape[1])))
        for start in starts:
            points = columns[:, start : start + size]
            tagged = buffer[:, : points.shape[1]]
            np.matmul(matrix.T, points, out=tagged)
            nearest = np.minimum.reduce(tagged, axis=0).astype(np.int64)
            np.bitwise_and(nearest, _TAGS - 1, out=labels[start : start + size])

    @cached_property
    def _rows(self) -> Floats:
        """The points with a 1 appended, shape (n, d + 1)."""
        ones = np.ones((len(self._points), 1), dtype=self._points.dtype)
        return np.hstack([self._points, ones])

    @cached_property
    def _columns(self) -> F64:
        """The points with a 1 appended, as columns, float64, shape (d + 1, n)."""
        n, d = self._points.shape
        columns = np.ones((d + 1, n))
        columns[:d] = self._points.T
        return columns

    @staticmethod
    def _matrix(centroids: Floats) -> Floats:
        """Return ``[-2 c; |c|^2]``, which turns ``[x, 1]`` into distances."""
        squares = (centroids * centroids).sum(axis=1)
        return np.vstack([-2 * centroids.T, squares])

    def _distances(
        self, centroids: Floats, starts: range
    ) -> Iterator[tuple[slice, Floats]]:
        """Yield blocks of points with ``|c|^2 - 2 x.c``, shape (block, k).

        That is the squared distance minus the squared norm of the point, which
        does not change the order. The next block reuses the array.
        """
        n, size = len(self._points), _block_size(len(centroids))
        matrix = self._matrix(centroids).astype(self._points.dtype)
        buffer = np.empty((min(size, n), len(centroids)), dtype=matrix.dtype)
        for start in starts:
            block = slice(start, min(start + size, n))
            distances = buffer[: block.stop - start]
            np.matmul(self._rows[block], matrix, out=distances)
            yield block, distances


def _block_size(k: int) -> int:
    """Return how many points to process at a time."""
    return max(1, _BLOCK_ELEMENTS // k)
