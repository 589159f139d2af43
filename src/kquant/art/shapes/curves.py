"""Fit curves to chains of points, all at once: Schneider's method, level by level.

Each piece of a chain gets the cubic Bezier curve of least squares. Pieces that fit badly
are split where they fit worst, and fitted again. Points are complex numbers x + iy.

References
----------
P. J. Schneider, "An algorithm for automatically fitting digitized curves", in Graphics
Gems (1990).
"""

from typing import NamedTuple

import numpy as np

from kquant.art.shapes.bands import slopes
from kquant.runtime.arrays import F64, I64, AnyArray, Bools

_LONGEST = 64  # intervals of the first pieces: longer ones hardly ever fit
_REACH = 5  # a tangent is a chord from so many points before to so many behind
_LOOKS = (0.25, 0.5, 0.75)  # parameters at which the course of a curve is looked at
_COURSE = 0.3  # the least scalar product of its direction with that of its ends, mixed


class Curves(NamedTuple):
    """Cubic Bezier curves, in the order of the points that they were fitted to.

    Attributes
    ----------
    begin, end : int64 array, shape (n,)
        The points at both ends of each curve.
    handles : complex128 array, shape (2, n)
        The two inner control points.
    tangents : complex128 array, shape (2, n)
        Directions at both ends, of length 1.
    """

    begin: I64
    end: I64
    handles: AnyArray
    tangents: AnyArray


