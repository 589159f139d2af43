"""Ordered dithering: each colour is mixed of two entries, by a matrix of thresholds.

A colour between two entries shows the second of them where the threshold is below
the share of the way it lies from the first. That depends on nothing but the colour
and the place, so it takes one look into a table a pixel.
"""

from pathlib import Path

import numpy as np

from kquant.arrays import F64, I64, U8, U16, U32
from kquant.colorspace import unpack
from kquant.fitting_space import FittingSpace
from kquant.image import IndexedImage, Raster
from kquant.mapping import RGB, render
from kquant.palette import Palette
from kquant.parallel import for_each

_COLORS = 1 << 24
_SECOND_SHIFT = np.uint32(8)
_SHARE_SHIFT = np.uint32(16)
_FULL = 1 << 16  # thresholds and shares are whole numbers, of this many to 1
_NEIGHBORS = 16  # of an entry, among which the second is looked for
_NOISE = 0.05  # how bad noise is against a wrong mean: both as squared distances
_BAYER = 8
_BLUE_NOISE = Path(__file__).with_name("blue_noise.npy")  # see blue_noise.py


def thresholds(kind: str) -> U16:
    """Return the matrix of thresholds, of 0..65535, for "bayer" or "blue-noise"."""
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
    raster: Raster, packed: U32, mixtures: U32, palette: Palette, matrix: U16
) -> IndexedImage:
    """Dither a picture with a matrix of thresholds.

    Parameters
    ----------
    raster : Raster
    packed : uint32 array, shape (n,)
        The distinct colours of its visible pixels.
    mixtures : uint32 array, shape (n,)
        What each of them is mixed of, see `find_mixtures`.
    palette : Palette
    matrix : uint16 array, shape (m, m)
        Thresholds, see `thresholds`.
    """
    table = np.zeros(_COLORS, dtype=np.uint32)
    table[packed] = mixtures

    def fill(pixels: U32, top: int, out: U8) -> None:
        mixture = table.take(pixels & RGB, mode="clip")
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
    """Find for each colour the entry to mix with the nearest one, and how much of it.

    Parameters
    ----------
    packed, labels, palette
        As for `kquant.mapping.paint`.
    space : FittingSpace
        Where colours are mixed.
    strength : float
        From 0, nothing but nearest colours, to 1, shares that keep the mean.

    Returns
    -------
    uint32 array, shape (n,)
        ``first + 2**8 second + 2**16 share``, with shares of 0..2**15: at most half.
        A colour of the palette has none of a second.
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
    """Return the entries closest to one, closest first, without its doubles."""
    distances = np.square(centroids - centroids[entry]).sum(axis=1)
    order: I64 = np.argsort(distances, kind="stable")
    order = order[distances[order] > 0]
    return order[:_NEIGHBORS]


def _best_mixture(offsets: F64, spans: F64) -> tuple[I64, F64]:
    """Choose the neighbour that gets closest to each colour with the least noise.

    Parameters
    ----------
    offsets : float64 array, shape (n, 3)
        From the entry to its colours.
    spans : float64 array, shape (m, 3)
        From the entry to its neighbours.

    Returns
    -------
    best : int64 array, shape (n,)
    share : float64 array, shape (n,)
    """
    lengths = np.square(spans).sum(axis=1)
    along = offsets @ spans.T
    share = np.clip(along / lengths, 0.0, 0.5)
    # What the mean is off by (less what no choice can change), and the variance.
    cost = share * (share * lengths - 2 * along)
    cost += _NOISE * share * (1 - share) * lengths
    best = cost.argmin(axis=1)
    return best, share[np.arange(len(best)), best]
