"""The removal of specks as it was first written: slow, in much memory, by graphs of runs."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kquant.color.spaces import srgb_to_oklab
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.options import MAX_COLORS
from kquant.runtime.arrays import F64, I64, readonly

_Mask = NDArray[np.bool_]

_SHUFFLE, _SHUFFLED = 2654435761, 1 << 32  # multiplicative hash (Knuth, TAOCP 6.4)


def slowly_absorbed(image: IndexedImage, size: int) -> IndexedImage:
    """Give regions of fewer than `size` pixels the color around them.

    A region is a set of visible pixels of one color that touch along their edges.
    A speck takes the color with which it shares the longest border. In a tie, the
    most similar color wins, then the lowest index. The smallest specks go first; the
    regions that they join may then be large enough. The largest region of each color
    does not change, so that no color is lost.

    Parameters
    ----------
    image : IndexedImage
    size : int
        In pixels; 1 changes nothing.

    Returns
    -------
    IndexedImage
        With the same palette.
    """
    if size <= 1:
        return image
    visible = np.full(image.indices.shape, True)
    if image.alpha is not None:
        visible = image.alpha > 0
    runs, starts = _runs(image.indices.astype(np.int16) - MAX_COLORS * ~visible)
    shown = visible.reshape(-1)[starts]
    colors = image.indices.reshape(-1)[starts].astype(np.int64)
    regions = _Regions(
        np.arange(len(starts)),
        colors,
        np.diff(starts, append=runs.size) * shown,
        *_borders(runs, starts, shown),
    )
    differences = _differences(image.palette)
    regions.join()
    while (specks := regions.specks(size)).any():
        regions.recolor(specks, differences)
        regions.join()
    indices = regions.colors[regions.of_run].astype(np.uint8)[runs]
    return replace(image, indices=readonly(indices))


@dataclass(slots=True)
class _Regions:
    """A graph of regions, each identified by the index of one of its runs.

    Attributes
    ----------
    of_run : int64 array, shape (n,)
        The region of each run.
    colors, sizes : int64 arrays, shape (n,)
        By region; the size is 0 if no region has that index.
    pairs : int64 array, shape (2, m)
        Regions that touch; a pair may occur more than once.
    lengths : int64 array, shape (m,)
        Length of the border between the pair, in pixels.
    """

    of_run: I64
    colors: I64
    sizes: I64
    pairs: I64
    lengths: I64

    def join(self) -> None:
        """Join regions that touch and have the same color."""
        same = self.colors[self.pairs[0]] == self.colors[self.pairs[1]]
        joined = _connected(len(self.sizes), self.pairs[:, same])
        sizes = np.bincount(joined, self.sizes, len(self.sizes))
        self.sizes = sizes.astype(np.int64)
        self.of_run = joined[self.of_run]
        self.pairs = joined[self.pairs[:, ~same]]
        self.lengths = self.lengths[~same]

    def specks(self, size: int) -> _Mask:
        """Find the regions to recolor now.

        Parameters
        ----------
        size : int
            Smaller regions are specks.

        Returns
        -------
        bool array, shape (n,)
            By region. If two specks touch, only the smaller is recolored now.
        """
        names = np.arange(len(self.sizes))
        largest = np.zeros(MAX_COLORS, dtype=np.int64)
        rank = self.sizes * len(names) - names  # among equals, the first is the largest
        np.maximum.at(largest, self.colors, rank)
        specks = (self.sizes < size) & (rank < largest[self.colors])
        bordering = np.zeros(len(names), dtype=bool)
        bordering[self.pairs] = True
        specks &= bordering
        # Ties are shuffled: in order of index, most specks would wait for a neighbor.
        order = self.sizes * _SHUFFLED + names * _SHUFFLE % _SHUFFLED
        pairs = self.pairs[:, specks[self.pairs].all(axis=0)]
        first_is_larger = order[pairs[0]] > order[pairs[1]]
        specks[np.where(first_is_larger, *pairs)] = False
        return specks

    def recolor(self, specks: _Mask, differences: F64) -> None:
        """Give each speck the color with which it shares the longest border.

        Parameters
        ----------
        specks : bool array, shape (n,)
            As `specks` returns them.
        differences : float64 array, shape (k, k)
            How different the colors are.
        """
        inside = np.concatenate(self.pairs)
        outside = np.concatenate(self.pairs[::-1])
        chosen = np.flatnonzero(specks[inside])
        keys = inside[chosen] * MAX_COLORS + self.colors[outside[chosen]]
        keys, which = np.unique(keys, return_inverse=True)
        lengths = np.bincount(which, np.tile(self.lengths, 2)[chosen])
        speck, color = np.divmod(keys, MAX_COLORS)
        order = np.lexsort(
            [color, differences[self.colors[speck], color], -lengths, speck]
        )
        speck, first = np.unique(speck[order], return_index=True)
        self.colors[speck] = color[order[first]]


def _runs(values: NDArray[np.int16]) -> tuple[NDArray[np.int32], I64]:
    """Find the runs of equal values in the rows.

    Returns
    -------
    runs : int32 array, shape (h, w)
        The index of the run of each pixel.
    starts : int64 array, shape (n,)
        The flat index of the first pixel of each run.
    """
    begins = np.ones(values.shape, dtype=bool)
    np.not_equal(values[:, 1:], values[:, :-1], out=begins[:, 1:])
    runs = begins.reshape(-1).cumsum(dtype=np.int32) - np.int32(1)
    return runs.reshape(values.shape), np.flatnonzero(begins)


def _borders(runs: NDArray[np.int32], starts: I64, shown: _Mask) -> tuple[I64, I64]:
    """Return the pairs of visible runs that touch, (2, m), and their borders, (m,)."""
    right = np.flatnonzero(starts % runs.shape[1])
    beside = np.stack([right - 1, right])
    above, below = runs[:-1].reshape(-1), runs[1:].reshape(-1)
    begins = np.ones(len(above), dtype=bool)
    np.not_equal(above[1:], above[:-1], out=begins[1:])
    begins[1:] |= below[1:] != below[:-1]
    places = np.flatnonzero(begins)
    stacked = np.stack([above[places], below[places]]).astype(np.int64)
    pairs = np.hstack([beside, stacked])
    lengths = np.ones(pairs.shape[1], dtype=np.int64)
    lengths[len(right) :] = np.diff(places, append=len(above))
    visible = shown[pairs].all(axis=0)
    return pairs[:, visible], lengths[visible]


def _connected(n: int, pairs: I64) -> I64:
    """Return the lowest node that each of n nodes is connected to, shape (n,)."""
    parents = np.arange(n)
    while pairs.size:
        np.minimum.at(parents, pairs.max(axis=0), pairs.min(axis=0))
        while not np.array_equal(parents, grandparents := parents[parents]):
            parents = grandparents
        pairs = parents[pairs]
        pairs = pairs[:, pairs[0] != pairs[1]]
    return parents


def _differences(palette: Palette) -> F64:
    """Return the squared color differences, shape (k, k), without rounding errors."""
    lab = srgb_to_oklab(palette.colors)
    squares: F64 = np.square(lab[:, None] - lab).sum(axis=2)
    return squares.round(9)
