"""Spread areas beneath those that are painted over them, so that no seam shows.

If two areas ended at the same edge, each would cover a part of the pixels along it, and
what lies below both would shine through. So only the upper area has the edge. The lower
one goes on beneath it, at most halfway to a place where the upper one does not hide it.
"""

import numpy as np

from kquant.art.shapes.outlines import Outlines
from kquant.art.shapes.sides import Sides
from kquant.art.shapes.smoothing import SmoothArcs
from kquant.runtime.arrays import F64, I64, AnyArray, Bools

SPREAD = 2.5  # pixels: at the size of the picture, an edge blurs 1.42 at most
_STEP = 0.5  # between the places that are looked at, in pixels
_LOOKS = (0.02, 0.25, 0.5, 0.75, 0.98)  # parameters from where; the third serves twice
_PARTS = 8  # of a shift, at which its way is looked at
_ASIDE = (1 + 0.5j, 1 - 0.5j)  # ways beside that: a corner spreads to both sides
_MITER = 0.5  # least of 1 + cosine at a corner, by which a shift is lengthened


def shifts(
    labels: AnyArray, outlines: Outlines, arcs: SmoothArcs, sides: Sides
) -> AnyArray:
    """Return how far the lower area spreads at both ends of each curve.

    Parameters
    ----------
    labels : uint8 or uint16 array, shape (h, w)
    outlines : Outlines
    arcs : SmoothArcs
    sides : Sides

    Returns
    -------
    complex128 array, shape (2, n)
        Shifts to the left of the curve, in pixels.
    """
    lower = np.repeat(outlines.lower, np.diff(arcs.first))
    clear = _clear(labels, arcs, lower)
    reach = np.stack([clear[:3].min(axis=0), clear[2:].min(axis=0)])
    shift = _shifted(outlines, arcs, sides, reach)
    return shift * _clear_part(labels, arcs, shift, lower)


def _neighbors(outlines: Outlines, arcs: SmoothArcs) -> tuple[I64, I64]:
    """Return the curves that follow another of the same arc, and those others."""
    ends = np.stack([arcs.first[:-1], arcs.first[1:] - 1])
    inner = np.ones(len(arcs.curves.begin), dtype=bool)
    inner[ends[0]] = False
    behind = np.concatenate([np.flatnonzero(inner), ends[0][outlines.closed]])
    before = np.concatenate([np.flatnonzero(inner) - 1, ends[1][outlines.closed]])
    return behind, before


def _shifted(
    outlines: Outlines, arcs: SmoothArcs, sides: Sides, reach: F64
) -> AnyArray:
    """Return the shift of both ends of each curve, at most by `reach`, (2, n)."""
    ends = np.stack([arcs.first[:-1], arcs.first[1:] - 1])
    behind, before = _neighbors(outlines, arcs)
    tangents = arcs.curves.tangents
    shift = np.zeros(reach.shape, dtype=complex)
    shared = np.minimum(reach[0][behind], reach[1][before])
    shared = shared * _mitered(tangents[1][before], tangents[0][behind])
    shift[0][behind] = shift[1][before] = shared
    for end, vertices in enumerate(outlines.ends()):
        moved = _at_ends(arcs, sides, reach, ends, end)
        moved = _on_frame(moved, outlines, vertices)
        kept = shift[end][ends[end]]
        shift[end][ends[end]] = np.where(outlines.closed, kept, moved)
    return shift


def _clear(labels: AnyArray, arcs: SmoothArcs, lower: AnyArray) -> F64:
    """Return half of the clear way to the left of each curve, float64, (5, n)."""
    points, inner = arcs.points, arcs.curves.handles
    corners = points[arcs.curves.begin], points[arcs.curves.end]
    t = np.array(_LOOKS)[:, None]
    s = 1 - t
    place = (
        corners[0] * s**3
        + corners[1] * t**3
        + 3 * s * t * (inner[0] * s + inner[1] * t)
    )
    slope = (inner[0] - corners[0]) * s**2 + (corners[1] - inner[1]) * t**2
    slope += 2 * (inner[1] - inner[0]) * s * t
    normal = -1j * slope / np.maximum(np.abs(slope), 1e-9)
    clear, is_open = np.zeros(place.shape), np.ones(place.shape, dtype=bool)
    for step in range(1, round(2 * SPREAD / _STEP) + 1):
        is_open &= _is_hidden(labels, place + step * _STEP * normal, lower)
        clear += is_open * _STEP
    return clear / 2


