"""Count the pixels of each color in a picture.

Of a small picture, the color of each pixel is kept as a rank. The ranks of a large one
would take too much memory; a table of all 2**24 colors gives them when they are needed.
"""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import NamedTuple, Self

import numpy as np

from kquant.color.packed import (
    COLOR_COUNT,
    alpha_of,
    color_of,
    is_visible,
    set_entries,
)
from kquant.images.histogram import Histogram, bounded, ranked
from kquant.images.quiet import NEIGHBORS, around_pixels, reach, weigh, weights_of_rows
from kquant.images.raster import Raster
from kquant.runtime.arrays import F64, I32, U8, U32
from kquant.runtime.random_numbers import uniform
from kquant.runtime.threads import for_each

_RANKED_PIXELS = 1 << 19  # up to here, the color of each pixel is kept
_BLOCK = 1 << 20  # colors looked at at a time
# Colors that differ in so few bits share a box. Tables of the boxes, and of the colors in
# boxes with pixels, fit in the cache; one of all colors does not.
_BOX_BITS = 4
_IN_BOX = np.uint32((1 << _BOX_BITS) - 1)


class RankedPixels(NamedTuple):
    """The visible pixels of a picture, and which color each of them has.

    Attributes
    ----------
    histogram : Histogram
    ranks : int32 array, shape (n,)
        The index of the color of each visible pixel in the histogram.
    """

    histogram: Histogram
    ranks: I32

    def weighted(self, weights: U8, alpha: U32 | None) -> Histogram:
        """Return the histogram with weights of the visible pixels, shape (n,).

        Parameters
        ----------
        weights : uint8 array, shape (n,)
        alpha : uint32 array, shape (n,), or None
            The opacity of these pixels.

        Returns
        -------
        Histogram
        """
        sums = np.bincount(self.ranks, _weighted(weights, alpha))
        quiet = bounded(sums.astype(np.float64, copy=False))
        return replace(self.histogram, quiet=quiet)


class PictureColors(NamedTuple):
    """The distinct colors of a picture, and the color of each pixel if it is small.

    Attributes
    ----------
    raster : Raster
    packed : uint32 array, shape (n,)
        The colors of the visible pixels; distinct, ascending.
    pixels : RankedPixels or None
        None if the picture is too large.
    """

    raster: Raster
    packed: U32
    pixels: RankedPixels | None = None

    @classmethod
    def of(cls, raster: Raster) -> Self:
        """Find the colors of a picture, by reading every pixel.

        Parameters
        ----------
        raster : Raster

        Returns
        -------
        PictureColors
        """
        if raster.width * raster.height > _RANKED_PIXELS:
            return cls(raster, _present(raster))
        rows = raster.read_rows(0, raster.height)
        # Later steps read them too, and converting them takes longer than keeping them.
        raster = raster._replace(read_rows=lambda top, bottom: rows[top:bottom])
        pixels = _ranked(rows, raster.has_alpha)
        return cls(raster, pixels.histogram.packed, pixels)

    def ranks(self) -> Callable[[U32, int], U32]:
        """Prepare to tell which color each pixel has.

        Returns
        -------
        callable (pixels, top) -> ranks
            Takes packed pixels, shape (rows, width), and the number of the first row.
            Returns places in `packed`, of the same shape, which must not be changed;
            those of transparent pixels have no meaning.
        """
        raster = self.raster
        if self.pixels is not None and not raster.has_alpha:
            rows = self.pixels.ranks.view(np.uint32).reshape(
                raster.height, raster.width
            )
            return lambda pixels, top: rows[top : top + len(pixels)]
        table = np.zeros(COLOR_COUNT, dtype=np.uint32)
        numbers = np.arange(len(self.packed), dtype=np.uint32)
        set_entries(table, self.packed, numbers)
        return lambda pixels, _: table.take(color_of(pixels), mode="clip")

    def histogram(self, *, quiet: bool = False) -> Histogram:
        """Count every visible pixel.

        Parameters
        ----------
        quiet : bool
            Whether to find the weights for a fit too; see `kquant.images.quiet`.

        Returns
        -------
        Histogram
        """
        raster, packed = self.raster, self.packed
        if self.pixels is not None:
            if not quiet:
                return self.pixels.histogram
            pixels = raster.read_rows(0, raster.height)
            weights = weights_of_rows(raster, pixels, 0, raster.height).reshape(-1)
            return self.pixels.weighted(*_seen(pixels, weights, raster.has_alpha))
        ranks = np.empty(COLOR_COUNT, dtype=np.uint32)
        set_entries(ranks, packed, np.arange(len(packed), dtype=np.uint32))
        counts = np.zeros(len(packed))
        sums = np.zeros(len(packed) if quiet else 0)
        for top, end in raster.bands():
            first, last = reach(raster, top, end) if quiet else (top, end)
            read = raster.read_rows(first, last)
            rows = read[top - first : end - first]
            pixels, alpha = _visible(rows, raster.has_alpha)
            np.add.at(counts, ranks[pixels], 1.0 if alpha is None else alpha)
            if quiet:
                weights = weights_of_rows(raster, read, top, end).reshape(-1)
                seen = _weighted(*_seen(rows, weights, raster.has_alpha))
                np.add.at(sums, ranks[pixels], seen)
        opaque = _opaque(raster.has_alpha)
        return Histogram(packed, counts, bounded(sums) if quiet else None, opaque)

    def sample(self, size: int, rng: Random, *, quiet: bool = False) -> Histogram:
        """Count a stratified sample of pixels.

        The pixels, row after row, are divided into `size` runs of equal length, and
        one pixel is drawn at random from each. So no regular pattern in the picture
        can bias the sample.

        Parameters
        ----------
        size : int
            Number of pixels; those that are transparent are not counted.
        rng : random.Random
        quiet : bool
            Whether to find the weights for a fit too; see `kquant.images.quiet`.

        Returns
        -------
        Histogram
        """
        raster = self.raster
        total = raster.width * raster.height
        drawn = (np.arange(size) + uniform(rng, size)) * (total / size)
        positions = np.minimum(drawn.astype(np.int64), total - 1)
        sample = np.empty(size, dtype=np.uint32)
        around = np.empty((NEIGHBORS, size if quiet else 0), dtype=np.uint32)

        def read(band: tuple[int, int]) -> None:
            ends = np.searchsorted(positions, [row * raster.width for row in band])
            chosen = slice(*ends)
            first, last = reach(raster, *band) if quiet else band
            pixels = raster.read_rows(first, last)
            offset = first * raster.width
            sample[chosen] = pixels.reshape(-1)[positions[chosen] - offset]
            if quiet:
                around[:, chosen] = around_pixels(
                    raster, pixels, band[0], positions[chosen]
                )

        for_each(read, raster.bands())
        counted = _ranked(sample, raster.has_alpha)
        if not quiet:
            return counted.histogram
        weights = weigh(around, raster.has_alpha)
        return counted.weighted(*_seen(sample, weights, raster.has_alpha))


