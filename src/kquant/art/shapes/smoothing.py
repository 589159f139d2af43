"""From outlines of pixels to smooth curves: corners are kept, staircases are not."""

from typing import NamedTuple, Self

import numpy as np

from kquant.art.shapes.curves import Chains, Curves
from kquant.art.shapes.outlines import Outlines
from kquant.runtime.arrays import F64, I64, AnyArray, Bools

_COARSE = 1 << 19  # pixels; in larger pictures, the same details take more of them
_EDGES = 0.28  # to a pixel: where there are more, they are followed as closely
_STRAIGHT = 3  # cracks on both sides of a right angle that make it a corner
_ARM = 5  # points on both sides of any other corner, each about as straight as a line
_SHARP, _BENT = 0.5, 0.94  # cosines: of the turn at a corner, of the turns in its arms


class Freedom(NamedTuple):
    """How far curves may be from the outlines of pixels.

    Attributes
    ----------
    rounds : int
        How often each point is averaged with both neighbors.
    farthest : float
        The most by which that moves a point, in pixels.
    tolerance : float
        Farthest that a curve may then be from its points, in pixels.
    """

    rounds: int
    farthest: float
    tolerance: float

    @classmethod
    def of(cls, pixels: int, cracks: int) -> Self:
        """Return what suits a picture of this size, with so many edges of pixels.

        Up to half a megapixel, nearly all pixels keep their colors. In larger pictures,
        edges are more ragged, but a smaller part; where they are not, as among many
        stars, they are followed as closely as in small ones.
        """
        scale = max(1.0, min(pixels / _COARSE, _EDGES * pixels / cracks) ** 0.5)
        return cls(
            min(round(2 * scale), 8), min(0.2 * scale, 0.55), min(0.3 * scale, 0.6)
        )


class SmoothArcs(NamedTuple):
    """The arcs of a map as curves.

    Attributes
    ----------
    points : complex128 array, shape (p,)
        What the curves were fitted to.
    curves : Curves
    first : int64 array, shape (m + 1,)
        The first curve of each arc, and the number of curves.
    """

    points: AnyArray
    curves: Curves
    first: I64

    def controls(self) -> AnyArray:
        """Return the four control points of each curve, complex128, (4, n)."""
        begin, end = self.points[self.curves.begin], self.points[self.curves.end]
        return np.stack([begin, *self.curves.handles, end])


def smooth(outlines: Outlines, *, sharp: bool = False) -> SmoothArcs:
    """Fit curves to all arcs.

    Parameters
    ----------
    outlines : Outlines
    sharp : bool
        Whether all corners of pixels are kept, so that outlines are staircases.

    Returns
    -------
    SmoothArcs
    """
    width, height = outlines.size
    freedom = Freedom.of(width * height, len(outlines.origins))
    corners = _corners(outlines, 1 if sharp else _STRAIGHT)
    points, fixed, ends = _points(outlines, corners)
    if not sharp:
        fixed |= _bends(_averaged(points, fixed, freedom), fixed)
    seams = _seams(outlines, points, ends)
    points = _averaged(points, fixed, freedom)
    places = np.flatnonzero(fixed)
    joined = np.ones(len(places) - 1, dtype=bool)
    joined[np.searchsorted(places, ends[1][:-1])] = False
    curves = Chains(points, places, joined, seams[places]).fit(freedom.tolerance)
    first = np.searchsorted(curves.begin, np.append(ends[0], len(points)))
    return SmoothArcs(points, curves, first)


def _corners(outlines: Outlines, straight: int) -> Bools:
    """Tell which cracks begin at a right angle between straight runs, (n,)."""
    count = len(outlines.origins)
    arc_begins = np.zeros(count, dtype=bool)
    arc_begins[outlines.first[:-1]] = True
    begins = arc_begins.copy()
    begins[1:] |= outlines.directions[1:] != outlines.directions[:-1]
    runs = np.flatnonzero(begins)
    long = np.diff(runs, append=count) >= straight
    last = np.searchsorted(runs, outlines.first[1:] - 1, side="right") - 1
    before = np.concatenate([long[:1], long[:-1]])
    at_arc = np.searchsorted(runs, outlines.first[:-1])
    before[at_arc] = outlines.closed & long[last]
    corners = np.zeros(count, dtype=bool)
    corners[runs] = long & before
    along = _along_frame(outlines)
    corners[1:] |= (along[1:] != along[:-1]) & ~arc_begins[1:]
    width, height = outlines.size
    frame = np.array([0, width, height * (width + 1), (height + 1) * (width + 1) - 1])
    return corners | np.isin(outlines.origins, frame)


