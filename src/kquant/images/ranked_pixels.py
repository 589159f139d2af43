"""Small pictures: which color each pixel has, found by tables that fit in the cache."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from kquant.color.packed import COLOR_COUNT, alpha_of, color_of, is_visible
from kquant.images.histogram import Histogram, bounded, ranked
from kquant.runtime.arrays import F64, I32, U8, U32

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
        sums = np.bincount(self.ranks, weighted_by_alpha(weights, alpha))
        quiet = bounded(sums.astype(np.float64, copy=False))
        return replace(self.histogram, quiet=quiet)


def ranked_pixels(pixels: U32, has_alpha: bool) -> RankedPixels:
    """Find and count the colors of packed pixels.

    Parameters
    ----------
    pixels : uint32 array, any shape
    has_alpha : bool
        Whether the pixels have alpha; otherwise, all are visible.

    Returns
    -------
    RankedPixels
    """
    visible, alpha = visible_pixels(pixels, has_alpha)
    boxes, of_pixels = ranked(visible >> _BOX_BITS, COLOR_COUNT >> _BOX_BITS)
    places = of_pixels << np.int32(_BOX_BITS) | (visible & _IN_BOX).view(np.int32)
    occupied, ranks = ranked(places, len(boxes) << _BOX_BITS)
    packed = boxes[occupied >> _BOX_BITS] << _BOX_BITS | occupied & _IN_BOX
    counts = np.bincount(ranks, alpha).astype(np.float64)
    return RankedPixels(
        Histogram(packed, counts, opaque=count_of_opaque(has_alpha)), ranks
    )


def visible_pixels(pixels: U32, has_alpha: bool) -> tuple[U32, U32 | None]:
    """Return the colors of the visible pixels, shape (n,), and their alpha or None."""
    pixels = pixels.reshape(-1)
    if not has_alpha:
        return pixels, None
    seen = pixels[is_visible(pixels)]
    return color_of(seen), alpha_of(seen)


def weighted_by_alpha(weights: U8, alpha: U32 | None) -> F64:
    """Reduce weights by alpha, to whole numbers from 1 to 200."""
    counted = weights.astype(np.float64)
    return counted if alpha is None else np.ceil(counted * alpha / 255)


def count_of_opaque(has_alpha: bool) -> int:
    """Return the count of an opaque pixel, whose alpha is 255."""
    return 255 if has_alpha else 1
