"""Spread areas beneath those that are painted over them, so that no seam shows.

If two areas ended at the same edge, each would cover a part of the pixels along it, and
what lies below both would shine through. So only the upper area has the edge. The lower
one goes on beneath it, at most halfway to a place where the upper one does not hide it.

Each curve of an edge spreads by itself: the curve and its shifted copy enclose a band
that is added to the lower area. A band never folds over, so that it takes nothing away
from the area; and it lies beneath upper areas, so that it shows nowhere.
"""

import numpy as np

from kquant.art.shapes.bands import between, cross, places, unfolded
from kquant.art.shapes.outlines import Outlines
from kquant.art.shapes.sides import Sides
from kquant.art.shapes.smoothing import SmoothArcs
from kquant.runtime.arrays import F64, I64, AnyArray, Bools

SPREAD = 2.5  # pixels: at the size of the picture, an edge blurs 1.42 at most
_NEAR = 0.125  # parameter up to which a curve is about straight
_LOOKS = (0.02, 0.25, 0.5, 0.75, 0.98)  # parameters from where; the third serves twice
_PARTS = 10  # of a shift, at which its way is looked at
_ASIDE = (0.5j, -0.5j)  # ways beside that of an end: a corner spreads to both sides
_MITER = 0.5  # least of 1 + cosine at a corner, by which a shift is lengthened


def shifts(
    labels: AnyArray, outlines: Outlines, arcs: SmoothArcs, sides: Sides, unit: int
) -> AnyArray:
    """Return how far the lower area spreads at both ends of each curve.

    Parameters
    ----------
    labels : uint8 or uint16 array, shape (h, w)
    outlines : Outlines
    arcs : SmoothArcs
    sides : Sides
    unit : int
        So many units are a pixel; curves will be rounded to whole ones.

    Returns
    -------
    complex128 array, shape (2, n)
        Shifts to the left of the curve, in pixels. Where a curve goes on from another,
        both have shifts in the same direction there.
    """
    lower = np.repeat(outlines.lower, np.diff(arcs.first))
    points = arcs.controls()
    shift = SPREAD * _ways(outlines, arcs, sides)
    shift = shift * _clear_part(labels, points, shift, lower)
    return unfolded(points, shift, unit)


def _ways(outlines: Outlines, arcs: SmoothArcs, sides: Sides) -> AnyArray:
    """Return where both ends of each curve go for an edge to be shifted by 1, (2, n)."""
    ends = np.stack([arcs.first[:-1], arcs.first[1:] - 1])
    inner = np.ones(len(arcs.curves.begin), dtype=bool)
    inner[ends[0]] = False
    behind = np.concatenate([np.flatnonzero(inner), ends[0][outlines.closed]])
    before = np.concatenate([np.flatnonzero(inner) - 1, ends[1][outlines.closed]])
    headings = _headings(arcs)
    ways = np.zeros(headings.shape, dtype=complex)
    ways[0][behind] = _mitered(headings[1][before], headings[0][behind])
    ways[1][before] = ways[0][behind]
    for end, vertices in enumerate(outlines.ends()):
        moved = _at_ends(headings, sides, ends, end)
        moved = _on_frame(moved, outlines, vertices)
        kept = ways[end][ends[end]]
        ways[end][ends[end]] = np.where(outlines.closed, kept, moved)
    return ways


def _headings(arcs: SmoothArcs) -> AnyArray:
    """Return the directions in which curves set out and arrive, (2, n).

    Tangents do not tell them: at a sharp tip, a curve turns at once.
    """
    points = arcs.controls()
    ways = [places(points, _NEAR) - points[0], points[3] - places(points, 1 - _NEAR)]
    headings: AnyArray = np.stack(ways) / np.maximum(np.abs(ways), 1e-9)
    return headings


