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

    def bins(self, bits: int) -> I64:
        """Return the number of the cube each colour is in, `bits` to a channel."""
        channels = self.colors.astype(np.int64) >> (8 - bits)
        numbers: I64 = channels @ np.array([1, 1 << bits, 1 << 2 * bits])
        return numbers

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
        return _count(sample, raster.has_alpha)

    @classmethod
    def counted(cls, raster: Raster, packed: U32) -> "Histogram":
        """Count every pixel, given the distinct colours of the picture."""
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


def _count(pixels: U32, has_alpha: bool) -> Histogram:
    """Count the colours of some packed pixels."""
    visible, weights = _visible(pixels, has_alpha)
    if weights is None:
        packed, counts = np.unique(visible, return_counts=True)
        return Histogram(packed, counts.astype(np.float64))
    packed, ranks = np.unique(visible, return_inverse=True)
    counts = np.bincount(ranks, weights, minlength=len(packed))
    return Histogram(packed, counts.astype(np.float64))


def distinct_colors(raster: Raster) -> U32:
    """Return the distinct colours of the visible pixels, packed, ascending."""
    present = np.zeros(_COLORS, dtype=bool)

    def mark(band: tuple[int, int]) -> None:
        pixels, _ = _visible(raster.read_rows(*band), raster.has_alpha)
        present[pixels] = True

    for_each(mark, raster.bands())
    return np.flatnonzero(present).astype(np.uint32)
