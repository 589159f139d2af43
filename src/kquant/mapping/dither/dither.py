"""Dither a picture with the method that the options name."""

from dataclasses import replace

import numpy as np

from kquant.color.lattice import FittingSpace
from kquant.color.packed import COLOR_COUNT, color_of, is_visible, pack, unpack
from kquant.images.counting import PictureColors
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.mapping.dither.diffusion import floyd_steinberg
from kquant.mapping.dither.light import light_of
from kquant.mapping.dither.mixtures import Mixtures, find_mixtures
from kquant.mapping.dither.ordered import ordered, thresholds
from kquant.mapping.dither.reach import within_reach
from kquant.mapping.nearest_color import paint
from kquant.options import Options
from kquant.runtime.arrays import U8, U32


def dither(
    picture: PictureColors, labels: U8, palette: Palette, options: Options
) -> IndexedImage:
    """Give pixels entries near their colors, so that local means are right.

    Means are kept in linear light, whatever `options.space` is.

    Parameters
    ----------
    picture : PictureColors
        The picture, with its n distinct colors.
    labels : uint8 array, shape (n,)
        The nearest palette entry of each color.
    palette : Palette
    options : Options
        Only `dither`, `dither_strength` and `lightness_weight` are used.

    Returns
    -------
    IndexedImage
        Pixels whose color is in the palette keep it. Every entry that is nearest to
        some pixel is used.
    """
    if (
        options.dither == "none"
        or not options.dither_strength
        or not len(picture.packed)
    ):
        return paint(picture, labels, palette)
    strength = options.dither_strength
    if options.dither == "floyd-steinberg":
        image = floyd_steinberg(picture, labels, palette, strength)
    else:
        mixtures = _mixtures(picture.packed, labels, palette, strength)
        image = ordered(picture, mixtures, palette, thresholds(options.dither))
    used = np.bincount(labels, minlength=len(palette)) > 0
    if (used & (image.shares() == 0)).any():
        space = FittingSpace("oklab", options.lightness_for(len(palette)))
        return _restored(image, picture, labels, space)
    return image


def _mixtures(packed: U32, labels: U8, palette: Palette, strength: float) -> Mixtures:
    """Find what to mix for each color; colors of the palette stay as they are.

    With less strength than 1, what is mixed is nearer to the nearest entry.
    """
    light = within_reach(unpack(packed), labels, palette)
    if strength < 1:
        nearest = light_of(palette.colors).astype(np.float32)[labels].T
        light = np.rint(nearest + np.float32(strength) * (light - nearest))
    mixtures = find_mixtures(light, palette)
    exact = packed == pack(palette.colors)[labels]
    mixtures.entries[:, exact] = labels[exact]
    return mixtures


def _restored(
    image: IndexedImage, picture: PictureColors, labels: U8, space: FittingSpace
) -> IndexedImage:
    """Set the first pixel of each entry's closest color to that entry."""
    raster, packed = picture.raster, picture.packed
    centroids = space.points(image.palette.colors)
    offsets = space.points(unpack(packed)) - centroids[labels]
    order = np.lexsort([np.square(offsets).sum(axis=1), labels])
    entries, first = np.unique(labels[order], return_index=True)
    missing = dict(zip(packed[order[first]].tolist(), entries.tolist(), strict=True))
    indices = image.indices.copy()
    is_missing = np.zeros(COLOR_COUNT, dtype=bool)
    is_missing[packed[order[first]]] = True
    for top, end in raster.bands():
        pixels = raster.read_rows(top, end).reshape(-1)
        wanted = is_missing.take(color_of(pixels), mode="clip")
        if raster.has_alpha:
            wanted &= is_visible(pixels)
        places = np.flatnonzero(wanted)
        colors, first = np.unique(color_of(pixels[places]), return_index=True)
        is_missing[colors] = False
        for color, place in zip(colors.tolist(), places[first], strict=True):
            indices[top:end].reshape(-1)[place] = missing[color]
    return replace(image, indices=indices)