def _seen(pixels: U32, weights: U8, has_alpha: bool) -> tuple[U8, U32 | None]:
    """Return the weights of the visible pixels, shape (n,), and their alpha or None."""
    if not has_alpha:
        return weights, None
    pixels = pixels.reshape(-1)
    seen = is_visible(pixels)
    return weights[seen], alpha_of(pixels[seen])


def _weighted(weights: U8, alpha: U32 | None) -> F64:
    """Reduce weights by alpha, to whole numbers from 1 to 200."""
    counted = weights.astype(np.float64)
    return counted if alpha is None else np.ceil(counted * alpha / 255)


def _visible(pixels: U32, has_alpha: bool) -> tuple[U32, U32 | None]:
    """Return the colors of the visible pixels, shape (n,), and their alpha or None."""
    pixels = pixels.reshape(-1)
    if not has_alpha:
        return pixels, None
    seen = pixels[is_visible(pixels)]
    return color_of(seen), alpha_of(seen)


def _opaque(has_alpha: bool) -> int:
    """Return the count of an opaque pixel, whose alpha is 255."""
    return 255 if has_alpha else 1


def _present(raster: Raster) -> U32:
    """Return the packed colors of the visible pixels, distinct, ascending, (n,)."""
    present = np.zeros(COLOR_COUNT, dtype=bool)

    def mark(band: tuple[int, int]) -> None:
        pixels, _ = _visible(raster.read_rows(*band), raster.has_alpha)
        present[pixels.astype(np.int64)] = True  # thrice as fast as uint32

    for_each(mark, raster.bands())
    packed = np.empty(np.count_nonzero(present), dtype=np.uint32)
    end = 0
    for first in range(0, COLOR_COUNT, _BLOCK):  # indices of all would take 128 MiB
        found = np.flatnonzero(present[first : first + _BLOCK])
        start, end = end, end + len(found)
        packed[start:end] = found + first
    return packed


def _ranked(pixels: U32, has_alpha: bool) -> RankedPixels:
    """Find and count the colors of packed pixels, any shape."""
    visible, alpha = _visible(pixels, has_alpha)
    boxes, of_pixels = ranked(visible >> _BOX_BITS, COLOR_COUNT >> _BOX_BITS)
    places = of_pixels << np.int32(_BOX_BITS) | (visible & _IN_BOX).view(np.int32)
    occupied, ranks = ranked(places, len(boxes) << _BOX_BITS)
    packed = boxes[occupied >> _BOX_BITS] << _BOX_BITS | occupied & _IN_BOX
    counts = np.bincount(ranks, alpha).astype(np.float64)
    return RankedPixels(Histogram(packed, counts, opaque=_opaque(has_alpha)), ranks)