class Chains:
    """Chains of points, one after the other, with fixed points in them.

    Parameters
    ----------
    points : complex128 array, shape (p,)
    fixed : int64 array, shape (f,)
        The ends of the chains and all corners, in order.
    joined : bool array, shape (f - 1,)
        Whether a fixed point and the next are of the same chain.
    seams : complex128 array, shape (f,)
        The direction at a fixed point through which the curve is smooth; 0 at corners.
    """

    def __init__(
        self, points: AnyArray, fixed: I64, joined: Bools, seams: AnyArray
    ) -> None:
        self.points = points
        self._along = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(points)))])
        place = np.arange(len(points))
        span = np.searchsorted(fixed, place, side="right") - 1
        before = place - fixed[span]
        behind = fixed[np.minimum(span + 1, len(fixed) - 1)] - place
        reach = np.minimum(np.minimum(before, behind), _REACH)
        self._to = self._from = points[place + reach] - points[place - reach]
        ahead = _chords(np.diff(fixed, append=fixed[-1]))
        back = _chords(np.diff(fixed, prepend=fixed[0]))
        self._from[fixed] = points[fixed + ahead] - points[fixed]
        self._to = self._from.copy()
        self._to[fixed] = points[fixed] - points[fixed - back]
        smooth = seams != 0
        self._from[fixed[smooth]] = self._to[fixed[smooth]] = seams[smooth]
        self._spans = fixed[:-1][joined], fixed[1:][joined]

    def fit(self, tolerance: float) -> Curves:
        """Fit curves through the fixed points, and near all others.

        Parameters
        ----------
        tolerance : float
            Farthest that a curve may be from its points.

        Returns
        -------
        Curves
        """
        begin, end = _pieces(*self._spans)
        done: list[Curves] = []
        while len(begin):
            curves, good, splits = self._level(begin, end, tolerance)
            done.append(Curves(begin[good], end[good], *(x[:, good] for x in curves)))
            begin, splits, end = begin[~good], splits[~good], end[~good]
            self._aim(begin, splits, end)
            begin, end = np.concatenate([begin, splits]), np.concatenate([splits, end])
        order = np.argsort(np.concatenate([part.begin for part in done]))
        parts = [
            np.concatenate(x, axis=-1)[..., order] for x in zip(*done, strict=True)
        ]
        return Curves(*parts)

    def _aim(self, begin: I64, splits: I64, end: I64) -> None:
        """Set the tangents where pieces are split: in short ones, of close points."""
        reach = np.minimum(np.minimum(splits - begin, end - splits), _REACH)
        chords = self.points[splits + reach] - self.points[splits - reach]
        self._from[splits] = self._to[splits] = chords

    def _level(
        self, begin: I64, end: I64, tolerance: float
    ) -> tuple[tuple[AnyArray, AnyArray], Bools, I64]:
        """Fit a curve to each piece.

        Returns
        -------
        (complex128 array, complex128 array), shape (2, n) each
            Handles and tangents.
        bool array, shape (n,)
            Which of the curves are good.
        int64 array, shape (n,)
            Where to split the others.
        """
        tangents = np.stack([_unit(self._from[begin]), _unit(self._to[end])])
        count = end - begin + 1
        first = np.cumsum(count) - count
        piece = np.repeat(np.arange(len(begin)), count)
        place = np.arange(len(piece)) - first[piece] + begin[piece]
        along = self._along[place] - self._along[begin][piece]
        t = along / np.maximum(self._along[end] - self._along[begin], 1e-9)[piece]
        points, corners = self.points[place], (self.points[begin], self.points[end])
        handles = _handles(points, t, (piece, first), corners, tangents)
        error = np.abs(_bezier(t, piece, corners, handles) - points)
        worst = np.maximum.reduceat(error, first)
        hits = np.flatnonzero(error == worst[piece])
        splits = place[hits[np.searchsorted(piece[hits], np.arange(len(begin)))]]
        aside = np.minimum(count // 3, 3)
        splits = np.clip(
            splits, begin + np.maximum(aside, 1), end - np.maximum(aside, 1)
        )
        good = (worst <= tolerance) & _go_on(corners, handles, tangents)
        good |= count <= 2
        return (handles, tangents), good, splits


def _chords(spans: I64) -> I64:
    """Return how far the tangents at the ends of spans reach, in intervals, (f,).

    At most a third of it: a chord over all of an arc around one pixel would be a line
    that cuts this pixel in two.
    """
    return np.clip(spans // 3, np.minimum(spans, 1), _REACH)


def _pieces(begin: I64, end: I64) -> tuple[I64, I64]:
    """Divide long spans evenly."""
    parts = -(-(end - begin) // _LONGEST)
    span = np.repeat(np.arange(len(begin)), parts)
    part = np.arange(len(span)) - (np.cumsum(parts) - parts)[span]
    length, parts = (end - begin)[span], parts[span]
    cut = begin[span] + part * length // parts
    return cut, begin[span] + (part + 1) * length // parts


def _handles(
    points: AnyArray,
    t: F64,
    pieces: tuple[I64, I64],
    corners: tuple[AnyArray, AnyArray],
    tangents: AnyArray,
) -> AnyArray:
    """Return the handles of the curves of least squares, complex128, (2, n).

    Parameters
    ----------
    points : complex128 array, shape (p,)
    t : float64 array, shape (p,)
        The parameter of each point.
    pieces : (int64 array, int64 array)
        The piece of each point, (p,), and the first point of each piece, (n,).
    corners : (complex128 array, complex128 array)
        Where each curve begins and ends, (n,).
    tangents : complex128 array, shape (2, n)
    """
    piece, first = pieces
    s = 1 - t
    near, far = 3 * s * s * t, 3 * s * t * t
    rest = points - corners[0][piece] * (s * s * s + near)
    rest -= corners[1][piece] * (t * t * t + far)

    def total(values: F64) -> F64:
        return np.add.reduceat(values, first)

    aa, bb = total(near * near), total(far * far)
    ab = -total(near * far) * _dot(tangents[0], tangents[1])
    ax = _dot(total(near * rest), tangents[0])
    bx = -_dot(total(far * rest), tangents[1])
    determinant = aa * bb - ab * ab
    safe = np.where(determinant > 1e-9, determinant, 1)
    chord = np.abs(corners[1] - corners[0])
    lengths = np.stack([ax * bb - bx * ab, bx * aa - ax * ab]) / safe
    odd = (determinant <= 1e-9) | (lengths < chord / 100).any(axis=0)
    odd |= (lengths > 2 * chord).any(axis=0)
    lengths = np.where(odd, chord / 3, lengths)
    return np.stack(
        [corners[0] + lengths[0] * tangents[0], corners[1] - lengths[1] * tangents[1]]
    )


def _go_on(
    corners: tuple[AnyArray, AnyArray], handles: AnyArray, tangents: AnyArray
) -> Bools:
    """Tell which curves go on about as they begin and end, (n,): no hook, no S.

    Only then, what is shifted to the left at both ends is so in between.
    """
    go_on = _dot(tangents[0], tangents[1]) >= 0
    points = np.stack([corners[0], *handles, corners[1]])
    for t in _LOOKS:
        weight = t * t * (3 - 2 * t)
        course = tangents[0] * (1 - weight) + tangents[1] * weight
        go_on &= _dot(course, _unit(slopes(points, t))) >= _COURSE
    return go_on


def _bezier(
    t: F64, piece: I64, corners: tuple[AnyArray, AnyArray], handles: AnyArray
) -> AnyArray:
    """Return the point of its curve at each parameter, complex128, (p,)."""
    s = 1 - t
    ends = corners[0][piece] * (s * s * s) + corners[1][piece] * (t * t * t)
    inner: AnyArray = handles[0][piece] * s + handles[1][piece] * t
    return ends + inner * (3 * s * t)


def _dot(a: AnyArray, b: AnyArray) -> F64:
    """Return the scalar products of vectors."""
    product: F64 = a.real * b.real + a.imag * b.imag
    return product


def _unit(vectors: AnyArray) -> AnyArray:
    """Return vectors of length 1 in the same directions; those of length 0 remain."""
    return vectors / np.maximum(np.abs(vectors), 1e-9)