def _along_frame(outlines: Outlines) -> Bools:
    """Tell which cracks lie on the frame of the picture, (n,)."""
    width, height = outlines.size
    middles = outlines.middles()
    beside = (middles.real == 0) | (middles.real == width)
    on_frame: Bools = beside | (middles.imag == 0) | (middles.imag == height)
    return on_frame


def _points(outlines: Outlines, corners: Bools) -> tuple[AnyArray, Bools, AnyArray]:
    """Return the points that curves are fitted to: middles of cracks, corners, ends.

    Returns
    -------
    complex128 array, shape (p,)
    bool array, shape (p,)
        Which of them are corners or ends.
    int64 array, shape (2, m)
        The first and the last point of each arc.
    """
    first, count = outlines.first, len(outlines.origins)
    arcs = len(first) - 1
    arc = np.repeat(np.arange(arcs), np.diff(first))
    here = 2 * np.arange(count) + arc
    total = 2 * count + arcs
    points, fixed = np.zeros(total, dtype=complex), np.zeros(total, dtype=bool)
    middles = outlines.middles()
    points[here], points[here + 1] = outlines.places(outlines.origins), middles
    fixed[here] = corners
    begin, end = 2 * first[:-1] + np.arange(arcs), 2 * first[1:] + np.arange(arcs)
    points[end] = outlines.places(outlines.ends()[1])
    rounded = outlines.closed & ~corners[first[:-1]]
    seam = (middles[first[:-1]] + middles[first[1:] - 1]) / 2
    points[begin] = np.where(rounded, seam, points[begin])
    points[end] = np.where(rounded, seam, points[end])
    fixed[begin] = fixed[end] = True
    taken = fixed.copy()
    taken[here + 1] = True
    numbers = np.cumsum(taken) - 1
    return points[taken], fixed[taken], np.stack([numbers[begin], numbers[end]])


def _averaged(points: AnyArray, fixed: Bools, freedom: Freedom) -> AnyArray:
    """Average each point that is not fixed with both neighbors, several times."""
    free = np.flatnonzero(~fixed)
    before, points = points, points.copy()
    for _ in range(freedom.rounds):
        points[free] = (points[free - 1] + 2 * points[free] + points[free + 1]) / 4
    moved = points - before
    kept = np.minimum(1, freedom.farthest / np.maximum(np.abs(moved), 1e-9))
    averaged: AnyArray = before + moved * kept
    return averaged


def _bends(points: AnyArray, fixed: Bools) -> Bools:
    """Tell at which points, (p,), two nearly straight parts of an outline meet."""
    count, arm = len(points), _ARM
    bends = np.zeros(count, dtype=bool)
    spans = np.cumsum(fixed)
    place = np.arange(2 * arm, count - 2 * arm)
    place = place[spans[place - 2 * arm] == spans[place + 2 * arm - 1]]
    if not len(place):
        return bends
    sides = [
        points[place + i * arm] - points[place + (i - 1) * arm] for i in range(-1, 3)
    ]
    turn = _cosine(sides[1], sides[2])
    corner = (turn < _SHARP) & (_cosine(sides[0], sides[1]) > _BENT)
    corner &= _cosine(sides[2], sides[3]) > _BENT
    turns = np.full(count, 2.0)
    turns[place[corner]] = turn[corner]
    sharpest = turns.copy()
    for step in range(1, arm + 1):
        sharpest[step:] = np.minimum(sharpest[step:], turns[:-step])
        sharpest[:-step] = np.minimum(sharpest[:-step], turns[step:])
    bends = (turns < 2) & (turns <= sharpest)
    bends[1:] &= ~bends[:-1]
    return bends


def _seams(outlines: Outlines, points: AnyArray, ends: AnyArray) -> AnyArray:
    """Return the directions where closed arcs begin and end without a corner, (p,)."""
    seams = np.zeros(len(points), dtype=complex)
    begin, end = ends
    origins = outlines.places(outlines.origins[outlines.first[:-1]])
    round_ = outlines.closed & (points[begin] != origins)
    begin, end = begin[round_], end[round_]
    seams[begin] = seams[end] = points[begin + 2] - points[end - 2]
    return seams


def _cosine(a: AnyArray, b: AnyArray) -> F64:
    """Return the cosines of angles between vectors."""
    lengths = np.maximum(np.abs(a) * np.abs(b), 1e-9)
    cosines: F64 = (a.real * b.real + a.imag * b.imag) / lengths
    return cosines
