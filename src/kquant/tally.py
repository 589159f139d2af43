"""Histograms of many pictures, added up: exact, bounded, and in any order.

Each picture weighs the same. All numbers are whole, and colours are gathered into
bins only as far as the sum has too many of them, which does not depend on the order
in which pictures are added: the result is the same for any number of workers.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from kquant.arrays import I64, U32, frozen
from kquant.histogram import Histogram

PICTURE_WEIGHT = 1 << 24  # of one picture, divided among its colours
MOST_BINS = 1 << 18  # as many as there are of 6 bits a channel: it always ends
_TOTAL_BITS = 30  # of the weight of all, so that sums in the fit stay exact


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Bins of colours with the weight of those in each, and their sums.

    Parameters
    ----------
    bits : int
        Of a channel, 8 or fewer: each bin is a cube of colours that agree in them.
    bins : uint32 array, shape (n,)
        ``r + 2**bits g + 4**bits b``; distinct, ascending.
    weights : int64 array, shape (n,)
    sums : int64 array, shape (n, 3)
        Of red, green and blue, each times its weight.
    """

    bits: int
    bins: U32
    weights: I64
    sums: I64

    def __post_init__(self) -> None:
        object.__setattr__(self, "bins", frozen(self.bins, np.uint32))
        object.__setattr__(self, "weights", frozen(self.weights, np.int64))
        object.__setattr__(self, "sums", frozen(self.sums, np.int64))

    def __len__(self) -> int:
        return len(self.bins)

    @classmethod
    def of(cls, histogram: Histogram) -> Self:
        """Count one picture; one without visible pixels counts nothing."""
        weights = equalized(histogram.counts.astype(np.int64), PICTURE_WEIGHT)
        seen = weights > 0
        weights = weights[seen]
        sums = histogram.colors[seen] * weights[:, None]
        return cls(8, histogram.packed[seen], weights, sums)._bounded()

    def __add__(self, other: Self) -> Self:
        """Return the tally of the pictures of both."""
        bits = min(self.bits, other.bits)
        parts = self._coarsened(bits), other._coarsened(bits)
        bins = np.concatenate([part.bins for part in parts])
        weights = np.concatenate([part.weights for part in parts])
        sums = np.concatenate([part.sums for part in parts])
        return self._gathered(bits, bins, weights, sums)._bounded()

    def histogram(self) -> Histogram:
        """Return the mean colour of each bin, with its weight."""
        weights = self.weights[:, None]
        means = (2 * self.sums + weights) // (2 * weights)  # rounded
        packed = (means @ [1, 1 << 8, 1 << 16]).astype(np.uint32)
        excess = int(self.weights.sum()).bit_length() - _TOTAL_BITS
        counts = np.maximum(1, self.weights >> max(0, excess))
        order = np.argsort(packed)
        return Histogram(packed[order], counts[order].astype(np.float64))

    def _bounded(self) -> Self:
        """Return a tally with wider bins if there are too many."""
        tally = self
        while len(tally) > MOST_BINS:
            tally = tally._coarsened(tally.bits - 1)
        return tally

    def _coarsened(self, bits: int) -> Self:
        """Return a tally with bins of so many bits, at most those there are."""
        if bits == self.bits:
            return self
        mask = (1 << self.bits) - 1
        bins = np.zeros_like(self.bins)
        for channel in range(3):
            value = self.bins >> np.uint32(channel * self.bits) & np.uint32(mask)
            bins |= value >> np.uint32(self.bits - bits) << np.uint32(channel * bits)
        return self._gathered(bits, bins, self.weights, self.sums)

    @classmethod
    def _gathered(cls, bits: int, bins: U32, weights: I64, sums: I64) -> Self:
        """Add up what is in equal bins."""
        order = np.argsort(bins, kind="stable")
        bins = bins[order]
        first = np.flatnonzero(np.diff(bins, prepend=~bins[:1]))
        if not len(first):
            return cls(bits, bins, weights, sums)
        return cls(
            bits,
            bins[first],
            np.add.reduceat(weights[order], first),
            np.add.reduceat(sums[order], first, axis=0),
        )


def equalized(counts: I64, total: int) -> I64:
    """Scale counts to whole numbers that add up to `total`, as nearly as possible.

    Parameters
    ----------
    counts : int64 array, shape (n,)
        Not negative. Where all are 0, or there are none, they stay as they are.
    total : int

    Returns
    -------
    int64 array, shape (n,)
        By the method of the largest remainder, the first of equal ones preferred.
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
EMPTY = Tally(8, _NONE.astype(np.uint32), _NONE, _NONE.reshape(0, 3))