def _clear_part(
    labels: AnyArray, arcs: SmoothArcs, shift: AnyArray, lower: AnyArray
) -> F64:
    """Return the part of each shift that leads at most halfway to the open, (2, n)."""
    ends = np.stack([arcs.points[arcs.curves.begin], arcs.points[arcs.curves.end]])
    clear, is_open = np.zeros(ends.shape), np.ones(ends.shape, dtype=bool)
    for step in range(1, _PARTS + 1):
        way = 2 * step / _PARTS * shift
        is_open &= _is_hidden(labels, ends + way, lower)
        for turn in _ASIDE:  # shapes are cut off at the frame
            is_open &= _is_hidden(labels, _framed(labels, ends + turn * way), lower)
        clear += is_open / _PARTS
    return clear


def _framed(labels: AnyArray, places: AnyArray) -> AnyArray:
    """Return the nearest places within the picture."""
    height, width = labels.shape
    x, y = places.real.clip(0, width), places.imag.clip(0, height)
    framed: AnyArray = x + 1j * y
    return framed


def _is_hidden(labels: AnyArray, places: AnyArray, lower: AnyArray) -> Bools:
    """Tell where the area of a label is painted over, or is itself."""
    height, width = labels.shape
    inside = (places.real >= 0) & (places.real <= width)
    inside &= (places.imag >= 0) & (places.imag <= height)
    x = np.clip(places.real, 0, width - 1).astype(np.int64)
    y = np.clip(places.imag, 0, height - 1).astype(np.int64)
    found = labels[y, x]
    hidden: Bools = (found >= lower) & inside
    return hidden


def _mitered(before: AnyArray, behind: AnyArray) -> AnyArray:
    """Return the shift of a corner that shifts both of its legs by 1 to the left.

    Parameters
    ----------
    before, behind : complex128 array, shape (n,)
        Directions of the legs.
    """
    turn = before.real * behind.imag - before.imag * behind.real
    # At the end of a spike, both normals cancel out: the shift goes on beyond it.
    spike = 0.05 * np.sign(turn) * (before - behind)
    middle = -1j * (before + behind) + spike
    length = np.abs(middle)
    size = np.maximum(length, 1e-9) * np.maximum(length / 2, _MITER)
    mitered: AnyArray = middle / size
    return mitered


def _at_ends(
    arcs: SmoothArcs, sides: Sides, reach: F64, ends: I64, end: int
) -> AnyArray:
    """Return where the lower areas spread at one end of all arcs.

    Where such an area is the lowest, it spreads around the junction. Otherwise, it
    spreads between its own arc and the next one of the upper area.

    Parameters
    ----------
    arcs : SmoothArcs
    sides : Sides
    reach : float64 array, shape (2, n)
        The most by which the ends of curves are shifted.
    ends : int64 array, shape (2, m)
        The first and the last curve of each arc.
    end : {0, 1}
        Which end: the beginning or the end.

    Returns
    -------
    complex128 array, shape (m,)
    """
    count = ends.shape[1]
    tangents = arcs.curves.tangents
    links = [sides.preceding(), sides.following]
    below, around = links[1 - end][count:], links[end][:count]
    own, own_reach = tangents[end][ends[end]], reach[end][ends[end]]
    # The lower area's next arc, which has its other end here, if that is lower as well.
    is_lowest = below >= count
    next_curve = ends[1 - end][below % count]
    next_own = tangents[1 - end][next_curve]
    pair = (next_own, own) if end == 0 else (own, next_own)
    lowest = np.minimum(own_reach, reach[1 - end][next_curve]) * _mitered(*pair)
    # The upper area's next arc, in either direction.
    backward, arc = around >= count, around % count
    which = np.where(backward, end, 1 - end)
    beside = tangents[which, ends[which, arc]] * np.where(backward, -1, 1)
    between: AnyArray = -1j * (own + beside)
    between = own_reach * between / np.maximum(np.abs(between), 0.1)
    moved: AnyArray = np.where(is_lowest, lowest, between)
    return moved


def _on_frame(moved: AnyArray, outlines: Outlines, vertices: I64) -> AnyArray:
    """Let ends of arcs on the frame of the picture slide along it."""
    width, height = outlines.size
    places = outlines.places(vertices)
    upright = (places.real == 0) | (places.real == width)
    level = (places.imag == 0) | (places.imag == height)
    along = np.where(level, np.sign(moved.real), 1j * np.sign(moved.imag))
    slid = along * np.abs(moved)
    return np.where(level | upright, slid, moved)
