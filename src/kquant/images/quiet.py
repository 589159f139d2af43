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
from kquant.runtime.arrays import I64, U8, U32, AnyArray

NEIGHBORS = 9  # pixels that a weight depends on
_AWAY = (-3, 0, 3)  # rows and columns from the first pixel of the block to these
_BINOMIAL = (1, 2, 1, 2, 4, 2, 1, 2, 1)  # how much they count
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
    columns = np.arange(0, raster.width, 2)
    place = raster, top, blocks[:, None], columns[None]
    # Here a pixel is near several blocks, so its lightness is worked out beforehand.
    around = _around(_lightness(pixels), *place)
    seen = _around(is_visible(pixels), *place) if raster.has_alpha else None
    return _weights(around, seen).repeat(2, axis=1)[of_row, : raster.width]


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
    return _weights(_lightness(around), is_visible(around) if has_alpha else None)


def _weights(around: AnyArray, seen: AnyArray | None) -> U8:
    """Return weights from lightness, shape (NEIGHBORS, ...), and which pixels count."""
    count, total, squares = np.zeros((3, *around.shape[1:]), dtype=np.int32)
    for i, (lightness, binomial) in enumerate(zip(around, _BINOMIAL, strict=True)):
        weight = np.int32(binomial)
        part = weight if seen is None else weight * seen[i]
        count += part
        total += part * lightness
        squares += part * np.square(lightness)
    spread = np.sqrt(np.maximum(count * squares - np.square(total), 0))
    deviation = spread / (np.maximum(count, 1) * _LEVELS)
    weights: U8 = np.rint(_SCALE / (_LEAST + deviation)).astype(np.uint8)
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


def _around(
    values: AnyArray, raster: Raster, top: int, rows: I64, columns: I64
) -> AnyArray:
    """Return values around the first pixels of blocks, whose places are broadcast."""
    height, width = raster.height // raster.frames, raster.width
    first = rows // height * height  # a frame has no neighbors in other frames
    away = np.array(_AWAY).reshape(-1, *[1] * rows.ndim)
    down = (
        np.clip(rows + away, first, first + (height - 1)) - reach(raster, top, top)[0]
    )
    across = np.clip(columns + away, 0, width - 1)
    places = (down * width)[:, None] + across
    taken: AnyArray = values.reshape(-1).take(places)
    around: AnyArray = taken.reshape(NEIGHBORS, *taken.shape[2:])
    return around


def _lightness(pixels: U32) -> AnyArray:
    """Return the lightness of packed pixels, any shape: int32, 0 to 1000."""
    r, g, b = (np.uint32(part) for part in _LUMA)
    luma = (pixels & np.uint32(0xFF)) * r
    luma += (pixels >> np.uint32(8) & np.uint32(0xFF)) * g
    luma += (pixels >> np.uint32(16) & np.uint32(0xFF)) * b
    luma >>= np.uint32(8)
    lightness: AnyArray = _LIGHTNESS.take(luma)
    return lightness
