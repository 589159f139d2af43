"""Histograms: the colors of a picture, and how often each occurs."""

from dataclasses import dataclass

import numpy as np

from kquant.color.packed import unpack
from kquant.runtime.arrays import F64, I32, I64, U8, U32, frozen

_TOTAL_BITS = 30  # of the total weight in a fit


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """Distinct colors with counts.

    Parameters
    ----------
    packed : uint32 array, shape (n,)
        Colors as `kquant.color.packed.pack` makes them; distinct, ascending.
    counts : float64 array, shape (n,)
        Whole and positive. The number of pixels, or in a picture with alpha the sum
        of their alpha, so that half-transparent pixels count half.
    quiet : float64 array, shape (n,), optional
        Whole and positive: like `counts`, but pixels in quiet surroundings count more.
        None if that does not matter.
    opaque : int
        The count of an opaque pixel: 255 if counts are sums of alpha.

    Examples
    --------
    >>> histogram = Histogram(np.array([255, 256]), np.array([3, 1]))
    >>> histogram.colors.tolist()
    [[255, 0, 0], [0, 1, 0]]
    >>> histogram.counts
    array([3., 1.])
    """

    packed: U32
    counts: F64
    quiet: F64 | None = None
    opaque: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "packed", frozen(self.packed, np.uint32))
        object.__setattr__(self, "counts", frozen(self.counts, np.float64))
        if self.quiet is not None:
            object.__setattr__(self, "quiet", frozen(self.quiet, np.float64))

    def __len__(self) -> int:
        return len(self.packed)

    @property
    def pixels(self) -> float:
        """The number of pixels; those that are half transparent count half."""
        return float(self.counts.sum()) / self.opaque

    @property
    def colors(self) -> U8:
        """The colors, uint8, shape (n, 3)."""
        return unpack(self.packed)

    def bins(self, bits: tuple[int, int, int]) -> tuple[I32, int]:
        """Group the colors into boxes by the leading bits of their channels.

        Parameters
        ----------
        bits : (int, int, int)
            How many bits of red, green and blue to use, 0..8 each.

        Returns
        -------
        labels : int32 array, shape (n,)
            The box of each color; boxes without colors have no number.
        count : int
            The number of boxes with colors.
        """
        numbers = np.zeros(len(self), dtype=np.uint32)
        for channel, kept in enumerate(bits):
            level = self.packed >> np.uint32(8 * channel + 8 - kept)
            numbers = numbers << np.uint32(kept) | level & np.uint32((1 << kept) - 1)
        occupied, labels = ranked(numbers, 1 << sum(bits))
        return labels, len(occupied)

    @classmethod
    def each_once(cls, packed: U32) -> "Histogram":
        """Make a histogram in which each color has the count 1.

        Parameters
        ----------
        packed : uint32 array, shape (n,)
            Distinct, ascending.

        Returns
        -------
        Histogram
        """
        return cls(packed, np.ones(len(packed)))


def ranked(numbers: U32 | I32 | I64, limit: int) -> tuple[I64, I32]:
    """Find the distinct ones among numbers, by a table.

    Parameters
    ----------
    numbers : array of whole numbers, shape (n,)
        At least 0.
    limit : int
        All numbers are less.

    Returns
    -------
    distinct : int64 array, shape (m,)
        Ascending.
    ranks : int32 array, shape (n,)
        The index of each number in `distinct`.

    Examples
    --------
    >>> distinct, ranks = ranked(np.array([7, 2, 7]), 10)
    >>> distinct.tolist(), ranks.tolist()
    ([2, 7], [1, 0, 1])
    """
    places = numbers.astype(np.int64)  # tables are quicker to index by this type
    present = np.zeros(limit, dtype=bool)
    present[places] = True
    distinct = np.flatnonzero(present)
    ranks = np.empty(limit, dtype=np.int32)
    ranks[distinct] = np.arange(len(distinct), dtype=np.int32)
    return distinct, ranks.take(places)


def bounded(weights: F64) -> F64:
    """Divide weights by a power of 2 if their sum has over 30 bits.

    This keeps every sum in a fit exact, even of weight times squared coordinate.

    Parameters
    ----------
    weights : float64 array, shape (n,)
        Whole and positive.

    Returns
    -------
    float64 array, shape (n,)
        Whole; at least 1.

    Examples
    --------
    >>> bounded(np.array([2.0**31, 5.0])).tolist()
    [536870912.0, 1.0]
    """
    excess = int(weights.sum()).bit_length() - _TOTAL_BITS
    if excess <= 0:
        return weights
    smaller: F64 = np.maximum(1.0, np.floor(weights * 0.5**excess))
    return smaller
