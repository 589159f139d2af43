"""The nearest centroid of each point: the loop where a fit spends its time."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np

from kquant.runtime.arrays import F64, I64, Floats
from kquant.runtime.threads import for_each, threads

_BLOCK_ELEMENTS = 1 << 16  # distances at a time: they stay in the cache
_BLAS_ELEMENTS = 1 << 18  # products for which BLAS starts no threads beside ours
_ROWS = 256  # points at a time in many dimensions, as in scikit-learn
_THREADED_ELEMENTS = 1 << 20  # for fewer distances, threads do not pay
_FEW_CENTROIDS = 100  # up to here, a minimum of tagged distances beats argmin
_TAGS = 128  # a power of two, so that the tag is the low bits
_MOST_COMPARED = 20  # centroids up to which comparing them one by one beats argmin
_MOST_COLUMNS = 12  # dimensions up to which points are quickly turned into columns


class NearestCentroid:
    """Find the nearest centroids of a fixed set of points.

    Parameters
    ----------
    points : float array, shape (n, d)
        With float32 and no `origin`, the coordinates must be integers, and the squared
        norms of points and centroids below 2**24 / 3. If the centroids are integers
        too, all arithmetic is exact, and the result is the same on every machine.
    origin : float64 array, shape (d,), optional
        Subtracted from points and centroids, in float64. Rounding errors are least
        if it is near the mean.
    """

    def __init__(self, points: Floats, origin: F64 | None = None) -> None:
        self._points, self._origin = points, origin

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
        if self._origin is not None:
            centroids = centroids - self._origin
        exact = self._on_lattice and bool((centroids == np.rint(centroids)).all())
        size = self._block_size(k, exact)
        blocks = self._method(k, exact)
        # The blocks, and so the rounding, do not depend on the number of threads.
        starts = range(0, n, size)
        shares = threads() if threaded and n * k >= _THREADED_ELEMENTS else 1
        if shares == 1:
            blocks(centroids, starts, size, labels)
        else:
            parts = [starts[i::shares] for i in range(shares)]
            for_each(lambda part: blocks(centroids, part, size, labels), parts)
        return labels

    @property
    def _on_lattice(self) -> bool:
        """Whether the points are integers."""
        return self._points.dtype == np.float32 and self._origin is None

    def _method(self, k: int, exact: bool) -> Callable[[Floats, range, int, I64], None]:
        """Return the quickest way to find the least of k distances."""
        if exact:
            if k <= _FEW_CENTROIDS:
                return self._tag
            return self._argmin_exact
        return self._compare if self._few(k) else self._argmin

    def _few(self, k: int) -> bool:
        """Tell whether it is quick to compare k centroids one by one."""
        return k <= _MOST_COMPARED and self._points.shape[1] <= _MOST_COLUMNS

    def _block_size(self, k: int, exact: bool) -> int:
        """Return how many points to process at a time."""
        d: int = self._points.shape[1]
        if exact:
            return max(1, min(_BLOCK_ELEMENTS, _BLAS_ELEMENTS // (d + 1)) // k)
        most = _BLAS_ELEMENTS // (d + 1) // k
        return max(1, most if d <= _MOST_COLUMNS else min(most, _ROWS))

    def _argmin(self, centroids: Floats, starts: range, size: int, labels: I64) -> None:
        """Label blocks of points by the least distance in each row.

        Products, sums and their order are those of scikit-learn, whose ties between
        distances are then broken by the same rounding errors.
        """
        n, d = self._points.shape
        doubled, squares = (-2.0 * centroids).T, _squares(centroids)
        rows = np.empty((min(size, n), d))
        distances = np.empty((min(size, n), len(centroids)))
        for start in starts:
            stop = min(start + size, n)
            filled = self._fill(rows[: stop - start], start, stop)
            block = distances[: stop - start]
            np.matmul(filled, doubled, out=block)
            block += squares
            block.argmin(axis=1, out=labels[start:stop])

    def _argmin_exact(
        self, centroids: Floats, starts: range, size: int, labels: I64
    ) -> None:
        """Label blocks of integer points by the least distance in each row."""
        n = len(self._points)
        # Rows of memory, not a transposed view: BLAS takes two thirds of the time.
        matrix = np.ascontiguousarray(_matrix(centroids).T, dtype=np.float32)
        distances = np.empty((min(size, n), len(centroids)), dtype=np.float32)
        for start in starts:
            rows = self._rows[start : start + size]
            block = distances[: len(rows)]
            np.matmul(rows, matrix, out=block)
            block.argmin(axis=1, out=labels[start : start + size])

    def _compare(
        self, centroids: Floats, starts: range, size: int, labels: I64
    ) -> None:
        """Label blocks of points by comparing a few centroids, one after another.

        Each centroid that is nearer than all before it overwrites the label.
        """
        n, d = self._points.shape
        k, size = len(centroids), min(size, n)
        matrix = _matrix(centroids)
        columns, distances = np.ones((d + 1, size)), np.empty((k, size))
        nearer, nearest = np.empty(size, dtype=bool), np.empty(size, dtype=np.uint8)
        for start in starts:
            stop = min(start + size, n)
            block = slice(0, stop - start)
            self._fill(columns[:d, block].T, start, stop)
            least, *others = np.matmul(
                matrix, columns[:, block], out=distances[:, block]
            )
            label, mark = nearest[block], nearer[block]
            label[:] = 0
            for j, other in enumerate(others, start=1):
                np.less(other, least, out=mark)
                np.minimum(least, other, out=least)
                np.maximum(label, mark.view(np.uint8) * np.uint8(j), out=label)
            labels[start:stop] = label

    def _fill(self, out: Floats, start: int, stop: int) -> Floats:
        """Write a block of points, less the origin, to an array, which is returned."""
        if self._origin is None:
            out[:] = self._points[start:stop]
        else:
            np.subtract(self._points[start:stop], self._origin, out=out)
        return out

    def _tag(self, centroids: Floats, starts: range, size: int, labels: I64) -> None:
        """Label blocks of integer points by one minimum over all centroids.

        Each distance is multiplied by 128, and the index of its centroid is added.
        The least sum then ends in the index of the nearest centroid; the lowest
        index wins a tie.
        """
        k, d = centroids.shape
        matrix = np.empty((k, d + 1))
        np.multiply(centroids, -2 * _TAGS, out=matrix[:, :d])
        matrix[:, d] = _squares(centroids.astype(np.float64)) * _TAGS + np.arange(k)
        columns = self._columns
        buffer = np.empty((k, min(size, columns.shape[1])))
        for start in starts:
            points = columns[:, start : start + size]
            tagged = buffer[:, : points.shape[1]]
            np.matmul(matrix, points, out=tagged)
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


def _matrix(centroids: Floats) -> Floats:
    """Return ``[-2 c, |c|^2]``, which turns ``[x; 1]`` into distances."""
    return np.hstack([-2 * centroids, _squares(centroids)[:, None]])


def _squares(centroids: Floats) -> Any:
    """Return ``|c|^2``. Distances are it less ``2 x.c``: ``|x|^2`` changes no order."""
    return np.einsum("ij,ij->i", centroids, centroids)