def _clear_part(
    labels: AnyArray, points: AnyArray, shift: AnyArray, lower: AnyArray
) -> F64:
    """Return the part of each shift that leads at most halfway to the open, (2, n)."""
    clear = []
    for t in _LOOKS:
        start, way = places(points, t), between(shift, t)
        turns = [1 + turn for turn in _ASIDE if t in (_LOOKS[0], _LOOKS[-1])]
        part, is_open = np.zeros(len(way)), np.ones(len(way), dtype=bool)
        for step in range(1, _PARTS + 1):
            for turn in [1, *turns]:
                there = start + 2 * step / _PARTS * turn * way
                is_open &= _is_hidden(labels, there, lower)
            part += is_open / _PARTS
        clear.append(part)
    return np.stack([np.min(clear[:3], axis=0), np.min(clear[2:], axis=0)])


def _is_hidden(labels: AnyArray, where: AnyArray, lower: AnyArray) -> Bools:
    """Tell where the area of a label is painted over, or is itself.

    Outside the picture, that is so where it is at the nearest place inside: shapes are
    cut off at the frame.
    """
    height, width = labels.shape
    x = np.clip(where.real, 0, width - 1).astype(np.int64)
    y = np.clip(where.imag, 0, height - 1).astype(np.int64)
    hidden: Bools = labels[y, x] >= lower
    return hidden


def _mitered(before: AnyArray, behind: AnyArray) -> AnyArray:
    """Return the shift of a corner that shifts both of its legs by 1 to the left.

    Parameters
    ----------
    before, behind : complex128 array, shape (n,)
        Directions of the legs.
    """
    turn = cross(before, behind)
    # At the end of a spike, both normals cancel out: the shift goes on beyond it.
    spike = 0.05 * np.sign(turn) * (before - behind)
    middle = -1j * (before + behind) + spike
    length = np.abs(middle)
    size = np.maximum(length, 1e-9) * np.maximum(length / 2, _MITER)
    mitered: AnyArray = middle / size
    return mitered


def _at_ends(headings: AnyArray, sides: Sides, ends: I64, end: int) -> AnyArray:
    """Return where the lower areas spread at one end of all arcs, for 1 pixel.

    Where such an area is the lowest, it spreads around the junction. Otherwise, it
    spreads between its own arc and the next one of the upper area.

    Parameters
    ----------
    headings : complex128 array, shape (2, n)
        As `_headings` returns them.
    sides : Sides
    ends : int64 array, shape (2, m)
        The first and the last curve of each arc.
    end : {0, 1}
        Which end: the beginning or the end.

    Returns
    -------
    complex128 array, shape (m,)
    """
    count = ends.shape[1]
    links = [sides.preceding(), sides.following]
    below, around = links[1 - end][count:], links[end][:count]
    own = headings[end][ends[end]]
    # The lower area's next arc, which has its other end here, if that is lower as well.
    is_lowest = below >= count
    next_own = headings[1 - end][ends[1 - end][below % count]]
    lowest = _mitered(*((next_own, own) if end == 0 else (own, next_own)))
    # The upper area's next arc, in either direction.
    backward, arc = around >= count, around % count
    which = np.where(backward, end, 1 - end)
    beside = headings[which, ends[which, arc]] * np.where(backward, -1, 1)
    middle = -1j * (own + beside)
    middle /= np.maximum(np.abs(middle), 0.1)
    moved: AnyArray = np.where(is_lowest, lowest, middle)
    return moved


def _on_frame(moved: AnyArray, outlines: Outlines, vertices: I64) -> AnyArray:
    """Let ends of arcs on the frame of the picture slide along it."""
    width, height = outlines.size
    where = outlines.places(vertices)
    upright = (where.real == 0) | (where.real == width)
    level = (where.imag == 0) | (where.imag == height)
    along = np.where(level, np.sign(moved.real), 1j * np.sign(moved.imag))
    slid = along * np.abs(moved)
    return np.where(level | upright, slid, moved)
