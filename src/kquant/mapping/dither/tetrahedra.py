"""A triangulation of a palette's light: tetrahedra, in which colors are mixed.

The corners of the tetrahedron that a color is in have a mean of its light. Of all
mixtures that do, this one varies least, because no corner can be exchanged for an entry
that is nearer: it is a Delaunay triangulation. Looked at as a linear program, entries
have costs, a mixture of the least cost is sought, and each tetrahedron is a basis.

References
----------
G. Dantzig, "Linear programming and extensions", 1963: pivots and prices.
O. Devillers, S. Pion and M. Teillaud, "Walking in a triangulation", 2002.
H. Edelsbrunner, "Geometry and topology for mesh generation", 2001.
"""

import numpy as np

from kquant.mapping.dither.light import ONE
from kquant.runtime.arrays import F64, I64, Bools

# What varies is red - green, blue - yellow and luminance, in light. Luminance counts
# less: thresholds spread it evenly, but not hue.
_VARIABLES = np.array([[0.5, -0.5, 0.0], [-0.25, -0.25, 0.5], [0.067, 0.226, 0.023]])
# Corners around all colors. They are not too far for whole numbers below 2**53.
_FAR = np.array([[-1, -1, -1], [15, -1, -1], [-1, 15, -1], [-1, -1, 15]]) * ONE / 4
_TIE = 1e-8  # by which costs differ, so that of equally good tetrahedra one is best
_GOLDEN = 0.6180339887498949
_INSIDE = 1e-6  # a share so far below zero is zero
_MOST_STEPS = 500  # of a walk, which rounding of costs could lead in a circle


