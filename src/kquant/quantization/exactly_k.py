"""Make palettes of exactly k distinct colors, each of which is used."""

import numpy as np
from numpy.typing import NDArray

from kquant.color.lattice import FittingSpace
from kquant.color.packed import hex_to_colors, is_among, pack, positions_of, unpack
from kquant.images.histogram import Histogram
from kquant.images.palette import Palette, by_hue, by_lightness
from kquant.kmeans.nearest_centroid import NearestCentroid
from kquant.mapping.nearest_color import match
from kquant.options import Options
from kquant.runtime.arrays import I64, U8, U32, Floats

_BLOCK = 1 << 20  # colors at a time


def distinct_and_used(
    colors: U8,
    packed: U32,
    options: Options,
    space: FittingSpace,
    points: Floats | None = None,
) -> tuple[Palette, U8]:
    """Order a palette and match all colors to it, so that every entry is used.

    An entry that is not the nearest to any color gives way to the color that fits
    worst, unless the entry is locked. The new entry stays in use, because it is the
    nearest to itself, so the loop ends.

    Parameters
    ----------
    colors : uint8 array, shape (k, 3)
        sRGB, in any order.
    packed : uint32 array, shape (n,)
        The distinct colors of the picture, packed, ascending.
    options : Options
        Only the locked colors and the order of the palette matter here.
    space : FittingSpace
    points : float32 array, shape (n, 3), optional
        The colors of the picture in the fitting space, if they are known.

    Returns
    -------
    palette : Palette
    labels : uint8 array, shape (n,)
        The index of the palette entry of each color.
    """
    locked = pack(hex_to_colors(options.lock))
    while True:
        palette = Palette(colors[palette_order(colors, options)])
        labels = match(packed, palette.colors, space, points)
        needed = _is_used(labels, len(colors))
        needed |= is_among(pack(palette.colors), locked)
        if needed.all() or not len(packed):
            return palette, labels
        candidates = Histogram.each_once(packed)
        colors = distinct(palette.colors[needed], len(colors), candidates, space)


def _is_used(labels: U8, k: int) -> NDArray[np.bool_]:
    """Tell which of k entries have labels, in blocks: numpy makes int64 of them."""
    used = np.zeros(k, dtype=bool)
    for start in range(0, len(labels), _BLOCK):
        used |= np.bincount(labels[start : start + _BLOCK], minlength=k) > 0
    return used


def distinct(colors: U8, k: int, candidates: Histogram, space: FittingSpace) -> U8:
    """Merge equal colors, and add the candidates that fit worst until there are k.

    Parameters
    ----------
    colors : uint8 array, shape (m, 3)
        sRGB; some of them may be equal.
    k : int
    candidates : Histogram
        The colors that can be added. If there are too few, the result has fewer than
        k colors.
    space : FittingSpace
        The space in which the distance of a candidate from the palette is measured.

    Returns
    -------
    uint8 array, shape (at most k, 3)
        Distinct colors.

    Examples
    --------
    >>> black_twice = np.zeros((2, 3), dtype=np.uint8)
    >>> black_and_red = Histogram.each_once(np.array([0, 255], dtype=np.uint32))
    >>> distinct(black_twice, 2, black_and_red, FittingSpace("srgb", 1.0)).tolist()
    [[0, 0, 0], [255, 0, 0]]
    """
    packed = np.array(sorted(set(pack(colors).tolist())), dtype=np.uint32)
    if len(packed) == len(colors) == k:
        return colors
    points = space.points(candidates.colors).astype(np.float64)
    palette = space.points(unpack(packed)).astype(np.float64)
    labels = NearestCentroid(points).labels(palette)
    distances = np.square(points - palette[labels]).sum(axis=1)
    distances += 0.5  # different colors may share a lattice point
    _, own = positions_of(packed, candidates.packed)
    distances[own] = 0.0
    while len(packed) < k and distances.any():
        worst = int(np.argmax(candidates.counts * distances))
        packed = np.append(packed, candidates.packed[worst])
        to_worst = np.square(points - points[worst]).sum(axis=1) + 0.5
        np.minimum(distances, to_worst, out=distances)
        distances[worst] = 0.0
    return unpack(packed)


def palette_order(colors: U8, options: Options) -> I64:
    """Return the order of a palette, as far as the colors alone decide it.

    Parameters
    ----------
    colors : uint8 array, shape (k, 3)
    options : Options
        Only `sort` and `palette` matter here.

    Returns
    -------
    int64 array, shape (k,)
        Indices into `colors`. For ``sort="share"``, which depends on the pixels too,
        this is the order without `sort`.
    """
    if options.palette and options.sort in {None, "share"}:
        return np.arange(len(colors))
    return by_hue(colors) if options.sort == "hue" else by_lightness(colors)
