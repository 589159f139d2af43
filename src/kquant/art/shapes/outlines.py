"""Trace the outlines between areas: each once, from junction to junction.

Labels are numbers in the order in which areas are painted; 0 is left empty, and so is
what lies outside. Corners of pixels are vertices, and edges between pixels of different
labels are cracks. Each crack has a direction, with the greater label on its left.
"""

from typing import NamedTuple, Self

import numpy as np

from kquant.runtime.arrays import I64, AnyArray, Bools

LEFT, BACK = 1, 2  # turns, added to a direction
_STEPS = np.array([1, -1j, -1, 1j])  # right, up, left, down; y grows downward


class Outlines(NamedTuple):
    """All arcs of a map: chains of cracks between junctions, or closed ones.

    Vertices are numbers ``y * (w + 1) + x``; directions are 0 to 3, for right, up, left
    and down.

    Attributes
    ----------
    size : (int, int)
        Width and height of the map, w and h, in pixels.
    origins : int64 array, shape (n,)
        The vertex at which each crack begins; crack after crack, arc after arc.
    directions : int64 array, shape (n,)
        Of the cracks.
    first : int64 array, shape (m + 1,)
        The first crack of each arc, and n.
    closed : bool array, shape (m,)
        Whether an arc has no junction.
    upper, lower : int array, shape (m,)
        The labels on the left and on the right of each arc.
    """

    size: tuple[int, int]
    origins: I64
    directions: I64
    first: I64
    closed: Bools
    upper: AnyArray
    lower: AnyArray

    @classmethod
    def of(cls, labels: AnyArray) -> Self:
        """Trace a map.

        Parameters
        ----------
        labels : uint8 or uint16 array, shape (h, w)

        Returns
        -------
        Outlines
        """
        height, width = labels.shape
        origins, directions, left, right, junctions = _cracks(np.pad(labels, 1))
        ends = origins + vertex_steps(width)[directions]
        leaving = np.empty(len(junctions), dtype=np.int32)
        leaving[origins] = np.arange(len(origins))
        following = np.where(junctions[ends], -1, leaving[ends])
        order, first, chains = _walked(
            following.tolist(), np.flatnonzero(junctions[origins]), directions
        )
        starts = order[first[:-1]]
        return cls(
            (width, height),
            origins[order],
            directions[order],
            first,
            np.arange(len(starts)) >= chains,
            left[starts],
            right[starts],
        )

    def places(self, vertices: I64) -> AnyArray:
        """Return vertices as complex numbers x + iy, in pixels."""
        y, x = np.divmod(vertices, self.size[0] + 1)
        return x + 1j * y

    def middles(self) -> AnyArray:
        """Return the middle of each crack as a complex number, (n,)."""
        return self.places(self.origins) + _STEPS[self.directions] / 2

    def ends(self) -> tuple[I64, I64]:
        """Return the vertices at which each arc begins and ends, (m,) each."""
        last = self.first[1:] - 1
        ahead = vertex_steps(self.size[0])[self.directions[last]]
        return self.origins[self.first[:-1]], self.origins[last] + ahead


def vertex_steps(width: int) -> I64:
    """Return how the number of a vertex changes in each direction, shape (4,)."""
    return np.array([1, -(width + 1), -1, width + 1])


def _cracks(around: AnyArray) -> tuple[I64, I64, AnyArray, AnyArray, Bools]:
    """Find the cracks of a map with an empty margin, (h + 2, w + 2).

    Returns
    -------
    int64 array, int64 array, int array, int array, each of shape (n,)
        Where each crack begins, its direction, and the labels on its left and right.
    bool array, shape ((h + 1) * (w + 1),)
        The vertices at which three or four cracks meet.
    """
    above, below = around[:-1, 1:-1], around[1:, 1:-1]
    before, behind = around[1:-1, :-1], around[1:-1, 1:]
    level, upright = above != below, before != behind
    degree = np.zeros((level.shape[0], upright.shape[1]), dtype=np.uint8)
    degree[:, :-1] += level
    degree[:, 1:] += level
    degree[:-1] += upright
    degree[1:] += upright
    width = upright.shape[1]  # vertices in a row
    flat = _directed(level, (above, below), width, (0, 1), (0, 2))
    steep = _directed(upright, (behind, before), width, (0, width), (3, 1))
    joined = [np.concatenate(pair) for pair in zip(flat, steep, strict=True)]
    return joined[0], joined[1], joined[2], joined[3], degree.reshape(-1) > 2


def _directed(
    cracks: Bools,
    sides: tuple[AnyArray, AnyArray],
    width: int,
    begins: tuple[int, int],
    directions: tuple[int, int],
) -> tuple[I64, I64, AnyArray, AnyArray]:
    """Give cracks of one axis their directions; the first is for a greater first side.

    Returns
    -------
    int64 array, int64 array, int array, int array, each of shape (n,)
        As of `_cracks`.
    """
    y, x = np.nonzero(cracks)
    first, second = (side[y, x] for side in sides)
    is_first = first > second
    origins = y * width + x + np.where(is_first, *begins)
    turned = np.where(is_first, *directions)
    return origins, turned, np.maximum(first, second), np.minimum(first, second)


def _walked(following: list[int], starts: I64, directions: I64) -> tuple[I64, I64, int]:
    """Put the cracks in order, arc after arc.

    Parameters
    ----------
    following : list of int
        The crack after each one, or -1 if it ends at a junction. Overwritten.
    starts : int64 array, shape (c,)
        The cracks that begin at a junction.
    directions : int64 array, shape (n,)

    Returns
    -------
    int64 array, shape (n,)
        The order.
    int64 array, shape (m + 1,)
        The first place of each arc in it, and n.
    int
        The number of arcs that have ends; the closed ones come after them.
    """
    order: list[int] = []
    first = [0]
    for start in starts.tolist():
        crack = start
        while crack >= 0:
            order.append(crack)
            crack = following[crack]
        first.append(len(order))
    chains = len(first) - 1
    seen = np.zeros(len(following), dtype=bool)
    seen[order] = True
    for start in np.flatnonzero(~seen).tolist():
        if following[start] < 0:
            continue
        # The topmost crack, and the leftmost of those: the arc begins at a corner.
        crack = start if directions[start] == 0 else following[start]
        while following[crack] >= 0:
            order.append(crack)
            ahead = following[crack]
            following[crack] = -1
            crack = ahead
        first.append(len(order))
    return np.array(order, dtype=np.int64), np.array(first), chains
