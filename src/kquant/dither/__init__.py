"""Dithering: colours between those of the palette, as a pattern of its colours."""

from dataclasses import replace

import numpy as np

from kquant.arrays import U8, U32
from kquant.colorspace import unpack
from kquant.dither.diffusion import floyd_steinberg
from kquant.dither.ordered import find_mixtures, ordered, thresholds
from kquant.fitting_space import FittingSpace
from kquant.image import IndexedImage, Raster
from kquant.mapping import RGB, paint
from kquant.options import Options
from kquant.palette import Palette

__all__ = ["dither"]


def dither(
    raster: Raster, packed: U32, labels: U8, palette: Palette, options: Options
) -> IndexedImage:
    """Give each pixel an entry near its colour, so that the mean is right around it.

    Colours are mixed in Oklab, even where `options.space` is another.

    Parameters
    ----------
    raster : Raster
    packed : uint32 array, shape (n,)
        The distinct colours of its visible pixels, ascending.
    labels : uint8 array, shape (n,)
        The nearest entry of each.
    palette : Palette
    options : Options

    Returns
    -------
    IndexedImage
        Pixels whose colour is in the palette keep it, and every entry that is the
        nearest of some pixel is used.
    """
    if options.dither == "none" or not options.dither_strength or not len(packed):
        return paint(raster, packed, labels, palette)
    space = FittingSpace("oklab", options.lightness_weight)
    strength = options.dither_strength
    if options.dither == "floyd-steinberg":
        image = floyd_steinberg(raster, packed, labels, palette, space, strength)
    else:
        mixtures = find_mixtures(packed, labels, palette, space, strength)
        matrix = thresholds(options.dither)
        image = ordered(raster, packed, mixtures, palette, matrix)
    used = np.bincount(labels, minlength=len(palette)) > 0
    if (used & (image.shares() == 0)).any():
        return _restored(image, raster, packed, labels, space)
    return image


def _restored(
    image: IndexedImage, raster: Raster, packed: U32, labels: U8, space: FittingSpace
) -> IndexedImage:
    """Give each entry the first pixel of the colour closest to it, of those it had."""
    centroids = space.points(image.palette.colors)
    offsets = space.points(unpack(packed)) - centroids[labels]
    order = np.lexsort([np.square(offsets).sum(axis=1), labels])
    entries, first = np.unique(labels[order], return_index=True)
    missing = dict(zip(packed[order[first]].tolist(), entries.tolist(), strict=True))
    indices = image.indices.copy()
    for top, end in raster.bands():
        pixels = raster.read_rows(top, end).reshape(-1)
        wanted = np.isin(pixels & RGB, list(missing))
        if raster.has_alpha:
            wanted &= pixels > RGB
        places = np.flatnonzero(wanted)
        colors, first = np.unique(pixels[places] & RGB, return_index=True)
        for color, place in zip(colors.tolist(), places[first], strict=True):
            indices[top:end].reshape(-1)[place] = missing.pop(color)
    return replace(image, indices=indices)
