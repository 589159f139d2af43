"""Add up the histograms of many pictures, all of the same weight, in any order.

Each picture has the same weight. All numbers are integers, and bins are made larger
only if the sum has too many of them. None of this depends on the order in which
pictures are added, so the result is the same for any number of workers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np

from kquant.images.histogram import Histogram, bounded
from kquant.options import MAX_COLORS
from kquant.runtime.arrays import I64, U32, frozen

PICTURE_WEIGHT = 1 << 24  # of one picture, divided among its colors
GROUP = 16  # tallies that are added at a time
MOST_BINS = 1 << 18  # as many as 6 bits per channel give: at least 6 are kept


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Bins of similar colors, with their weights and the sums of their colors.

    Parameters
    ----------
    bits : int
        1 to 8. A bin is a cube of colors that have the same `bits` highest bits in
        each channel.
    bins : uint32 array, shape (n,)
        ``r + 2**bits g + 4**bits b``; distinct, ascending.
    weights : int64 array, shape (n,)
        How much each bin counts in a fit, positive.
    sums : int64 array, shape (n, 3)
        The weighted sums of red, green and blue in each bin.
    areas : int64 array, shape (n,)
        How much of the pictures each bin covers.
    """

    bits: int
    bins: U32
    weights: I64
    sums: I64
    areas: I64

    def __post_init__(self) -> None:
        object.__setattr__(self, "bins", frozen(self.bins, np.uint32))
        object.__setattr__(self, "weights", frozen(self.weights, np.int64))
        object.__setattr__(self, "sums", frozen(self.sums, np.int64))
        object.__setattr__(self, "areas", frozen(self.areas, np.int64))

    def __len__(self) -> int:
        return len(self.bins)

    @classmethod
    def of(cls, histogram: Histogram) -> Self:
        """Make the tally of one picture, which is empty if no pixel is visible.

        Parameters
        ----------
        histogram : Histogram

        Returns
        -------
        Tally
            With a total weight and area of `PICTURE_WEIGHT`, or 0. If few colors have most
            of the pixels, others get a weight of 1, until there are 256.
        """
        quiet = histogram.counts if histogram.quiet is None else histogram.quiet
        weights = equalized(quiet.astype(np.int64), PICTURE_WEIGHT)
        rare = np.flatnonzero(weights == 0)
        missing = max(0, MAX_COLORS - (len(weights) - len(rare)))
        weights[rare[:missing]] = 1  # a palette may need each of these colors
        areas = weights
        if histogram.quiet is not None:
            areas = equalized(histogram.counts.astype(np.int64), PICTURE_WEIGHT)
        seen = weights > 0
        weights, areas = weights[seen], areas[seen]
        sums = histogram.colors[seen] * weights[:, None]
        return cls.gathered(8, histogram.packed[seen], weights, sums, areas)

    def histogram(self) -> Histogram:
        """Return the mean color of each bin, with its weight.

        Returns
        -------
        Histogram
            Its counts are areas. Weights and areas are divided by a power of 2 if
            their sum has over 30 bits. Without weights of their own for the fit, if
            these are the areas.
        """
        weights = self.weights[:, None]
        means = (2 * self.sums + weights) // (2 * weights)  # rounded
        packed = (means @ [1, 1 << 8, 1 << 16]).astype(np.uint32)
        order = np.argsort(packed)
        counts, quiet = (
            bounded(np.maximum(1.0, x[order])) for x in (self.areas, self.weights)
        )
        alike = np.array_equal(counts, quiet)
        return Histogram(packed[order], counts, None if alike else quiet)

    def coarsened(self, bits: int) -> Self:
        """Return the same tally with fewer, larger bins.

        Parameters
        ----------
        bits : int
            Bits per channel, at most as many as now.
        """
        if bits == self.bits:
            return self
        mask = (1 << self.bits) - 1
        bins = np.zeros_like(self.bins)
        for channel in range(3):
            value = self.bins >> np.uint32(channel * self.bits) & np.uint32(mask)
            bins |= value >> np.uint32(self.bits - bits) << np.uint32(channel * bits)
        return self.gathered(bits, bins, self.weights, self.sums, self.areas)

    @classmethod
    def gathered(
        cls, bits: int, bins: U32, weights: I64, sums: I64, areas: I64
    ) -> Self:
        """Make a tally from bins in any order; equal ones are added up.

        The bins are coarsened until there are at most `MOST_BINS`.

        Parameters
        ----------
        bits : int
        bins : uint32 array, shape (n,)
            As in a tally, but in any order, and some may be equal.
        weights : int64 array, shape (n,)
        sums : int64 array, shape (n, 3)
        areas : int64 array, shape (n,)

        Returns
        -------
        Tally
        """
        order = np.argsort(bins, kind="stable")
        bins = bins[order]
        first = np.flatnonzero(np.diff(bins, prepend=~bins[:1]))
        if len(first):
            bins = bins[first]
            weights = np.add.reduceat(weights[order], first)
            sums = np.add.reduceat(sums[order], first, axis=0)
            areas = np.add.reduceat(areas[order], first)
        tally = cls(bits, bins, weights, sums, areas)
        return tally if len(bins) <= MOST_BINS else tally.coarsened(bits - 1)


def equalized(counts: I64, total: int) -> I64:
    """Scale counts in proportion to integers that add up to `total`.

    Parameters
    ----------
    counts : int64 array, shape (n,)
        Not negative. If their sum is 0, they are returned as they are.
    total : int

    Returns
    -------
    int64 array, shape (n,)
        By the largest remainder method; among equal remainders, the first ones win.
    """
    present = int(counts.sum())
    if not present:
        return counts
    shares, remainders = np.divmod(counts * total, present)
    missing = total - int(shares.sum())
    largest = np.argsort(-remainders, kind="stable")[:missing]
    shares[largest] += 1
    result: I64 = shares
    return result


_NONE = np.empty(0, dtype=np.int64)
NOTHING = Tally(8, _NONE.astype(np.uint32), _NONE, _NONE.reshape(0, 3), _NONE)


def total(tallies: Iterable[Tally]) -> Tally:
    """Add up tallies.

    Parameters
    ----------
    tallies : iterable of Tally

    Returns
    -------
    Tally
    """
    parts = [NOTHING, *tallies]
    bits = min(part.bits for part in parts)
    parts = [part.coarsened(bits) for part in parts]
    return Tally.gathered(
        bits,
        np.concatenate([part.bins for part in parts]),
        np.concatenate([part.weights for part in parts]),
        np.concatenate([part.sums for part in parts]),
        np.concatenate([part.areas for part in parts]),
    )
