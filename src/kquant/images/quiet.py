"""How quiet the surroundings of pixels are: errors are seen first where nothing else is.

In a clear sky a step between two colors shows, in grass it does not. So a fit counts a
pixel the more, the less lightness varies around it. All pixels of a block of 2 x 2
share one weight, which is found from nine pixels: the first of the block and those
that are three pixels away, with binomial weights, which come close to a Gaussian of 2
pixels. The same weights result on every machine, as lightness is counted in whole
numbers.
"""

import numpy as np

from kquant.color.packed import is_visible
from kquant.color.spaces import LINEAR
from kquant.images.raster import Raster
from kquant.runtime.arrays import I32, I64, U8, U32

NEIGHBORS = 9  # pixels that a weight depends on
_STEP = 3  # pixels
_AWAY = np.array([[-_STEP], [0], [_STEP]])  # from the first pixel of the block to these
_BINOMIAL = (1, 2, 1, 2, 4, 2, 1, 2, 1)  # how much they count
_TOTAL = 16  # of these
_REACH = 4  # rows above and below a pixel that its weight can depend on
_LUMA = (54, 183, 19)  # 256ths of red, green and blue in the luma of BT.709
_LEVELS = 1000  # of lightness
# Lightness of grays in Oklab. Sums of sixteen squares fit in 32 bits.
_LIGHTNESS = np.rint(_LEVELS * np.cbrt(LINEAR)).astype(np.int32)
_LEAST = 0.02  # deviation of lightness, 0 to 1, below which surroundings are quiet
_SCALE = 4.0  # of the weights: 200 without any deviation, 8 with the largest


def weights_of_rows(raster: Raster, pixels: U32, top: int, bottom: int) -> U8:
    """Return the weight of each pixel in some rows of a picture.

    Parameters
    ----------
    raster : Raster
        The picture.
    pixels : uint32 array, shape (rows, width)
        The packed pixels of `reach` of these rows.
    top, bottom : int
        The first row, and the row after the last.

    Returns
    -------
    uint8 array, shape (bottom - top, width)
        From 8 to 200.
    """
    height = raster.height // raster.frames
    rows = np.arange(top, bottom)
    blocks, of_row = np.unique(rows - rows % height % 2, return_inverse=True)
    down = _down(raster, top, blocks)
    lightness, count = _lightness(pixels), np.full((1, 1), _TOTAL, dtype=np.int32)
    if raster.has_alpha:
        seen = is_visible(pixels).astype(np.int32)
        lightness *= seen
        count = _blurred(seen, down)
    total, squares = _blurred(lightness, down), _blurred(np.square(lightness), down)
    weights = _weights(count, total, squares)
    return weights.repeat(2, axis=1)[of_row, : raster.width]


def around_pixels(raster: Raster, pixels: U32, top: int, positions: I64) -> U32:
    """Return the pixels that the weights of single pixels depend on, for `weigh`.

    Parameters
    ----------
    raster : Raster
        The picture.
    pixels : uint32 array, shape (rows, width)
        The packed pixels of `reach` of the rows that hold them.
    top : int
        The first of the rows that hold them.
    positions : int64 array, shape (n,)
        Row times width plus column, in the whole picture.

    Returns
    -------
    uint32 array, shape (NEIGHBORS, n)
        Packed.
    """
    rows, columns = np.divmod(positions, raster.width)
    rows -= rows % (raster.height // raster.frames) % 2
    return _around(pixels, raster, top, rows, columns - columns % 2)


def weigh(around: U32, has_alpha: bool) -> U8:
    """Return weights from the pixels that they depend on.

    Parameters
    ----------
    around : uint32 array, shape (NEIGHBORS, ...)
        Packed pixels, row by row, as `around_pixels` returns them.
    has_alpha : bool
        Whether some may be transparent; these do not count.

    Returns
    -------
    uint8 array, shape (...)
        From 8 to 200.
    """
    count, total, squares = np.zeros((3, *around.shape[1:]), dtype=np.int32)
    for pixels, binomial in zip(around, _BINOMIAL, strict=True):
        lightness, weight = _lightness(pixels), np.int32(binomial)
        part = weight * is_visible(pixels) if has_alpha else weight
        count += part
        total += part * lightness
        squares += part * np.square(lightness)
    return _weights(count, total, squares)


def _weights(count: I32, total: I32, squares: I32) -> U8:
    """Return weights from weighted sums over pixels: of 1, lightness, and its square."""
    spread = np.sqrt(np.maximum(count * squares - np.square(total), 0))
    spread /= np.maximum(count, 1) * _LEVELS
    spread += _LEAST
    weights: U8 = np.rint(_SCALE / spread).astype(np.uint8)
    return weights


def reach(raster: Raster, top: int, bottom: int) -> tuple[int, int]:
    """Return the rows that the weights of some rows depend on, within the picture.

    Parameters
    ----------
    raster : Raster
    top, bottom : int
        The first row, and the row after the last.

    Returns
    -------
    (int, int)
        The first row to read, and the one after the last.
    """
    return max(0, top - _REACH), min(raster.height, bottom + _REACH)


def _down(raster: Raster, top: int, rows: I64) -> I64:
    """Return the rows 3 above some rows, (n,), these, and 3 below, as they are read."""
    height = raster.height // raster.frames
    first = rows // height * height  # a frame has no neighbors in other frames
    down = np.clip(rows + _AWAY, first, first + (height - 1))
    read: I64 = down - reach(raster, top, top)[0]
    return read


def _around(pixels: U32, raster: Raster, top: int, rows: I64, columns: I64) -> U32:
    """Return the pixels around the first pixels of blocks, shape (NEIGHBORS, n)."""
    across = np.clip(columns + _AWAY, 0, raster.width - 1)
    places = (_down(raster, top, rows) * raster.width)[:, None] + across
    around: U32 = pixels.reshape(-1).take(places).reshape(NEIGHBORS, -1)
    return around


def _blurred(values: I32, down: I64) -> I32:
    """Add up the pixels around the first ones of blocks, weighted, row by row.

    Sums in a row come first: those of a block are part of the blocks above and below.
    """
    width = values.shape[1]
    sides = np.pad(values, ((0, 0), (_STEP, _STEP)), mode="edge")
    across = 2 * sides[:, _STEP : width + _STEP : 2]
    across += sides[:, :width:2]
    across += sides[:, 2 * _STEP :: 2]
    above, middle, below = down
    blurred: I32 = across[above] + across[below]
    blurred += 2 * across[middle]
    return blurred


def _lightness(pixels: U32) -> I32:
    """Return the lightness of packed pixels, any shape: int32, 0 to 1000."""
    r, g, b = _LUMA
    # Red and blue in one product: its upper half holds their part of the luma.
    luma = pixels & np.uint32(0xFF00FF)
    luma *= np.uint32(b | r << 16)
    luma >>= np.uint32(16)
    luma += (pixels >> np.uint32(8) & np.uint32(0xFF)) * np.uint32(g)
    luma >>= np.uint32(8)
    lightness: I32 = _LIGHTNESS.take(luma)
    return lightness