class Tetrahedra:
    """The triangulation of points, and of four more that are around all colors.

    Whether a point is behind a face is found in whole numbers, without rounding.

    Parameters
    ----------
    points : float64 array, shape (k, 3)
        Integers in 0..`ONE`. They may be equal, or in one plane.

    Attributes
    ----------
    corners : int64 array, shape (t, 4)
        Indices of points, ascending. Those from k on are not points, but far corners.
    """

    def __init__(self, points: F64) -> None:
        self._points = np.concatenate([points, _FAR])
        costs = np.square(points / ONE @ _VARIABLES.T).sum(axis=1)
        costs += _TIE * (np.arange(len(points)) * _GOLDEN % 1)
        # A mixture of far corners costs more than any other.
        self._costs = np.zeros((2, len(self._points)))
        self._costs[0, len(points) :] = 1
        self._costs[1, : len(points)] = costs
        self._numbers: dict[tuple[int, ...], int] = {}
        self.corners = np.zeros((0, 4), dtype=np.int64)
        self._behind = np.zeros((0, 4), dtype=np.int64)
        self._planes = np.zeros((4, 4, 0))
        self._sizes = np.zeros(0)
        self._add(self._outermost())
        while len(faces := np.argwhere(self._behind < 0)):
            self._cross(*faces.T)

    @property
    def is_far(self) -> Bools:
        """Which corners are far, shape (4, t)."""
        far: Bools = self.corners >= len(self._points) - len(_FAR)
        return far.T

    def find(self, light: F64, start: I64) -> I64:
        """Find the tetrahedra that colors are in, by walking through faces.

        Parameters
        ----------
        light : float64 array, shape (3, n)
            In 0..`ONE`.
        start : int64 array, shape (n,)
            Tetrahedra to begin at: any, or better those of similar colors.

        Returns
        -------
        int64 array, shape (n,)
        """
        numbers, places = start.copy(), np.arange(len(start))
        for _ in range(_MOST_STEPS):
            shares = self.shares(light, numbers[places])
            outside = np.flatnonzero(shares.min(axis=0) < -_INSIDE)
            if not len(outside):
                break
            places, light = places[outside], light[:, outside]
            face = shares[:, outside].argmin(axis=0)
            numbers[places] = self._behind[numbers[places], face]
        return numbers

    def shares(self, light: F64, numbers: I64) -> F64:
        """Return the shares of corners that have the light of colors, shape (4, n).

        Parameters
        ----------
        light : float64 array, shape (3, n)
        numbers : int64 array, shape (n,)
            A tetrahedron for each color. Where the color is not in it, some shares are
            below zero.
        """
        shares = np.empty((4, len(numbers)))
        for share, (level, *slopes) in zip(shares, self._planes, strict=True):
            level.take(numbers, out=share, mode="clip")
            for slope, channel in zip(slopes, light, strict=True):
                share += slope.take(numbers, mode="clip") * channel
        shares /= self._sizes.take(numbers, mode="clip")
        return shares

    def _outermost(self) -> I64:
        """Return the corners, shape (1, 4), of the tetrahedron at three far corners."""
        count = len(self._points) - len(_FAR)
        planes, _ = _planes_of(_FAR[None])
        height = _at(planes[3], self._points[:count].T)[0]
        point = np.lexsort([self._costs[1, :count], height])[0]
        return np.array([[point, count, count + 1, count + 2]])

    def _cross(self, numbers: I64, faces: I64) -> None:
        """Add the tetrahedra behind faces, shape (n,), named by the opposite corners.

        The next corner is where the price is least by the depth behind the face.
        """
        corners, planes = self.corners[numbers], self._planes[:, :, numbers]
        each = np.arange(len(numbers))
        depth = -_at(planes[faces, :, each].T, self._points.T)
        behind = depth > 0
        count = len(self._points) - len(_FAR)
        near = behind[:, :count].any(axis=1) & (corners < count).all(axis=1)
        behind[near, count:] = False
        best = behind.copy()
        for rows, costs in zip((~near, slice(None)), self._costs, strict=True):
            price = self._sizes[numbers[rows], None] * costs
            pay = (costs[corners[rows]].T[:, None] * planes[:, :, rows]).sum(axis=0)
            price -= _at(pay, self._points.T)
            ratio = np.full_like(price, np.inf)
            np.divide(price, depth[rows], out=ratio, where=best[rows])
            best[rows] &= ratio == ratio.min(axis=1, keepdims=True)
        new = best.argmax(axis=1)
        corners[each, faces] = new
        corners.sort(axis=1)
        back = (corners == new[:, None]).argmax(axis=1)
        last = ~behind.any(axis=1)  # behind these faces is nothing
        corners[last], back[last] = self.corners[numbers[last]], faces[last]
        others = self._add(corners)
        self._behind[numbers, faces] = others
        self._behind[others, back] = numbers

    def _add(self, corners: I64) -> I64:
        """Return the numbers of tetrahedra, (n, 4); new ones are added."""
        names = list(map(tuple, corners.tolist()))
        old = len(self._numbers)
        numbers = [self._numbers.setdefault(n, len(self._numbers)) for n in names]
        if len(self._numbers) > old:
            new = np.array(list(self._numbers)[old:], dtype=np.int64)
            planes, sizes = _planes_of(self._points[new])
            self.corners = np.concatenate([self.corners, new])
            self._planes = np.concatenate([self._planes, planes], axis=2)
            self._sizes = np.concatenate([self._sizes, sizes])
            self._behind = np.concatenate([self._behind, np.full_like(new, -1)])
        return np.array(numbers)


def _planes_of(points: F64) -> tuple[F64, F64]:
    """Return how shares depend on light in tetrahedra of some points, (n, 4, 3).

    Returns
    -------
    planes : float64 array, shape (4, 4, n)
        At 0, and by channel. Whole numbers, of which the shares are parts:
    sizes : float64 array, shape (n,)
        The whole, six times the volume.
    """
    a, b, c, d = np.moveaxis(points, 1, 0)
    b, c, d = b - a, c - a, d - a
    normals = np.stack([np.cross(c, d), np.cross(d, b), np.cross(b, c)])
    sizes = (normals[0] * b).sum(axis=1)
    normals *= np.sign(sizes)[:, None]
    sizes = np.abs(sizes)
    normals = np.concatenate([-normals.sum(axis=0, keepdims=True), normals])
    levels = -(normals * a).sum(axis=2)
    levels[0] += sizes
    return np.concatenate([levels[:, None], np.moveaxis(normals, 2, 1)], axis=1), sizes


def _at(planes: F64, points: F64) -> F64:
    """Return the values of planes, shape (4, n), at points, (3, m): (n, m)."""
    level, *slopes = planes[..., None]
    values: F64 = level + slopes[0] * points[0]
    values += slopes[1] * points[1]
    values += slopes[2] * points[2]
    return values
