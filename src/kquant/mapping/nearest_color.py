"""Map every pixel to the nearest color of a palette, exactly."""

from collections.abc import Callable, Sequence

import numpy as np

from kquant.color.lattice import FittingSpace
from kquant.color.packed import (
    COLOR_COUNT,
    alpha_of,
    color_of,
    pack,
    positions_of,
    set_entries,
    unpack,
)
from kquant.images.counting import PictureColors
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.images.ranked_pixels import RankedPixels
from kquant.images.raster import Raster
from kquant.kmeans.nearest_centroid import NearestCentroid
from kquant.runtime.arrays import F32, U8, U32, Floats, readonly
from kquant.runtime.threads import for_each

_CHUNK = 1 << 15  # colors that a thread matches at a time

_Band = tuple[int, int]
_Each = Callable[[Callable[[_Band], None], Sequence[_Band]], None]


def match(
    packed: U32, palette: U8, space: FittingSpace, points: Floats | None = None
) -> U8:
    """Find the palette entry nearest to each color in the fitting space.

    Parameters
    ----------
    packed : uint32 array, shape (n,)
        Colors as `kquant.color.packed.pack` makes them; distinct, ascending.
    palette : uint8 array, shape (k, 3)
    space : FittingSpace
    points : float32 array, shape (n, 3), optional
        The colors in the space, if already known.

    Returns
    -------
    uint8 array, shape (n,)
        Index of the nearest entry. The lowest index wins a tie, but a color that is
        in the palette always gets its own entry.
    """
    centroids = space.points(palette)
    if points is None:
        labels = _matched(packed, centroids, space)
    else:
        nearest = NearestCentroid(points).labels(centroids, threaded=True)
        labels = nearest.astype(np.uint8)
    # Two colors can share a lattice point. Backward: the first of equal entries wins.
    entries, positions = positions_of(pack(palette)[::-1], packed)
    labels[positions] = len(palette) - 1 - entries
    return labels


def _matched(packed: U32, centroids: F32, space: FittingSpace) -> U8:
    """Convert colors to points and match them, in chunks that fit in the cache."""
    labels = np.empty(len(packed), dtype=np.uint8)

    def match_chunk(start: int) -> None:
        chunk = slice(start, start + _CHUNK)
        nearest = NearestCentroid(space.points(unpack(packed[chunk])))
        labels[chunk] = nearest.labels(centroids)

    for_each(match_chunk, range(0, len(packed), _CHUNK))
    return labels


def paint(colors: PictureColors, labels: U8, palette: Palette) -> IndexedImage:
    """Make an indexed picture: give each pixel the label of its color.

    Parameters
    ----------
    colors : PictureColors
        The n colors of the picture.
    labels : uint8 array, shape (n,)
        The palette entry of each color.
    palette : Palette

    Returns
    -------
    IndexedImage
        Transparent pixels get index 0.
    """
    raster = colors.raster
    if colors.pixels is not None and not raster.has_alpha:
        return _paint_ranked(raster, colors.pixels, labels, palette)
    table = np.zeros(COLOR_COUNT, dtype=np.uint8)
    set_entries(table, colors.packed, labels)

    def fill(pixels: U32, _: int, out: U8) -> None:
        packed = color_of(pixels) if raster.has_alpha else pixels
        table.take(packed, out=out, mode="clip")

    return render(raster, palette, fill)


def _paint_ranked(
    raster: Raster, pixels: RankedPixels, labels: U8, palette: Palette
) -> IndexedImage:
    """Paint a small opaque picture, faster than with a table of all colors."""
    indices = labels.take(pixels.ranks)
    rows = readonly(indices.reshape(raster.height, raster.width))
    return IndexedImage(rows, palette, None, raster.dpi)


def render(
    raster: Raster,
    palette: Palette,
    fill: Callable[[U32, int, U8], None],
    bands: Sequence[_Band] | None = None,
    each: _Each = for_each,
) -> IndexedImage:
    """Make an indexed picture, one band of rows at a time.

    Parameters
    ----------
    raster : Raster
    palette : Palette
    fill : callable (pixels, top, out) -> None
        Writes the indices of the packed pixels, shape (rows, width), to `out`, of the
        same shape. `top` is the first row. Indices of transparent pixels are ignored.
    bands : sequence of (top, bottom), optional
        By default, those of `raster.bands()`.
    each : callable (function, bands) -> None
        Calls the function for each band: on several threads by default, or one band
        after another.

    Returns
    -------
    IndexedImage
        Transparent pixels get index 0.
    """
    shape = raster.height, raster.width
    indices = np.empty(shape, dtype=np.uint8)
    alpha = np.empty(shape, dtype=np.uint8) if raster.has_alpha else None

    def render_band(band: _Band) -> None:
        rows = slice(*band)
        pixels = raster.read_rows(*band)
        fill(pixels, rows.start, indices[rows])
        if alpha is not None:
            alpha[rows] = alpha_of(pixels)
            indices[rows][alpha[rows] == 0] = 0

    each(render_band, raster.bands() if bands is None else bands)
    alpha = None if alpha is None else readonly(alpha)
    return IndexedImage(readonly(indices), palette, alpha, raster.dpi)
