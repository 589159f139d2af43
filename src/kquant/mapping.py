"""Every pixel to the nearest colour of a palette, exactly."""

from collections.abc import Callable, Sequence

import numpy as np

from kquant.arrays import F32, U8, U32, Floats, readonly
from kquant.colorspace import find, pack, unpack
from kquant.fitting_space import FittingSpace
from kquant.histogram import SortedPixels
from kquant.image import IndexedImage, Raster
from kquant.nearest import NearestCentroid
from kquant.palette import Palette
from kquant.parallel import for_each

_CHUNK = 1 << 15  # colours matched at a time by one thread
_COLORS = 1 << 24
RGB = np.uint32(_COLORS - 1)  # what of a packed pixel is its colour
_ALPHA_SHIFT = np.uint32(24)

_Band = tuple[int, int]
_Each = Callable[[Callable[[_Band], None], Sequence[_Band]], None]


def match(
    packed: U32, palette: U8, space: FittingSpace, points: Floats | None = None
) -> U8:
    """Find the palette entry nearest to each colour, in the fitting space.

    Parameters
    ----------
    packed : uint32 array, shape (n,)
        Colours as `kquant.colorspace.pack` makes them; distinct, ascending.
    palette : uint8 array, shape (k, 3)
    space : FittingSpace
    points : float32 array, shape (n, 3), optional
        The colours in the space, if they are known.

    Returns
    -------
    uint8 array, shape (n,)
        The lowest index wins a tie; a colour that is itself in the palette always
        gets its own entry.
    """
    centroids = space.points(palette)
    if points is None:
        labels = _matched(packed, centroids, space)
    else:
        nearest = NearestCentroid(points).labels(centroids, threaded=True)
        labels = nearest.astype(np.uint8)
    # Two colours can share a lattice point. From last to first, for repeated ones.
    entries, positions = find(packed, pack(palette)[::-1])
    labels[positions] = len(palette) - 1 - entries
    return labels


def _matched(packed: U32, centroids: F32, space: FittingSpace) -> U8:
    """Convert colours to points, as many at a time as the cache holds, and match them."""
    labels = np.empty(len(packed), dtype=np.uint8)

    def match_chunk(start: int) -> None:
        chunk = slice(start, start + _CHUNK)
        nearest = NearestCentroid(space.points(unpack(packed[chunk])))
        labels[chunk] = nearest.labels(centroids)

    for_each(match_chunk, range(0, len(packed), _CHUNK))
    return labels


def paint(raster: Raster, packed: U32, labels: U8, palette: Palette) -> IndexedImage:
    """Give each pixel the label of its colour.

    Parameters
    ----------
    raster : Raster
    packed : uint32 array, shape (n,)
        The distinct colours of its visible pixels.
    labels : uint8 array, shape (n,)
    palette : Palette

    Returns
    -------
    IndexedImage
        Transparent pixels get index 0.
    """
    table = np.zeros(_COLORS, dtype=np.uint8)
    table[packed] = labels

    def fill(pixels: U32, _: int, out: U8) -> None:
        colors = pixels & RGB if raster.has_alpha else pixels
        table.take(colors, out=out, mode="clip")

    return render(raster, palette, fill)


def paint_sorted(
    raster: Raster, pixels: SortedPixels, labels: U8, palette: Palette
) -> IndexedImage:
    """Do what `paint` does, for a small and opaque picture.

    A table of all colours takes longer to set up than such a picture to paint.

    Parameters
    ----------
    raster : Raster
    pixels : SortedPixels
    labels : uint8 array, shape (n,)
        Of the colours in the histogram.
    palette : Palette
    """
    indices = np.empty(raster.height * raster.width, dtype=np.uint8)
    counts = pixels.histogram.counts.astype(np.int64)
    indices[pixels.order] = np.repeat(labels, counts)
    rows = readonly(indices.reshape(raster.height, raster.width))
    return IndexedImage(rows, palette, None, raster.dpi)


def render(
    raster: Raster,
    palette: Palette,
    fill: Callable[[U32, int, U8], None],
    bands: Sequence[_Band] | None = None,
    each: _Each = for_each,
) -> IndexedImage:
    """Make an indexed picture, a band of rows at a time.

    Parameters
    ----------
    raster : Raster
    palette : Palette
    fill : callable (pixels, top, out) -> None
        Writes the indices of packed pixels, shape (rows, width), the first row of
        which is `top`, to `out`. What it gives to transparent pixels does not matter.
    bands : sequence of (top, bottom), optional
        All of `raster.bands()` by default.
    each : callable (function, bands) -> None
        Whether bands are done one after another or at once, as by default.

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
            alpha[rows] = pixels >> _ALPHA_SHIFT
            indices[rows][alpha[rows] == 0] = 0

    each(render_band, raster.bands() if bands is None else bands)
    alpha = None if alpha is None else readonly(alpha)
    return IndexedImage(readonly(indices), palette, alpha, raster.dpi)
