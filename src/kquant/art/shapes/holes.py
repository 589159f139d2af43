"""Leave out holes that are painted over: they would only take space, and fold up."""

import numpy as np

from kquant.art.shapes.outlines import Outlines
from kquant.runtime.arrays import I64, AnyArray

_LARGEST = 1 << 16  # pixels of the rectangle around a hole that is looked at
_STEPS = (1, 0, -1, 0), (0, -1, 0, 1)  # of x and y, in each direction


def without_hidden(
    order: I64, loops: I64, labels: AnyArray, outlines: Outlines
) -> tuple[I64, I64]:
    """Leave out the holes of areas in which only areas above them are.

    A hole in an area that spreads gets smaller. One of a few pixels would turn inside
    out, and overlap with others like it.

    Parameters
    ----------
    order : int64 array, shape (s,)
        Sides, as `Sides.loops` returns them.
    loops : int64 array, shape (l + 1,)
        The first side of each loop, and s.
    labels : uint8 or uint16 array, shape (h, w)
    outlines : Outlines

    Returns
    -------
    int64 array, shape (t,)
        The sides of the loops that stay.
    int64 array, shape (k + 1,)
    """
    count = len(outlines.lower)
    arc, backward = order % count, order >= count
    area, left, top, right, bottom = _measured(outlines)
    area = np.add.reduceat(np.where(backward, -area[arc], area[arc]), loops[:-1])
    least = np.minimum.reduceat(np.stack([left, top])[:, arc], loops[:-1], axis=1)
    most = np.maximum.reduceat(np.stack([right, bottom])[:, arc], loops[:-1], axis=1)
    small = (most - least).prod(axis=0) <= _LARGEST
    below = np.logical_and.reduceat(backward, loops[:-1])
    stays = np.ones(len(area), dtype=bool)
    own = outlines.lower[arc[loops[:-1]]]
    for hole in np.flatnonzero((area < 0) & small & below).tolist():
        (x0, y0), (x1, y1) = least[:, hole], most[:, hole]
        stays[hole] = labels[y0:y1, x0:x1].min() < own[hole]
    lengths = np.diff(loops)
    kept = np.concatenate([[0], np.cumsum(lengths[stays])])
    return order[np.repeat(stays, lengths)], kept


def _measured(outlines: Outlines) -> tuple[I64, I64, I64, I64, I64]:
    """Return twice the area to the left of each arc, and its extent, (m,) each.

    The area is that between the arc and the origin; it adds up around a loop.
    """
    y, x = np.divmod(outlines.origins, outlines.size[0] + 1)
    dx, dy = (np.array(steps)[outlines.directions] for steps in _STEPS)
    start = outlines.first[:-1]
    area = np.add.reduceat(y * dx - x * dy, start)
    return (
        area,
        np.minimum.reduceat(np.minimum(x, x + dx), start),
        np.minimum.reduceat(np.minimum(y, y + dy), start),
        np.maximum.reduceat(np.maximum(x, x + dx), start),
        np.maximum.reduceat(np.maximum(y, y + dy), start),
    )
