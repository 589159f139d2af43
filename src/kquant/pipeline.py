"""From a picture to its indexed version: the only place that knows the order."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import NamedTuple, Self

import numpy as np

from kquant.animation import Animation
from kquant.arrays import I64, U8, U32, readonly
from kquant.colorspace import hex_to_colors, is_among, pack
from kquant.finding import Found, each_once, find_colors, fitting_space
from kquant.fitting import complete
from kquant.histogram import Histogram, SortedPixels, distinct_colors, sort_pixels
from kquant.image import IndexedImage, Raster
from kquant.kmeans import KMeansFit
from kquant.mapping import match, paint, paint_sorted
from kquant.options import Options
from kquant.palette import Palette, by_hue, by_lightness
from kquant.stopwatch import Stopwatch

_FEW_COLORS = 1 << 12  # pictures with no more are counted, not sampled
_FEW_PIXELS = 1 << 19  # as are pictures with no more pixels
_SAMPLE_PER_COLOR = 1024  # costs about 0.25 % in squared error
_LEAST_SAMPLE, _MOST_SAMPLE = 1 << 16, 1 << 18


class Quantized(NamedTuple):
    """A picture in its new colours, and how they came about.

    Attributes
    ----------
    image : IndexedImage
    packed : uint32 array, shape (n,)
        The distinct colours the picture had, packed, ascending.
    labels : uint8 array, shape (n,)
        The index of the palette entry nearest to each of them.
    fit : KMeansFit or None
        In lattice units; None when the picture had no more colours than wanted.
    tried : dict
        With `Options.max_error`, the numbers of colours that were tried, in that
        order, and the mean difference in Oklab, times 100, that each leaves.
    seconds : dict
        Time taken, step by step.
    by_color : bool
        Whether all pixels of a colour got its label, as without dithering.
    """

    image: IndexedImage
    packed: U32
    labels: U8
    fit: KMeansFit | None
    tried: Mapping[int, float]
    seconds: Mapping[str, float]
    by_color: bool


def quantize(picture: Raster | U8, options: Options | None = None) -> Quantized:
    """Reduce a picture to its best k colours.

    Parameters
    ----------
    picture : Raster, or uint8 array of shape (h, w, 3) or (h, w, 4)
    options : Options, optional

    Returns
    -------
    Quantized
        Its image has exactly ``options.colors`` colours if the picture has as
        many, and all of the picture's own otherwise; with ``options.max_error`` as
        many as that takes, and all if there are hardly any. Those that are locked are
        among them, and a given palette is kept whole, even if no pixel uses them;
        pictures that have fewer colours get the locked ones in addition. Alpha is
        kept.
    """
    options = options or Options()
    raster = picture if isinstance(picture, Raster) else Raster.from_array(picture)
    space = fitting_space(options)
    watch = Stopwatch()
    with watch.step("colors"):
        colors = _Colors.of(raster)
    packed = colors.packed
    with watch.step("fit"):
        found = find_colors(
            packed, options, lambda rng: colors.histogram(raster, options, rng)
        )
    with watch.step("match"):
        if options.palette:
            palette = Palette(found.colors, color_names=options.palette_names)
            palette = palette.reordered(_order(found.colors, options))
            labels = match(packed, palette.colors, space)
        else:
            palette, labels = _use_all(packed, found, options)
    with watch.step("paint"):
        if colors.pixels is not None and not raster.has_alpha and options.by_color:
            image = paint_sorted(raster, colors.pixels, labels, palette)
        else:
            image = _painted(raster, packed, labels, palette, options)
    if options.sort == "share":
        image, labels = _by_share(image, labels)
    return Quantized(
        image, packed, labels, found.fit, found.tried, watch.seconds, options.by_color
    )


def quantize_frames(animation: Animation, options: Options | None = None) -> Quantized:
    """Reduce all frames of an animation to the k colours that are best for them all.

    Returns
    -------
    Quantized
        Of the frames one below another; each is dithered by itself.
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
    picture: Raster | U8, palette: Palette, options: Options | None = None
) -> IndexedImage:
    """Map a picture to given colours, each pixel to the nearest in the fitting space.

    Parameters
    ----------
    picture : Raster, or uint8 array of shape (h, w, 3) or (h, w, 4)
    palette : Palette
    options : Options, optional
        Of which only the space and those of the mapping matter here.
    """
    options = options or Options()
    raster = picture if isinstance(picture, Raster) else Raster.from_array(picture)
    packed = distinct_colors(raster)
    labels = match(packed, palette.colors, fitting_space(options))
    return _painted(raster, packed, labels, palette, options)


