"""Regions of one colour: small ones take the colour of what surrounds them."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kquant.arrays import F64, I64, readonly
from kquant.colorspace import srgb_to_oklab
from kquant.image import IndexedImage
from kquant.palette import MAX_COLORS, Palette

_Mask = NDArray[np.bool_]

_SHUFFLE, _SHUFFLED = 2654435761, 1 << 32  # multiplicative hash (Knuth, TAOCP 6.4)


def absorb_specks(image: IndexedImage, size: int) -> IndexedImage:
    """Give regions of fewer than `size` pixels the colour around them.

    A region is a set of visible pixels of one colour that touch along their edges.
    A speck takes the colour with which it shares the longest border; of several the
    one most like its own, then the lowest index. The smallest go first, and what
    they join may then be large enough. The largest region of a colour stays what it
    is, so that no colour is lost.

    Parameters
    ----------
    image : IndexedImage
    size : int
        In pixels; 1 changes nothing.
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
    """A graph of regions, each named after one of the runs of pixels in it.

    Attributes
    ----------
    of_run : int64 array, shape (n,)
        The region that each run is in.
    colors, sizes : int64 arrays, shape (n,)
        By region; sizes are 0 where there is none of that name.
    pairs : int64 array, shape (2, m)
        Regions that touch; a pair may come more than once.
    lengths : int64 array, shape (m,)
        Of the border they share, in pixels.
    """

    of_run: I64
    colors: I64
    sizes: I64
    pairs: I64
    lengths: I64

    def join(self) -> None:
        """Make one of regions that touch and have the same colour."""
        same = self.colors[self.pairs[0]] == self.colors[self.pairs[1]]
        joined = _connected(len(self.sizes), self.pairs[:, same])
        sizes = np.bincount(joined, self.sizes, len(self.sizes))
        self.sizes = sizes.astype(np.int64)
        self.of_run = joined[self.of_run]
        self.pairs = joined[self.pairs[:, ~same]]
        self.lengths = self.lengths[~same]

    def specks(self, size: int) -> _Mask:
        """Find regions to be recoloured now: of two that touch, only the smaller."""
        names = np.arange(len(self.sizes))
        largest = np.zeros(MAX_COLORS, dtype=np.int64)
        rank = self.sizes * len(names) - names  # the first of several is the largest
        np.maximum.at(largest, self.colors, rank)
        specks = (self.sizes < size) & (rank < largest[self.colors])
        bordering = np.zeros(len(names), dtype=bool)
        bordering[self.pairs] = True
        specks &= bordering
        # Shuffled, as in order of the names they would all have to wait in line.
        order = self.sizes * _SHUFFLED + names * _SHUFFLE % _SHUFFLED
        pairs = self.pairs[:, specks[self.pairs].all(axis=0)]
        first_is_larger = order[pairs[0]] > order[pairs[1]]
        specks[np.where(first_is_larger, *pairs)] = False
        return specks

    def recolor(self, specks: _Mask, differences: F64) -> None:
        """Give each speck the colour that it shares the longest border with."""
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
    """Find the stretches of equal values in the rows.

    Returns
    -------
    runs : int32 array, shape (h, w)
        The number of the run that each pixel is in.
    starts : int64 array, shape (n,)
        Where each run starts, row after row.
    """
    begins = np.ones(values.shape, dtype=bool)
    np.not_equal(values[:, 1:], values[:, :-1], out=begins[:, 1:])
    runs = begins.reshape(-1).cumsum(dtype=np.int32) - np.int32(1)
    return runs.reshape(values.shape), np.flatnonzero(begins)


def _borders(runs: NDArray[np.int32], starts: I64, shown: _Mask) -> tuple[I64, I64]:
    """Return the pairs of visible runs that touch, (2, m), and along how many pixels."""
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
    """Return for each of n nodes the lowest node that it is connected with."""
    parents = np.arange(n)
    while pairs.size:
        np.minimum.at(parents, pairs.max(axis=0), pairs.min(axis=0))
        while not np.array_equal(parents, grandparents := parents[parents]):
            parents = grandparents
        pairs = parents[pairs]
        pairs = pairs[:, pairs[0] != pairs[1]]
    return parents


def _differences(palette: Palette) -> F64:
    """Return how unlike the colours are, (k, k), free of rounding errors."""
    lab = srgb_to_oklab(palette.colors)
    squares: F64 = np.square(lab[:, None] - lab).sum(axis=2)
    return squares.round(9)
