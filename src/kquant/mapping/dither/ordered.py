"""Ordered dithering: each color is mixed from two entries by a threshold matrix.

The share of the second entry in the mixture depends on how far the color lies from
the first one. A pixel shows the second entry if its threshold is below that share.
This depends only on color and place, so it takes one table look-up per pixel.

References
----------
B. E. Bayer, "An optimum method for two-level rendition of continuous-tone pictures",
1973, for the matrix "bayer".
"""

from pathlib import Path

import numpy as np

from kquant.color.lattice import FittingSpace
from kquant.color.packed import COLOR_COUNT, color_of, unpack
from kquant.images.counting import PictureColors
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.mapping.nearest_color import render
from kquant.runtime.arrays import F64, I64, U8, U16, U32
from kquant.runtime.threads import for_each

_SECOND_SHIFT = np.uint32(8)
_SHARE_SHIFT = np.uint32(16)
_FULL = 1 << 16  # thresholds and shares are multiples of 1 / _FULL
_NEIGHBORS = 16  # candidates for the second entry
_NOISE = 0.05  # weight of noise relative to a wrong mean, both as squared distances
_BAYER = 8  # side of the Bayer matrix
_BLUE_NOISE = Path(__file__).with_name("blue_noise.npy")  # see blue_noise.py


def thresholds(kind: str) -> U16:
    """Return a matrix of thresholds.

    Parameters
    ----------
    kind : {"bayer", "blue-noise"}

    Returns
    -------
    uint16 array, shape (8, 8) or (64, 64)
        In 0..65535.
    """
    if kind == "bayer":
        ranks = np.zeros((1, 1), dtype=np.int64)
        while len(ranks) < _BAYER:
            ranks = np.block(
                [[4 * ranks, 4 * ranks + 2], [4 * ranks + 3, 4 * ranks + 1]]
            )
    else:
        ranks = np.load(_BLUE_NOISE).astype(np.int64)
    step = _FULL // ranks.size
    return (ranks * step + step // 2).astype(np.uint16)


def ordered(
    picture: PictureColors, mixtures: U32, palette: Palette, matrix: U16
) -> IndexedImage:
    """Dither a picture with a matrix of thresholds.

    Parameters
    ----------
    picture : PictureColors
        The picture, with its n distinct colors.
    mixtures : uint32 array, shape (n,)
        The mixture for each color, see `find_mixtures`.
    palette : Palette
    matrix : uint16 array, shape (m, m)
        Thresholds, see `thresholds`.

    Returns
    -------
    IndexedImage
    """
    raster = picture.raster
    table = np.zeros(COLOR_COUNT, dtype=np.uint32)
    table[picture.packed] = mixtures

    def fill(pixels: U32, top: int, out: U8) -> None:
        mixture = table.take(color_of(pixels), mode="clip")
        rows = (top + np.arange(len(pixels))) % len(matrix)
        across = -(-raster.width // len(matrix))
        tiled = np.tile(matrix[rows], (1, across))[:, : raster.width]
        take_second = mixture >> _SHARE_SHIFT > tiled
        mixture >>= take_second.astype(np.uint32) << np.uint32(3)
        np.copyto(out, mixture, casting="unsafe")  # the lowest byte

    return render(raster, palette, fill)


def find_mixtures(
    packed: U32, labels: U8, palette: Palette, space: FittingSpace, strength: float
) -> U32:
    """Find the entry to mix with the nearest entry of each color, and its share.

    Parameters
    ----------
    packed : uint32 array, shape (n,)
        Distinct colors, ascending.
    labels : uint8 array, shape (n,)
        The nearest palette entry of each color.
    palette : Palette
    space : FittingSpace
        The space in which colors are mixed.
    strength : float
        Above 0 and at most 1. With 1, mixtures keep the mean color if possible; toward
        0, more pixels show just the nearest entry.

    Returns
    -------
    uint32 array, shape (n,)
        ``first + 2**8 second + 2**16 share``, with the share in 0..2**15, so at most
        half. It is 0 for a color of the palette.
    """
    centroids = space.points(palette.colors).astype(np.float64)
    second, share = labels.copy(), np.zeros(len(labels))
    by_label = np.argsort(labels, kind="stable")
    ends = np.cumsum(np.bincount(labels, minlength=len(palette)))

    def mix(entry: int) -> None:
        mine = by_label[ends[entry - 1] if entry else 0 : ends[entry]]
        neighbors = _neighbors(centroids, entry)
        if len(mine) and len(neighbors):
            points = space.points(unpack(packed[mine])).astype(np.float64)
            best, share[mine] = _best_mixture(
                points - centroids[entry], centroids[neighbors] - centroids[entry]
            )
            second[mine] = neighbors[best]

    for_each(mix, range(len(palette)))
    weakened = np.clip(0.5 + (share - 0.5) / strength, 0.0, 0.5)
    parts = np.rint(weakened * _FULL).astype(np.uint32)
    mixtures: U32 = parts << _SHARE_SHIFT | second.astype(np.uint32) << _SECOND_SHIFT
    return mixtures | labels


def _neighbors(centroids: F64, entry: int) -> I64:
    """Return the entries closest to one, without duplicates of it; closest first."""
    distances = np.square(centroids - centroids[entry]).sum(axis=1)
    order: I64 = np.argsort(distances, kind="stable")
    order = order[distances[order] > 0]
    return order[:_NEIGHBORS]


def _best_mixture(offsets: F64, spans: F64) -> tuple[I64, F64]:
    """Choose the neighbor that gets closest to each color with the least noise.

    Parameters
    ----------
    offsets : float64 array, shape (n, 3)
        Vectors from the entry to its colors.
    spans : float64 array, shape (m, 3)
        Vectors from the entry to its neighbors.

    Returns
    -------
    best : int64 array, shape (n,)
        Index of the neighbor.
    share : float64 array, shape (n,)
        Share of the neighbor, 0..0.5.
    """
    lengths = np.square(spans).sum(axis=1)
    along = offsets @ spans.T
    share = np.clip(along / lengths, 0.0, 0.5)
    # Squared error of the mean (minus what no choice can change), plus the noise.
    cost = share * (share * lengths - 2 * along)
    cost += _NOISE * share * (1 - share) * lengths
    best = cost.argmin(axis=1)
    return best, share[np.arange(len(best)), best]
