"""Which colours a picture has, and how much of each."""

from dataclasses import dataclass
from random import Random
from typing import NamedTuple

import numpy as np

from kquant.arrays import F64, I64, U8, U32, frozen
from kquant.colorspace import unpack
from kquant.image import Raster
from kquant.parallel import for_each
from kquant.randomness import uniform

_COLORS = 1 << 24  # 8-bit sRGB colours there are
_RGB = np.uint32(_COLORS - 1)
_ALPHA_SHIFT = np.uint32(24)
_ALPHA_BITS, _ALPHA = np.uint32(8), np.uint32(0xFF)
_TINY = 1 << 16  # pixels that are sorted before a table of all colours is looked over
_SORTED_PIXELS = 1 << 20  # fewer are sorted faster than counted in a table


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """Distinct colours with counts.

    Parameters
    ----------
    packed : uint32 array, shape (n,)
        Colours as `kquant.colorspace.pack` makes them; distinct, ascending.
    counts : float64 array, shape (n,)
        Whole and positive: pixels, or in a picture with alpha the sum of the
        alpha of the pixels, so that what is half seen counts half.
    """

    packed: U32
    counts: F64

    def __post_init__(self) -> None:
        object.__setattr__(self, "packed", frozen(self.packed, np.uint32))
        object.__setattr__(self, "counts", frozen(self.counts, np.float64))

    def __len__(self) -> int:
        return len(self.packed)

    @property
    def colors(self) -> U8:
        """The colours, uint8, shape (n, 3)."""
        return unpack(self.packed)

    def bins(self, bits: tuple[int, int, int]) -> tuple[I64, int]:
        """Group the colours into boxes, by so many bits of red, green and blue.

        Returns
        -------
        labels : int64 array, shape (n,)
            The box of each colour, numbered without gaps.
        count : int
            How many boxes hold a colour.
        """
        numbers = np.zeros(len(self), dtype=np.uint32)
        for channel, kept in enumerate(bits):
            level = self.packed >> np.uint32(8 * channel + 8 - kept)
            numbers = numbers << np.uint32(kept) | level & np.uint32((1 << kept) - 1)
        occupied = np.zeros(1 << sum(bits), dtype=bool)
        occupied[numbers] = True
        ranks = np.cumsum(occupied) - 1
        return ranks[numbers], int(ranks[-1]) + 1

    @classmethod
    def sampled(cls, raster: Raster, size: int, rng: Random) -> "Histogram":
        """Count the colours of a stratified sample of `size` pixels.

        The pixels, row after row, are divided into `size` runs of equal length,
        and one is taken at random from each: no pattern can hide from it.
        """
        total = raster.width * raster.height
        drawn = (np.arange(size) + uniform(rng, size)) * (total / size)
        positions = np.minimum(drawn.astype(np.int64), total - 1)
        sample = np.empty(size, dtype=np.uint32)

        def read(band: tuple[int, int]) -> None:
            offset = band[0] * raster.width
            ends = np.searchsorted(positions, [offset, band[1] * raster.width])
            chosen = slice(*ends)
            pixels = raster.read_rows(*band).reshape(-1)
            sample[chosen] = pixels[positions[chosen] - offset]

        for_each(read, raster.bands())
        return _counted(sample, raster.has_alpha).histogram

    @classmethod
    def counted(cls, raster: Raster, packed: U32) -> "Histogram":
        """Count every pixel, given the distinct colours of the picture."""
        if raster.width * raster.height <= _SORTED_PIXELS:
            return sort_pixels(raster).histogram
        ranks = np.empty(_COLORS, dtype=np.uint32)
        ranks[packed] = np.arange(len(packed), dtype=np.uint32)
        counts = np.zeros(len(packed))
        for band in raster.bands():
            pixels, weights = _visible(raster.read_rows(*band), raster.has_alpha)
            counts += np.bincount(ranks[pixels], weights, minlength=len(packed))
        return cls(packed, counts)


def _visible(pixels: U32, has_alpha: bool) -> tuple[U32, U32 | None]:
    """Return the colours of the pixels that are not transparent, and their alpha."""
    pixels = pixels.reshape(-1)
    if not has_alpha:
        return pixels, None
    seen = pixels[pixels > _RGB]
    return seen & _RGB, seen >> _ALPHA_SHIFT


class SortedPixels(NamedTuple):
    """The pixels of a small picture, by colour.

    Attributes
    ----------
    histogram : Histogram
    order : int64 array, shape (n,)
        The places of the visible pixels among all of those: first all of the first
        colour, and so on.
    """

    histogram: Histogram
    order: I64


def sort_pixels(raster: Raster) -> SortedPixels:
    """Count every pixel of a small picture, by sorting them."""
    return _counted(raster.read_rows(0, raster.height).reshape(-1), raster.has_alpha)


def _counted(pixels: U32, has_alpha: bool) -> SortedPixels:
    """Count the colours of some packed pixels."""
    visible, weights = _visible(pixels, has_alpha)
    keys = visible if weights is None else visible << _ALPHA_BITS | weights
    order = _order(keys)
    packed = visible[order]
    is_new = np.ones(len(packed), dtype=bool)
    np.not_equal(packed[1:], packed[:-1], out=is_new[1:])
    starts = np.flatnonzero(is_new)
    if weights is None:
        counts = np.diff(starts, append=len(packed)).astype(np.float64)
    else:
        alpha = weights[order].astype(np.float64)
        counts = np.add.reduceat(alpha, starts) if len(starts) else alpha
    return SortedPixels(Histogram(packed[starts], counts), order)


def _order(keys: U32) -> I64:
    """Return the order that sorts keys, (n,), half by half: numpy sorts 16 bits fast."""
    order = np.argsort(keys.astype(np.uint16), kind="stable")
    upper_type = np.uint8 if keys.max(initial=0) <= _RGB else np.uint16
    upper = (keys >> np.uint32(16)).astype(upper_type)[order]
    ordered: I64 = order[np.argsort(upper, kind="stable")]
    return ordered


def distinct_colors(raster: Raster) -> U32:
    """Return the distinct colours of the visible pixels, packed, ascending."""
    if raster.width * raster.height <= _TINY:
        return sort_pixels(raster).histogram.packed
    present = np.zeros(_COLORS, dtype=bool)

    def mark(band: tuple[int, int]) -> None:
        pixels, _ = _visible(raster.read_rows(*band), raster.has_alpha)
        present[pixels] = True

    for_each(mark, raster.bands())
    return np.flatnonzero(present).astype(np.uint32)
