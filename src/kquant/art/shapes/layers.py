"""Shapes of an index map: the outlines of each color, to be painted in order."""

from typing import NamedTuple

import numpy as np

from kquant.art.shapes.holes import without_hidden
from kquant.art.shapes.outlines import Outlines
from kquant.art.shapes.sides import Sides
from kquant.art.shapes.smoothing import SmoothArcs, smooth
from kquant.art.shapes.spreading import shifts
from kquant.runtime.arrays import I64, AnyArray

_FINE, _COARSE = 10, 4  # units per pixel: small files need whole numbers
_LARGE = 1 << 22  # pixels of a picture, from which on units are coarse


class Layer(NamedTuple):
    """The areas of one label.

    Attributes
    ----------
    label : int
    curves : int32 array, shape (n, 4, 2)
        Bezier curves: x and y of their four control points.
    first : int64 array, shape (l + 1,)
        The first curve of each closed outline, and n.
    """

    label: int
    curves: AnyArray
    first: I64


class Shapes(NamedTuple):
    """The areas of an index map as outlines; fill them by the nonzero rule.

    Attributes
    ----------
    width, height : int
        Of the map, in pixels.
    unit : int
        Coordinates are whole numbers; so many of them are a pixel.
    layers : tuple of Layer
        In the order of painting, without labels that do not occur.
    """

    width: int
    height: int
    unit: int
    layers: tuple[Layer, ...]


def trace(labels: AnyArray, *, sharp: bool = False, spreads: bool = True) -> Shapes:
    """Find the shapes of all areas.

    Areas spread beneath those that are painted over them: see `spreading`.

    Parameters
    ----------
    labels : uint8 or uint16 array, shape (h, w)
        Numbers in the order in which areas are painted; those with 0 stay empty.
    sharp : bool
        Whether outlines follow the edges of pixels instead of smooth curves.
    spreads : bool
        Whether areas spread. Otherwise, they end exactly where others begin.

    Returns
    -------
    Shapes

    Examples
    --------
    >>> square = trace(np.array([[1]], dtype=np.uint8))
    >>> square.unit, square.layers[0].curves[:, 0].tolist()
    (10, [[0, 0], [0, 10], [10, 10], [10, 0]])
    """
    height, width = labels.shape
    unit = _FINE if labels.size < _LARGE else _COARSE
    outlines = Outlines.of(labels)
    if not len(outlines.origins):
        return Shapes(width, height, unit, ())
    arcs, sides = smooth(outlines, sharp=sharp), Sides.of(outlines)
    order, loops = sides.loops()
    shift = np.zeros((2, len(arcs.curves.begin)), dtype=complex)
    if spreads:
        order, loops = without_hidden(order, loops, labels, outlines)
        shift = shifts(labels, outlines, arcs, sides, unit)
    curves, begin = _ordered(order, arcs, shift, unit)
    np.clip(curves, 0, (unit * width, unit * height), out=curves)
    curves, first = _bridged(curves, begin[loops])
    of_loop = sides.labels[order[loops[:-1]]]
    layers: list[Layer] = []
    for label in np.unique(of_loop).tolist():
        mine = np.flatnonzero(of_loop == label)
        own = first[mine[0] : mine[-1] + 2]
        layers.append(Layer(label, curves[own[0] : own[-1]], own - own[0]))
    return Shapes(width, height, unit, tuple(layers))


def _ordered(
    order: I64, arcs: SmoothArcs, shift: AnyArray, unit: int
) -> tuple[AnyArray, I64]:
    """Put the curves of sides in order; those of lower areas are shifted.

    Parameters
    ----------
    order : int64 array, shape (s,)
        Sides, as `Sides.loops` returns them.
    arcs : SmoothArcs
    shift : complex128 array, shape (2, n)
    unit : int

    Returns
    -------
    int32 array, shape (c, 4, 2)
        The curves, in units.
    int64 array, shape (s + 1,)
        The first curve of each side, and c.
    """
    count = len(arcs.first) - 1
    arc, backward = order % count, order >= count
    lengths = np.diff(arcs.first)[arc]
    begin = np.concatenate([[0], np.cumsum(lengths)])
    side = np.repeat(np.arange(len(order)), lengths)
    nth = np.arange(begin[-1]) - begin[side]
    last = arcs.first[1:][arc] - 1
    curve = np.where(backward[side], last[side] - nth, arcs.first[:-1][arc][side] + nth)
    points = arcs.controls()
    chosen = points[:, curve] + shift[[0, 0, 1, 1]][:, curve] * backward[side]
    chosen = np.where(backward[side], chosen[::-1], chosen) * unit
    whole = np.rint(np.stack([chosen.real, chosen.imag], axis=-1)).astype(np.int32)
    return np.ascontiguousarray(whole.transpose(1, 0, 2)), begin


def _bridged(curves: AnyArray, first: I64) -> tuple[AnyArray, I64]:
    """Insert a line where a curve begins elsewhere than the one before it has ended.

    Parameters
    ----------
    curves : int32 array, shape (n, 4, 2)
    first : int64 array, shape (l + 1,)
        The first curve of each loop, and n.

    Returns
    -------
    int32 array, shape (n + b, 4, 2)
    int64 array, shape (l + 1,)
    """
    before = np.arange(len(curves)) - 1
    before[first[:-1]] = first[1:] - 1
    ends, starts = curves[before, 3], curves[:, 0]
    apart = np.flatnonzero((ends != starts).any(axis=1))
    ends, starts = ends[apart], starts[apart]
    bridges = np.stack([ends, ends, starts, starts], axis=1)
    moved = first + np.searchsorted(apart, first)
    return np.insert(curves, apart, bridges, axis=0), moved
