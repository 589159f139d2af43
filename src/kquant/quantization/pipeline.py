"""From a picture to its indexed version: only this module knows the order of steps."""

from collections.abc import Iterable
from dataclasses import replace
from random import Random
from typing import NamedTuple

import numpy as np

from kquant.images.animation import Animation
from kquant.images.counting import PictureColors
from kquant.images.histogram import Histogram
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.images.raster import Raster
from kquant.mapping.nearest_color import match, paint
from kquant.options import Options
from kquant.quantization.choose import Found, colors_without_fit, fitted_colors
from kquant.quantization.exactly_k import distinct_and_used, palette_order
from kquant.quantization.quantized import Quantized
from kquant.quantization.sampling import Samples
from kquant.quantization.search import fitting_space
from kquant.runtime.arrays import U8, U32, readonly
from kquant.runtime.stopwatch import Stopwatch


class Chosen(NamedTuple):
    """A palette for a picture that is not painted yet.

    Attributes
    ----------
    palette : Palette
        In order, except for ``sort="share"``, which takes the painted picture.
    labels : uint8 array, shape (n,)
        The index of the palette entry nearest to each distinct color of the picture.
    found : Found
        How the colors were found.
    """

    palette: Palette
    labels: U8
    found: Found


def quantize(picture: Raster | U8, options: Options | None = None) -> Quantized:
    """Reduce a picture to its best k colors.

    Parameters
    ----------
    picture : Raster, or uint8 array of shape (h, w, 3) or (h, w, 4)
        sRGB; the fourth channel is opacity.
    options : Options, optional

    Returns
    -------
    Quantized
        Its image has exactly ``options.colors`` colors, or all colors of the picture
        if there are fewer. With "auto" it has as many colors as the error requires,
        or all of them if there are at most 32. Locked colors are always in the
        palette, even if no pixel uses them; a picture with fewer colors gets them in
        addition to its own. A given palette is kept whole. Alpha does not change.

    Raises
    ------
    TypeError, ValueError
        When an argument is of another kind or shape; the message says what is right.

    Examples
    --------
    >>> import numpy as np
    >>> ramp = np.arange(192, dtype=np.uint8).reshape(8, 8, 3)
    >>> result = quantize(ramp, Options(colors=2))
    >>> len(result.image.palette), result.image.indices.shape
    (2, (8, 8))
    """
    options = _options(options)
    watch = Stopwatch()
    with watch.step("colors"):
        samples = Samples(PictureColors.of(Raster.of(picture)))
    colors = samples.colors
    palette, labels, found = choose_palette(samples, options, watch)
    with watch.step("paint"):
        image = _painted(colors, labels, palette, options)
    if options.sort == "share":
        image, labels = _by_share(image, labels)
    return Quantized(
        image,
        colors.packed,
        labels,
        found.fit,
        found.tried,
        watch.seconds,
        options.by_color,
    )


def choose_palette(samples: Samples, options: Options, watch: Stopwatch) -> Chosen:
    """Choose the palette that `quantize` gives a picture, without painting it.

    Parameters
    ----------
    samples : Samples
        Of the picture; for several calls, its pixels are sampled only once.
    options : Options
    watch : Stopwatch
        Gets the seconds of the fit and of the matching.

    Returns
    -------
    Chosen
    """
    with watch.step("fit"):
        found = _find(samples, options)
    with watch.step("match"):
        palette, labels = _matched(samples.colors.packed, found, options)
    return Chosen(palette, labels, found)


def quantize_frames(animation: Animation, options: Options | None = None) -> Quantized:
    """Reduce all frames of an animation to the k colors that are best for all of them.

    Parameters
    ----------
    animation : Animation
    options : Options, optional

    Returns
    -------
    Quantized
        Its image holds the frames one below another; each is dithered on its own.
    """
    options = options or Options()
    if options.by_color or len(animation.timing) == 1:
        return quantize(animation.strip, options)
    plain = quantize(animation.strip, replace(options, dither="none", min_region=1))
    palette = plain.image.palette
    frames = [remap(frame, palette, options) for frame in animation.frames()]
    indices = np.concatenate([frame.indices for frame in frames])
    image = replace(plain.image, indices=readonly(indices))
    return plain._replace(image=image, by_color=False)