def _painted(
    raster: Raster, packed: U32, labels: U8, palette: Palette, options: Options
) -> IndexedImage:
    """Give each pixel an index, first by itself and then with its surroundings."""
    if options.by_color:
        return paint(raster, packed, labels, palette)
    # What few runs need is imported by those only.
    from kquant.dither import dither
    from kquant.regions import absorb_specks

    image = dither(raster, packed, labels, palette, options)
    return absorb_specks(image, options.min_region)


def palette_of(histogram: Histogram, options: Options) -> Palette:
    """Find the palette that `quantize` would, given the colours of a picture."""
    packed = histogram.packed
    found = find_colors(packed, options, lambda _: histogram)
    palette, labels = _use_all(packed, found, options)
    if options.sort == "share":
        shares = np.bincount(labels, histogram.counts, minlength=len(palette))
        palette = palette.reordered(np.argsort(-shares, kind="stable"))
    return palette


def histogram_of(raster: Raster, options: Options) -> Histogram:
    """Count the colours of a picture as the fit does: all of them, or a sample."""
    return _Colors.of(raster).histogram(raster, options, Random(options.seed))


class _Colors(NamedTuple):
    """The distinct colours of a picture, and all pixels by colour if they are few."""

    packed: U32
    pixels: SortedPixels | None

    @classmethod
    def of(cls, raster: Raster) -> Self:
        """Look at every pixel."""
        if raster.width * raster.height > _FEW_PIXELS:
            return cls(distinct_colors(raster), None)
        pixels = sort_pixels(raster)
        return cls(pixels.histogram.packed, pixels)

    def histogram(self, raster: Raster, options: Options, rng: Random) -> Histogram:
        """Count the colours of the picture, or of a sample of its pixels."""
        total = raster.width * raster.height
        size = options.sample
        if size is None:
            few = len(self.packed) <= _FEW_COLORS or total <= _FEW_PIXELS
            auto = options.max_error is not None  # the k that photos get need no more
            wanted = _LEAST_SAMPLE if auto else _SAMPLE_PER_COLOR * options.colors
            size = total if few else min(max(wanted, _LEAST_SAMPLE), _MOST_SAMPLE)
        if not isinstance(size, str) and size < total:
            sample = Histogram.sampled(raster, size, rng)
            if len(sample):
                return sample
        if self.pixels is not None:
            return self.pixels.histogram
        return Histogram.counted(raster, self.packed)


def _use_all(packed: U32, found: Found, options: Options) -> tuple[Palette, U8]:
    """Order the palette and match all colours to it, so that every entry is used.

    An entry that no colour is nearest to gives way to the worst-fitted colour,
    unless it is locked. That one is then nearest to itself, whatever else changes,
    so this comes to an end.
    """
    space, locked = fitting_space(options), pack(hex_to_colors(options.lock))
    colors = found.colors
    while True:
        palette = Palette(colors[_order(colors, options)])
        labels = match(packed, palette.colors, space, found.points)
        needed = np.bincount(labels, minlength=len(colors)) > 0
        needed |= is_among(pack(palette.colors), locked)
        if needed.all() or not len(packed):
            return palette, labels
        colors = complete(palette.colors[needed], len(colors), each_once(packed), space)


def _order(colors: U8, options: Options) -> I64:
    """Return the order of the palette, as far as the colours alone decide it."""
    if options.palette and options.sort in {None, "share"}:
        return np.arange(len(colors))
    return by_hue(colors) if options.sort == "hue" else by_lightness(colors)


def _by_share(image: IndexedImage, labels: U8) -> tuple[IndexedImage, U8]:
    """Put the colours that cover most first; equal ones stay in order."""
    order = np.argsort(-image.shares(), kind="stable")
    return image.reordered(order), np.argsort(order).astype(np.uint8)[labels]
