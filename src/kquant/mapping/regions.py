"""Regions of one color in an index map: which they are, how they touch, how they join.

A label for each pixel and three numbers for each region are all that is kept, so that
noise, in which nearly every pixel is a region, takes no more memory than it must.
"""

from collections.abc import Iterator

import numpy as np

from kquant.options import MAX_COLORS
from kquant.runtime.arrays import I64, U8, AnyArray, Bools

_BAND_PIXELS = 1 << 17
_SHUFFLE, _SHUFFLED = 2654435761, 1 << 32  # multiplicative hash (Knuth, TAOCP 6.4)


class Regions:
    """The connected regions of an index map, in bands of rows.

    A region is called by the number of its first run: the runs of equal indices are
    numbered row by row.

    Parameters
    ----------
    indices : uint8 array, shape (h, w)
    visible : bool array, shape (h, w), or None
        Pixels that belong to regions; None means all of them.

    Attributes
    ----------
    colors : uint8 array, shape (n,)
        The color of each region; those that have joined another have none.
    """

    colors: U8

    def __init__(self, indices: U8, visible: Bools | None) -> None:
        height, width = indices.shape
        self._all_visible = visible is None or bool(visible.all())
        integer = np.int32 if indices.size < 1 << 31 else np.int64
        self._labels: AnyArray = np.empty(indices.shape, integer)
        rows = max(1, _BAND_PIXELS // width)
        self._bands = [(top, min(top + rows, height)) for top in range(0, height, rows)]
        self._number(indices, visible)
        self._active = list(range(len(self._bands)))
        self._largest = np.zeros(MAX_COLORS, dtype=np.int64)
        self.join_equals()
        for start in range(0, len(self.colors), _BAND_PIXELS):
            end = min(start + _BAND_PIXELS, len(self.colors))
            self._compare(np.arange(start, end))

    def _number(self, indices: U8, visible: Bools | None) -> None:
        """Give each run its number, its color and its size; 0 if it is not visible."""
        count = 0
        for top, end in self._bands:
            runs = self._labels[top:end]
            begins = _begins(
                indices[top:end], None if visible is None else visible[top:end]
            )
            np.cumsum(begins, dtype=runs.dtype, out=runs.reshape(-1))
            runs += count - 1
            count = int(runs[-1, -1]) + 1
        self.colors = np.empty(count, dtype=np.uint8)
        # The size of a region. One that has joined another has a negative number
        # instead, which tells which one: see `_roots`.
        self._sizes: AnyArray = np.zeros(count, dtype=self._labels.dtype)
        for top, end in self._bands:
            runs = self._labels[top:end].reshape(-1)
            self.colors[runs] = indices[top:end].reshape(-1)
            seen = runs if visible is None else runs[visible[top:end].reshape(-1)]
            first = int(runs[0])
            lengths = np.bincount(seen - first)
            self._sizes[first : first + len(lengths)] += lengths.astype(
                self._sizes.dtype
            )

    def borders(self) -> Iterator[tuple[AnyArray, AnyArray]]:
        """Yield the borders in each band: the regions on both sides of each pixel edge.

        Yields
        ------
        int arrays, shape (m,)
            A pair occurs once for each edge between two pixels of the two regions.
        """
        active, width = set(self._active), self._labels.shape[1]
        for number in self._active:
            top, end = self._bands[number]
            below = end < len(self._labels) and number + 1 not in active
            around = self._labels[max(0, top - 1) : end + below].reshape(-1)
            beside = self._labels[top:end].reshape(-1)
            right = np.flatnonzero(beside[1:] != beside[:-1]) + 1
            right = right[right % width != 0]
            under = np.flatnonzero(around[width:] != around[:-width])
            a = np.concatenate([beside[right - 1], around[under]])
            b = np.concatenate([beside[right], around[under + width]])
            if self._all_visible:
                yield a, b
            else:
                seen = (self._sizes[a] != 0) & (self._sizes[b] != 0)
                yield a[seen], b[seen]

    def join_equals(self) -> None:
        """Join regions that touch and have the same color."""
        for a, b in self.borders():
            same = np.flatnonzero(self.colors[a] == self.colors[b])
            self._compare(self._join(a[same], b[same]))

    def relabel(self, size: int | None = None) -> None:
        """Give the pixels the labels of the regions that theirs have joined.

        Parameters
        ----------
        size : int, optional
            From now on, only bands with regions of fewer pixels are looked at.
        """
        active = []
        for number in self._active:
            top, end = self._bands[number]
            labels = self._labels[max(0, top - 1) : end + 1].reshape(-1)
            self._follow(labels)
            sizes = self._sizes[self._labels[top:end]]
            if size is None or ((sizes > 0) & (sizes < size)).any():
                active.append(number)
        self._active = active

    def specks(self, regions: AnyArray, size: int) -> Bools:
        """Tell which regions have fewer than `size` pixels, and are not the largest.

        Parameters
        ----------
        regions : int array, shape (m,)
        size : int

        Returns
        -------
        bool array, shape (m,)
        """
        champions = -self._largest % len(self.colors)
        small = self._sizes[regions] < size
        small &= champions[self.colors[regions]] != regions
        return small

    def order(self, regions: AnyArray) -> I64:
        """Return numbers by which regions are sorted, smallest first, shape (m,).

        Equals are shuffled: in order of index, most would wait for a neighbor.
        """
        names = regions.astype(np.int64)
        sizes = self._sizes[regions].astype(np.int64)
        return sizes * _SHUFFLED + names * _SHUFFLE % _SHUFFLED

    def last_rows(self) -> Iterator[AnyArray]:
        """Yield the labels in the last row of each band that `borders` looks at."""
        for number in self._active:
            yield self._labels[self._bands[number][1] - 1]

    def paint(self, indices: U8) -> None:
        """Write the color of the region of each visible pixel into an index map."""
        self._active = list(range(len(self._bands)))
        self.relabel()
        for top, end in self._bands:
            indices[top:end] = self.colors[self._labels[top:end]]

    def _follow(self, labels: AnyArray) -> None:
        """Replace regions, (m,), by those that they have joined in the end, in place."""
        sizes = self._sizes[labels]
        places = np.flatnonzero(sizes < 0)
        roots = -1 - sizes[places]
        while (gone := (sizes := self._sizes[roots]) < 0).any():
            roots = np.where(gone, -1 - sizes, roots)
        labels[places] = roots

    def _join(self, a: AnyArray, b: AnyArray) -> AnyArray:
        """Join each region of `a` with that of `b`, (m,), which are overwritten.

        Returns
        -------
        int array, shape (l,)
            The regions that have grown.
        """
        grown = [a[:0]]
        while True:
            self._follow(a)
            self._follow(b)
            apart = a != b
            if not apart.any():
                return np.unique(np.concatenate(grown))
            a, b = a[apart], b[apart]
            joining, first = np.unique(np.maximum(a, b), return_index=True)
            sizes = self._sizes[joining]
            self._sizes[joining] = -1 - np.minimum(a, b)[first]
            roots = joining.copy()
            self._follow(roots)
            self._sizes[joining] = -1 - roots
            np.add.at(self._sizes, roots, sizes)
            grown.append(roots)

    def _compare(self, regions: AnyArray) -> None:
        """Note those of some regions, (m,), that are the largest of their colors."""
        regions = regions[self._sizes[regions] > 0].astype(np.int64)
        # Among equals, the first is the largest.
        rank = self._sizes[regions] * np.int64(len(self.colors)) - regions
        np.maximum.at(self._largest, self.colors[regions], rank)


def _begins(indices: U8, visible: Bools | None) -> Bools:
    """Tell at which pixels of a band runs begin, (h, w)."""
    begins = np.ones(indices.shape, dtype=bool)
    np.not_equal(indices[:, 1:], indices[:, :-1], out=begins[:, 1:])
    if visible is not None:
        begins[:, 1:] |= visible[:, 1:] != visible[:, :-1]
    return begins
