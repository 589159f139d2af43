"""Which colours a picture has, and how much of each."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from kquant.arrays import F64, I64, U8, U32, frozen
from kquant.colorspace import unpack
from kquant.image import Raster
from kquant.parallel import for_each

_COLORS = 1 << 24  # 8-bit sRGB colours there are
_RGB = np.uint32(_COLORS - 1)
_ALPHA_SHIFT = np.uint32(24)
_ALPHA_BITS, _ALPHA = np.uint32(8), np.uint32(0xFF)
_NO_COLOR = np.uint32(0xFFFFFFFF)
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

    def bins(self, bits: int) -> tuple[I64, int]:
        """Group the colours into cubes, `bits` to a channel.

        Returns
        -------
        labels : int64 array, shape (n,)
            The cube of each colour, numbered without gaps.
        count : int
            How many cubes hold a colour.
        """
        r, g, b = (channel >> (8 - bits) for channel in self.colors.T.astype(np.int64))
        numbers = r | g << bits | b << 2 * bits
        occupied = np.zeros(1 << 3 * bits, dtype=bool)
        occupied[numbers] = True
        ranks = np.cumsum(occupied) - 1
        return ranks[numbers], int(ranks[-1]) + 1

    @classmethod
    def sampled(cls, raster: Raster, size: int, rng: Generator) -> "Histogram":
        """Count the colours of a stratified sample of `size` pixels.

        The pixels, row after row, are divided into `size` runs of equal length,
        and one is taken at random from each: no pattern can hide from it.
        """
        total = raster.width * raster.height
        drawn = (np.arange(size) + rng.random(size)) * (total / size)
        positions = np.minimum(drawn.astype(np.int64), total - 1)
        sample = np.empty(size, dtype=np.uint32)

        def read(band: tuple[int, int]) -> None:
            offset = band[0] * raster.width
            ends = np.searchsorted(positions, [offset, band[1] * raster.width])
            chosen = slice(*ends)
            pixels = raster.read_rows(*band).reshape(-1)
            sample[chosen] = pixels[positions[chosen] - offset]

        for_each(read, raster.bands())
        return _sorted_counts(sample, raster.has_alpha)

    @classmethod
    def counted(cls, raster: Raster, packed: U32) -> "Histogram":
        """Count every pixel, given the distinct colours of the picture."""
        if raster.width * raster.height <= _SORTED_PIXELS:
            return _count(raster)
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


def _count(raster: Raster) -> Histogram:
    """Count the colours of a small picture."""
    bands = [raster.read_rows(*band).reshape(-1) for band in raster.bands()]
    return _sorted_counts(np.concatenate(bands), raster.has_alpha)


def _sorted_counts(pixels: U32, has_alpha: bool) -> Histogram:
    """Count the colours of some packed pixels, by sorting them."""
    visible, weights = _visible(pixels, has_alpha)
    if weights is not None:
        visible = visible << _ALPHA_BITS | weights  # now colour first
    ordered = np.sort(visible)
    packed = ordered if weights is None else ordered >> _ALPHA_BITS
    starts = np.flatnonzero(np.diff(packed, prepend=_NO_COLOR))
    if weights is None:
        counts = np.diff(starts, append=len(packed))
    else:
        alpha = (ordered & _ALPHA).astype(np.float64)
        counts = np.add.reduceat(alpha, starts) if len(starts) else alpha
    return Histogram(packed[starts], counts.astype(np.float64))


def distinct_colors(raster: Raster) -> U32:
    """Return the distinct colours of the visible pixels, packed, ascending."""
    if raster.width * raster.height <= _TINY:
        return _count(raster).packed
    present = np.zeros(_COLORS, dtype=bool)

    def mark(band: tuple[int, int]) -> None:
        pixels, _ = _visible(raster.read_rows(*band), raster.has_alpha)
        present[pixels] = True

    for_each(mark, raster.bands())
    return np.flatnonzero(present).astype(np.uint32)
