"""The two sides of each arc, and how they make up the outlines of areas."""

from typing import NamedTuple, Self

import numpy as np

from kquant.art.shapes.outlines import Outlines
from kquant.runtime.arrays import I64, AnyArray, Bools

_LEFT, _BACK = 1, 2  # turns, added to a direction


class Sides(NamedTuple):
    """Sides of arcs: side i is arc i, and side m + i is arc i walked backward.

    The area of a side is on its left: the upper one, or backward the lower one.

    Attributes
    ----------
    labels : int array, shape (2m,)
    following : int64 array, shape (2m,)
        The side that goes on around the same area.
    """

    labels: AnyArray
    following: I64

    @classmethod
    def of(cls, outlines: Outlines) -> Self:
        """Link the sides of all arcs.

        Parameters
        ----------
        outlines : Outlines

        Returns
        -------
        Sides
        """
        begin, end = outlines.ends()
        out = outlines.directions[outlines.first[:-1]]
        into = outlines.directions[outlines.first[1:] - 1]
        count = len(begin)
        leaves = np.concatenate([begin, end]) * 4
        leaves += np.concatenate([out, (into + _BACK) % 4])
        arrives = np.concatenate([end, begin]) * 4
        heading = np.concatenate([into, (out + _BACK) % 4])
        order = np.argsort(leaves, kind="stable")
        known = leaves[order]

        def leaving(keys: I64) -> tuple[I64, Bools]:
            places = np.minimum(np.searchsorted(known, keys), 2 * count - 1)
            return order[places], known[places] == keys

        # An area ends at the first crack on the left, or else goes straight on.
        left, is_there = leaving(arrives + (heading + _LEFT) % 4)
        ahead, _ = leaving(arrives + heading)
        following = np.where(is_there, left, ahead)
        closed = np.concatenate([outlines.closed] * 2)
        following[closed] = np.flatnonzero(closed)
        return cls(np.concatenate([outlines.upper, outlines.lower]), following)

    def preceding(self) -> I64:
        """Return the side that comes before each one, (2m,)."""
        preceding = np.empty_like(self.following)
        preceding[self.following] = np.arange(len(self.following))
        return preceding

    def loops(self) -> tuple[I64, I64]:
        """Return the sides in the order of labels and around areas, without label 0.

        Returns
        -------
        int64 array, shape (s,)
            The sides.
        int64 array, shape (l + 1,)
            The first place of each loop, and s.
        """
        following = self.following.tolist()
        order: list[int] = []
        first: list[int] = []
        for start in np.argsort(self.labels, kind="stable").tolist():
            if following[start] < 0 or not self.labels[start]:
                continue
            first.append(len(order))
            side = start
            while following[side] >= 0:
                order.append(side)
                ahead = following[side]
                following[side] = -1
                side = ahead
        return np.array(order, dtype=np.int64), np.array([*first, len(order)])
