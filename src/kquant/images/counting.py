"""Count the pixels of each color in a picture.

Of a small picture, the color of each pixel is kept as a rank. The ranks of a large one
would take too much memory; a table of all 2**24 colors gives them when they are needed.
"""

from collections.abc import Callable
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
from kquant.images.histogram import Histogram, bounded
from kquant.images.quiet import NEIGHBORS, around_pixels, reach, weigh, weights_of_rows
from kquant.images.ranked_pixels import (
    RankedPixels,
    count_of_opaque,
    ranked_pixels,
    visible_pixels,
    weighted_by_alpha,
)
from kquant.images.raster import Raster
from kquant.runtime.arrays import U8, U32
from kquant.runtime.random_numbers import uniform
from kquant.runtime.threads import for_each

_RANKED_PIXELS = 1 << 19  # up to here, the color of each pixel is kept
_BLOCK = 1 << 20  # colors looked at at a time


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
        pixels = ranked_pixels(rows, raster.has_alpha)
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
            rows = self.pixels.ranks.view(np.uint32).reshape(-1, raster.width)
            return lambda pixels, top: rows[top : top + len(pixels)]
        table = _rank_table(self.packed)
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
        ranks = _rank_table(packed)
        counts = np.zeros(len(packed))
        sums = np.zeros(len(packed) if quiet else 0)
        for top, end in raster.bands():
            first, last = reach(raster, top, end) if quiet else (top, end)
            read = raster.read_rows(first, last)
            rows = read[top - first : end - first]
            pixels, alpha = visible_pixels(rows, raster.has_alpha)
            np.add.at(counts, ranks[pixels], 1.0 if alpha is None else alpha)
            if quiet:
                weights = weights_of_rows(raster, read, top, end).reshape(-1)
                seen = weighted_by_alpha(*_seen(rows, weights, raster.has_alpha))
                np.add.at(sums, ranks[pixels], seen)
        opaque = count_of_opaque(raster.has_alpha)
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
        counted = ranked_pixels(sample, raster.has_alpha)
        if not quiet:
            return counted.histogram
        weights = weigh(around, raster.has_alpha)
        return counted.weighted(*_seen(sample, weights, raster.has_alpha))


def _rank_table(packed: U32) -> U32:
    """Return a table of all 2**24 colors with the place of each of these, shape (n,)."""
    table = np.zeros(COLOR_COUNT, dtype=np.uint32)
    set_entries(table, packed, np.arange(len(packed), dtype=np.uint32))
    return table


def _seen(pixels: U32, weights: U8, has_alpha: bool) -> tuple[U8, U32 | None]:
    """Return the weights of the visible pixels, shape (n,), and their alpha or None."""
    if not has_alpha:
        return weights, None
    pixels = pixels.reshape(-1)
    seen = is_visible(pixels)
    return weights[seen], alpha_of(pixels[seen])


def _present(raster: Raster) -> U32:
    """Return the packed colors of the visible pixels, distinct, ascending, (n,)."""
    present = np.zeros(COLOR_COUNT, dtype=bool)

    def mark(band: tuple[int, int]) -> None:
        pixels, _ = visible_pixels(raster.read_rows(*band), raster.has_alpha)
        present[pixels.astype(np.int64)] = True  # thrice as fast as uint32

    for_each(mark, raster.bands())
    packed = np.empty(np.count_nonzero(present), dtype=np.uint32)
    end = 0
    for first in range(0, COLOR_COUNT, _BLOCK):  # indices of all would take 128 MiB
        found = np.flatnonzero(present[first : first + _BLOCK])
        start, end = end, end + len(found)
        packed[start:end] = found + first
    return packed