def remap(
    picture: Raster | PictureColors | U8,
    palette: Palette | Iterable[str],
    options: Options | None = None,
) -> IndexedImage:
    """Map each pixel of a picture to the nearest color of a given palette.

    Parameters
    ----------
    picture : Raster, or uint8 array of shape (h, w, 3) or (h, w, 4)
        sRGB; the fourth channel is opacity. For several calls, `PictureColors` spares
        the counting of its colors.
    palette : Palette, or list of str
        A list holds hex codes and CSS names.
    options : Options, optional
        Only `space`, `lightness_weight`, `dither`, `dither_strength` and `min_region`
        matter here.

    Returns
    -------
    IndexedImage
        With the palette unchanged, even if no pixel uses some of its colors.

    Raises
    ------
    TypeError, ValueError
        When an argument is of another kind or shape; the message says what is right.
    PaletteError
        When a list holds something that is not a color.

    Examples
    --------
    >>> import numpy as np
    >>> dark = np.full((1, 2, 3), 20, dtype=np.uint8)
    >>> remap(dark, ["white", "#000"]).indices.tolist()
    [[1, 1]]
    """
    options, palette = _options(options), Palette.of(palette)
    colors = picture
    if not isinstance(colors, PictureColors):
        colors = PictureColors.of(Raster.of(colors))
    space = fitting_space(options, len(palette))
    labels = match(colors.packed, palette.colors, space)
    return _painted(colors, labels, palette, options)


def find_palette(histogram: Histogram, options: Options) -> Palette:
    """Find the palette that `quantize` would find for a picture.

    Parameters
    ----------
    histogram : Histogram
        The colors of the picture.
    options : Options

    Returns
    -------
    Palette
    """
    packed = histogram.packed
    found = colors_without_fit(packed, options)
    if found is None:
        found = fitted_colors(histogram, packed, options, Random(options.seed))
    palette, labels = _matched(packed, found, options)
    if options.sort == "share":
        shares = np.bincount(labels, histogram.counts, minlength=len(palette))
        palette = palette.reordered(np.argsort(-shares, kind="stable"))
    return palette


def _options(options: object) -> Options:
    """Return the options, or the default ones; refuse anything else."""
    if options is None or isinstance(options, Options):
        return options or Options()
    raise TypeError(
        f"options must be Options, got {options!r}: write quantize(picture, "
        "Options(colors=6))"
    )


def _find(samples: Samples, options: Options) -> Found:
    """Find the colors of the palette, with a fit if one is needed."""
    packed = samples.colors.packed
    found = colors_without_fit(packed, options)
    if found is not None:
        return found
    histogram, rng = samples.for_fit(options)
    return fitted_colors(histogram, packed, options, rng)


def _matched(packed: U32, found: Found, options: Options) -> tuple[Palette, U8]:
    """Put the palette in order, and match all colors to it."""
    if not options.palette:
        return distinct_and_used(
            found.colors, packed, options, found.space, found.points
        )
    palette = Palette(found.colors, color_names=options.palette_names)
    palette = palette.reordered(palette_order(found.colors, options))
    return palette, match(packed, palette.colors, found.space)


def _painted(
    colors: PictureColors, labels: U8, palette: Palette, options: Options
) -> IndexedImage:
    """Give each pixel an index, by its color alone or by the pixels around it too."""
    if options.by_color:
        return paint(colors, labels, palette)
    # Imported late: few runs need them.
    from kquant.mapping.dither.dither import dither
    from kquant.mapping.specks import absorb_specks

    image = dither(colors, labels, palette, options)
    return absorb_specks(image, options.min_region)


def _by_share(image: IndexedImage, labels: U8) -> tuple[IndexedImage, U8]:
    """Sort the palette by share, largest first; equal shares stay in order."""
    order = np.argsort(-image.shares(), kind="stable")
    return image.reordered(order), np.argsort(order).astype(np.uint8)[labels]
