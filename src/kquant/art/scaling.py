"""Scale index maps without new colors and without jagged edges.

Indices cannot be averaged. So each index is treated as an area, 1 inside and 0
outside. The area is resampled with a smooth kernel, and every new pixel takes the
index that covers most of it. Enlarged edges become smooth curves, and in reduced
pictures the majority wins.
"""

from functools import partial

import numpy as np

from kquant.color.spaces import srgb_to_oklab
from kquant.runtime.arrays import F32, F64, U8, AnyArray
from kquant.runtime.threads import for_each

_UNIT = 1 << 11  # weights are multiples of 1 / _UNIT, so that float32 is exact
_TILE = 128  # side of a tile of the result, in pixels
_MOST_INPUT = 256  # largest side of the source of a tile, in pixels, if possible
_SUPPORT = 2.0  # of the kernel, in pixels of the coarser grid
_SMOOTHING = 1.35  # least width of the kernel: at 1, enlarged edges still show steps
_CRUMBS, _CALMEST = 5.0, 500  # widths of the kernel in `calm`, likewise
_SIMILAR = 0.12  # colors nearer than this, in Oklab, have no clear edge between them
_FINEST = 1200  # against frayed edges, it is at least 1/1200 of the longer side


def resize(
    indices: AnyArray, width: int, height: int, *, clean: bool = False
) -> AnyArray:
    """Scale an index map with smooth edges.

    Parameters
    ----------
    indices : uint8 or uint16 array, shape (h, w)
    width, height : int
    clean : bool
        Whether edges that noise has frayed become smooth, even if detail goes.

    Returns
    -------
    array of the same type, shape (height, width)
        Has every index of the source, if it has enough pixels: an index that wins
        nowhere is put back where it was.
    """
    smoothing = max(_SMOOTHING, max(indices.shape) / _FINEST if clean else 0)
    if indices.shape == (height, width) and smoothing == _SMOOTHING:
        return indices
    result = _smoothed(indices, width, height, smoothing)
    _restore(indices, result)
    return result


def _smoothed(indices: AnyArray, width: int, height: int, smoothing: float) -> AnyArray:
    """Give each new pixel the index that covers most of a kernel around it."""
    result = np.empty((height, width), dtype=indices.dtype)
    down = _Axis(indices.shape[0], height, smoothing)
    across = _Axis(indices.shape[1], width, smoothing)
    tiles = [(top, left) for top in down.tiles for left in across.tiles]
    for_each(partial(_fill, indices, result, down, across), tiles)
    return result


def calm(indices: AnyArray, colors: U8) -> AnyArray:
    """Smooth the edges between similar colors: JPEG and noise fray them in skies.

    Parameters
    ----------
    indices : uint8 or uint16 array, shape (h, w)
    colors : uint8 array, shape (n, 3)
        The color of each index.

    Returns
    -------
    array of the same type and shape
        Each pixel keeps its index or gets that of most pixels around it, if the colors
        of both are nearer than 0.12 in Oklab. So clear edges stay where they are.
    """
    lab = srgb_to_oklab(colors)
    similar = np.linalg.norm(lab[:, None] - lab, axis=2).round(6) < _SIMILAR
    if similar.sum() == len(colors):
        return indices
    height, width = indices.shape
    kernel = max(_CRUMBS, max(indices.shape) / _CALMEST)
    result = _smoothed(indices, width, height, kernel)
    result = np.where(similar[indices, result], result, indices)
    _restore(indices, result)
    return result


def resize_pixels(indices: AnyArray, width: int, height: int) -> AnyArray:
    """Scale an index map with sharp edges: each pixel takes the nearest one.

    Parameters
    ----------
    indices : uint8 or uint16 array, shape (h, w)
    width, height : int

    Returns
    -------
    array of the same type, shape (height, width)
    """
    rows = (2 * np.arange(height) + 1) * indices.shape[0] // (2 * height)
    columns = (2 * np.arange(width) + 1) * indices.shape[1] // (2 * width)
    return np.ascontiguousarray(indices[rows][:, columns])


class _Axis:
    """How the new pixels along one axis are computed from the source.

    Parameters
    ----------
    source, target : int
        Number of pixels in the source and in the result.
    smoothing : float
        Least width of the kernel, in pixels of the source.
    """

    def __init__(self, source: int, target: int, smoothing: float) -> None:
        ratio = source / target
        # In a reduction, a new pixel depends on all source pixels under it.
        stretch = max(ratio, smoothing)
        centers = (np.arange(target) + 0.5) * ratio - 0.5
        first = np.floor(centers - _SUPPORT * stretch).astype(np.int64) + 1
        taps = int(2 * _SUPPORT * stretch) + 1
        self.taps = first[:, None] + np.arange(taps)
        weights = _b_spline((self.taps - centers[:, None]) / stretch)
        self.weights = _whole(weights / weights.sum(axis=1, keepdims=True))
        np.clip(self.taps, 0, source - 1, out=self.taps)
        step = int(min(max(_MOST_INPUT / ratio, 8), _TILE))
        self.tiles = [slice(i, min(i + step, target)) for i in range(0, target, step)]

    def matrix(self, tile: slice) -> tuple[slice, F32]:
        """Return the part of the source for a tile, and its weights, (tile, part)."""
        taps, weights = self.taps[tile], self.weights[tile]
        start, stop = int(taps.min()), int(taps.max()) + 1
        matrix = np.zeros((len(taps), stop - start), dtype=np.float32)
        np.add.at(matrix, (np.arange(len(taps))[:, None], taps - start), weights)
        return slice(start, stop), matrix


def _b_spline(x: F64) -> F64:
    """Return the cubic B-spline at x, which gives smoother edges than other cubics."""
    x = np.abs(x)
    near = 2 / 3 - x**2 + x**3 / 2
    far = np.clip(2 - x, 0, None) ** 3 / 6
    return np.where(x < 1, near, far)


def _whole(weights: F64) -> F32:
    """Round rows of weights to whole numbers that add up to `_UNIT`.

    Sums of their products are then exact in float32 in any order, so the result is
    the same on every machine.
    """
    whole = np.rint(weights * _UNIT)
    middle = whole.argmax(axis=1)
    whole[np.arange(len(whole)), middle] += _UNIT - whole.sum(axis=1)
    return whole.astype(np.float32)


def _fill(
    indices: AnyArray,
    result: AnyArray,
    down: _Axis,
    across: _Axis,
    tile: tuple[slice, slice],
) -> None:
    """Compute one tile of the result."""
    rows, weights_down = down.matrix(tile[0])
    columns, weights_across = across.matrix(tile[1])
    part = indices[rows, columns]
    present = np.flatnonzero(np.bincount(part.reshape(-1)))
    winner = result[tile]
    winner[...] = present[0]
    if len(present) == 1:
        return
    most: F32 | None = None
    for index in present:
        area = (part == index).astype(np.float32)
        cover = weights_down @ area @ weights_across.T
        if most is None:
            most = cover
            continue
        np.copyto(winner, index, where=cover > most, casting="unsafe")
        np.maximum(most, cover, out=most)


def _restore(indices: AnyArray, result: AnyArray) -> None:
    """Put back indices that won nowhere, at the places where they were."""
    held = np.bincount(indices.reshape(-1))
    kept = np.bincount(result.reshape(-1), minlength=len(held))
    for index in np.flatnonzero((held > 0) & (kept == 0)):
        y, x = np.nonzero(indices == index)
        rows = y * result.shape[0] // indices.shape[0]
        result[rows, x * result.shape[1] // indices.shape[1]] = index
