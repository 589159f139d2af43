"""The convex hull of a palette's light: the colors that can be mixed."""

import numpy as np

from kquant.runtime.arrays import F64, I64, U8, Bools
from kquant.runtime.threads import for_each

_THICKNESS = 4  # of the hull of colors that are all on a plane or line, in light units
_MOVES = 2  # toward the nearest face; where faces meet, one is not enough
_CHUNK = 1 << 11  # colors that a thread moves at a time


class Hull:
    """The convex hull of points, as planes that have all of them on one side.

    Points are added one after another: the faces that a new one sees give way to a
    fan from their rim to the point (the "beneath-beyond" method). All numbers are
    whole, so that no face is ever turned by rounding.

    Parameters
    ----------
    points : int64 array, shape (k, 3)
        In 0..2**14. They may be equal, or in one plane: the hull contains a little
        octahedron around the first point.

    Attributes
    ----------
    normals : float64 array, shape (f, 3)
        Integers.
    heights : float64 array, shape (f, 1)
        A point x of shape (3, 1) is inside if ``normals @ x <= heights``. Faces are a
        unit further out than the points.
    corners : int64 array, shape (c,)
        The points at its corners; the first point is always one of them.

    References
    ----------
    F. P. Preparata, M. I. Shamos, "Computational geometry", 1985, section 3.4.2.
    """

    normals: F64
    heights: F64
    corners: I64

    def __init__(self, points: I64) -> None:
        around = np.vstack([np.eye(3), -np.eye(3)]).astype(np.int64) * _THICKNESS
        self._points = np.concatenate([points[0] + around, points])
        self._faces = np.empty((0, 3), dtype=np.int64)
        self._normals = np.empty((0, 3), dtype=np.int64)
        self._heights = np.empty(0, dtype=np.int64)
        octahedron = [(0, 1, 2), (1, 3, 2), (3, 4, 2), (4, 0, 2)]
        octahedron += [(1, 0, 5), (3, 1, 5), (4, 3, 5), (0, 4, 5)]
        self._replace(np.zeros(0, dtype=bool), octahedron)
        for number in range(len(around), len(self._points)):
            self._add(number)
        self.normals = self._normals.astype(np.float64)
        lengths = np.sqrt(np.square(self.normals).sum(axis=1))
        self.heights = (self._heights + np.ceil(lengths))[:, None]
        self._scales = 1 / lengths[:, None]
        # Not `numpy.unique`, which loads `numpy.ma`.
        numbers = np.maximum(self._faces.reshape(-1) - len(around), 0)
        self.corners = np.flatnonzero(np.bincount(numbers))

    def _add(self, number: int) -> None:
        """Extend the hull to a point."""
        seen = self._normals @ self._points[number] > self._heights
        if seen.any():
            faces = self._faces[seen].tolist()
            edges = {edge for a, b, c in faces for edge in ((a, b), (b, c), (c, a))}
            rim = sorted((a, b) for a, b in edges if (b, a) not in edges)
            self._replace(seen, [(a, b, number) for a, b in rim])

    def _replace(self, gone: Bools, new: list[tuple[int, int, int]]) -> None:
        """Remove faces, and add others, whose corners turn left as seen from outside."""
        faces = np.array(new, dtype=np.int64)
        a, b, c = np.moveaxis(self._points[faces], 1, 0)
        normals = np.cross(b - a, c - a)
        heights = (normals * a).sum(axis=1)
        self._faces = np.concatenate([self._faces[~gone], faces])
        self._normals = np.concatenate([self._normals[~gone], normals])
        self._heights = np.concatenate([self._heights[~gone], heights])

    def attract(self, light: F64, entries: F64, labels: U8) -> I64:
        """Move points to the hull, in place, unless they are within.

        They go at right angles to the face that is furthest below, a few times, and
        if that is not enough, toward their entries.

        Parameters
        ----------
        light : float64 array, shape (3, n)
            Integers, and integers again afterward: then all sums are exact.
        entries : float64 array, shape (k, 3)
            Points of the hull.
        labels : uint8 array, shape (n,)
            The entry toward which a point goes in the end.

        Returns
        -------
        int64 array, shape (m,)
            The points that were outside.
        """
        outside = np.zeros(light.shape[1], dtype=bool)

        def move(start: int) -> None:
            chunk = slice(start, start + _CHUNK)
            moved = self._move(light[:, chunk], entries, labels[chunk])
            outside[chunk][moved] = True

        for_each(move, range(0, light.shape[1], _CHUNK))
        return np.flatnonzero(outside)

    def _move(self, light: F64, entries: F64, labels: U8) -> I64:
        """Move points as `attract` does, on one thread."""
        outside, above = self._outside(light)
        places = outside
        points = light[:, places]
        for _ in range(_MOVES):
            if not len(places):
                return outside
            scaled = above * self._scales
            face = scaled.argmax(axis=0)
            # A unit further than to the face, so that rounding leaves none outside.
            step = scaled[face, np.arange(len(face))] + 1
            step *= self._scales[face, 0]
            points -= np.rint(step * self.normals.T[:, face])
            light[:, places] = points
            still, above = self._outside(points)
            places, points = places[still], points[:, still]
        to = entries[labels[places]].T
        below = np.maximum(-self._above(to), 0)
        above = np.maximum(above, 0)
        part = (above / np.maximum(above + below, 1)).max(axis=0)
        light[:, places] += np.rint(part * (to - points))
        return outside

    def _outside(self, light: F64) -> tuple[I64, F64]:
        """Find the points, (3, n), that are outside, and how far above each face."""
        above = self._above(light)
        outside = np.flatnonzero(above.max(axis=0) > 0)
        return outside, above[:, outside]

    def _above(self, light: F64) -> F64:
        """Return how far points, (3, n), are above each face, by its length, (f, n)."""
        above = self.normals @ light
        above -= self.heights
        return above
