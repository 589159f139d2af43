"""Gather the colors of a picture into bins: a search on these is many times as fast."""

import numpy as np

from kquant.images.histogram import Histogram, ranked
from kquant.kmeans import WeightedPoints
from kquant.runtime.arrays import I32

# Bits of red, green and blue by which bins differ, from coarse to fine; green gets the
# first extra bit, because lightness depends on it most.
_LEVELS = (
    *((4, 5, 4), (5, 5, 4), (5, 5, 5), (5, 6, 5), (6, 6, 5)),
    *((6, 6, 6), (6, 7, 6), (7, 7, 6), (7, 7, 7)),
)
# Of the bins wanted: joining leaves fewer only if a few have most of the weight.
_LEAST = 1 / 3


def coarser(
    histogram: Histogram, fine: WeightedPoints, wanted: int, light: float
) -> WeightedPoints:
    """Gather colors into bins, each of which stands at the mean of its colors.

    Parameters
    ----------
    histogram : Histogram
        With n colors.
    fine : WeightedPoints
        The n colors in the space of the search, with their weights.
    wanted : int
        How many bins there are at least, before light ones are joined.
    light : float
        Bins with less than this part of the mean weight are joined with their
        neighbors. Most bins of a photo are so light that it does not matter where in
        them their colors are.

    Returns
    -------
    WeightedPoints
        `fine` itself if it has fewer points than wanted.
    """
    for bits in _LEVELS:
        labels, count = histogram.bins(bits)
        if count >= wanted:
            break
    else:
        return fine
    if light:
        joined, fewer = _joined(histogram, fine, (labels, count), bits, light)
        if fewer >= _LEAST * wanted:
            labels, count = joined, fewer
    counts, sums = fine.group_sums(labels, count)
    means = np.rint(sums / counts[:, None])
    return WeightedPoints(means.astype(np.float32), counts, fine.fixed, lattice=True)


def _joined(
    histogram: Histogram,
    fine: WeightedPoints,
    bins: tuple[I32, int],
    bits: tuple[int, int, int],
    light: float,
) -> tuple[I32, int]:
    """Join light bins that share all but the last bit of each channel."""
    labels, count = bins
    weights = np.bincount(labels, fine.weights)
    is_light = weights < light * fine.total / count
    red, green, blue = bits
    larger, more = histogram.bins((red - 1, green - 1, blue - 1))
    joined = np.where(is_light[labels], larger + np.int32(count), labels)
    distinct, ranks = ranked(joined, count + more)
    return ranks, len(distinct)
