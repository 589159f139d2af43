"""Error diffusion: the error of each pixel is passed on to pixels that come later.

Pixels with equal x + 2 y do not depend on each other. So the picture is processed
along these steep diagonals, with one array operation for all pixels of a diagonal.

References
----------
R. W. Floyd and L. Steinberg, "An adaptive algorithm for spatial greyscale", 1976.
"""

import numpy as np

from kquant.color.lattice import FittingSpace
from kquant.color.packed import COLOR_COUNT, color_of, is_visible, pack, unpack
from kquant.images.counting import PictureColors
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.kmeans.nearest_centroid import NearestCentroid
from kquant.mapping.nearest_color import render
from kquant.runtime.arrays import F32, F64, U8, U32
from kquant.runtime.threads import one_by_one

_BAND_PIXELS = 1 << 20  # 16 MiB of coordinates; larger bands have longer diagonals
_RIGHT, _BELOW_LEFT, _BELOW, _BELOW_RIGHT = (n / np.float32(16) for n in (7, 3, 5, 1))
_REACH = 2  # most error passed on, relative to the distance to the nearest entry


def floyd_steinberg(
    picture: PictureColors,
    labels: U8,
    palette: Palette,
    space: FittingSpace,
    strength: float,
) -> IndexedImage:
    """Dither a picture by error diffusion, row by row, left to right.

    Pixels that are transparent or have a color of the palette neither receive nor
    pass on error, so that flat areas in these colors stay clean.

    Parameters
    ----------
    picture : PictureColors
        The picture, with its n distinct colors.
    labels : uint8 array, shape (n,)
        The nearest palette entry of each color.
    palette : Palette
    space : FittingSpace
        The space in which errors are measured and added.
    strength : float
        The part of the error that is passed on, 0..1.

    Returns
    -------
    IndexedImage
    """
    raster, packed = picture.raster, picture.packed
    ranks = np.zeros(COLOR_COUNT, dtype=np.uint32)
    ranks[packed] = np.arange(len(packed), dtype=np.uint32)
    points = np.ascontiguousarray(space.points(unpack(packed)).T)
    inexact = ~np.isin(packed, pack(palette.colors))
    diffusion = Diffusion(space.points(palette.colors), strength, raster.width)

    def fill(pixels: U32, _: int, out: U8) -> None:
        rank = ranks.take(color_of(pixels), mode="clip")
        free = inexact.take(rank)
        if raster.has_alpha:
            free &= is_visible(pixels)
        found = diffusion.rows(points.take(rank, axis=1), free.astype(np.float32))
        np.copyto(out, np.where(free, found, labels.take(rank)))

    return render(raster, palette, fill, raster.bands(_BAND_PIXELS), one_by_one)


class Diffusion:
    """Floyd-Steinberg error diffusion on the lattice of a fitting space.

    Errors are integers, and sixteenths of them are passed on. Sums of these are exact
    in float32 in any order.

    Parameters
    ----------
    centroids : float32 array, shape (k, 3)
        The palette, in lattice units.
    strength : float
        The part of the error that is passed on, 0..1.
    width : int
        Width of the picture in pixels.
    """

    def __init__(self, centroids: F32, strength: float, width: int) -> None:
        self._centroids = centroids.astype(np.float64)
        self._channels = np.ascontiguousarray(centroids.T)
        self._strength = np.float32(strength)
        self._limits = _limits(self._centroids)
        self._carry = np.zeros((3, width), dtype=np.float32)

    def rows(self, points: F32, free: F32) -> U8:
        """Dither the rows that follow those of the last call.

        Parameters
        ----------
        points : float32 array, shape (3, rows, width)
            Colors in lattice units; changed in place.
        free : float32 array, shape (rows, width)
            1, or 0 for pixels that neither receive nor pass on error.

        Returns
        -------
        uint8 array, shape (rows, width)
            Palette entries.
        """
        _, height, width = points.shape
        points[:, 0] += self._carry * free[0]
        labels = np.empty(height * width, dtype=np.uint8)
        flat, flat_free = points.reshape(3, -1), free.reshape(-1)
        # Error for the next four diagonals, by row; the extra row is for the next band.
        ahead = np.zeros((4, 3, height + 1), dtype=np.float32)
        for diagonal in range(width + 2 * height):
            incoming = ahead[diagonal % 4]
            first = max(0, (diagonal - width + 2) // 2)
            rows = slice(first, min(height - 1, diagonal // 2) + 1)
            if rows.start < rows.stop:
                # Each pixel is one row below the last one and two to the left.
                start = diagonal + rows.start * (width - 2)
                stop = diagonal + (rows.stop - 1) * (width - 2) + 1
                on = slice(start, stop, max(width - 2, 1))
                passing = incoming[:, rows] * flat_free[on]
                labels[on], error = self._step(flat[:, on] + passing)
                error *= flat_free[on]
                _spread(error, rows, diagonal, ahead)
            if diagonal >= 2 * height:
                self._carry[:, diagonal - 2 * height] = incoming[:, height]
            incoming[:] = 0
        return labels.reshape(height, width)

    def _step(self, wanted: F32) -> tuple[U8, F32]:
        """Find the nearest entries and the error to pass on, for shape (3, n)."""
        np.rint(wanted, out=wanted)
        # Outside the gamut, float32 is not exact.
        labels = NearestCentroid(wanted.T.astype(np.float64)).labels(self._centroids)
        error = wanted - self._channels.take(labels, axis=1)
        size = np.sqrt(np.square(error).sum(axis=0))
        limit = self._limits.take(labels)
        error *= self._strength * (limit / np.maximum(size, limit))
        return labels.astype(np.uint8), np.rint(error, out=error)


def _spread(error: F32, rows: slice, diagonal: int, ahead: F32) -> None:
    """Pass the error of a diagonal, shape (3, n), to the pixels right and below."""
    below = slice(rows.start + 1, rows.stop + 1)
    ahead[(diagonal + 1) % 4][:, rows] += _RIGHT * error
    ahead[(diagonal + 1) % 4][:, below] += _BELOW_LEFT * error
    ahead[(diagonal + 2) % 4][:, below] += _BELOW * error
    ahead[(diagonal + 3) % 4][:, below] += _BELOW_RIGHT * error


def _limits(centroids: F64) -> F32:
    """Return the most error that each entry may pass on, shape (k,), at least 1.

    Without a limit, colors that no mixture of entries can reach would accumulate
    error, which then shows as streaks elsewhere.
    """
    distances = np.square(centroids[:, None] - centroids).sum(axis=2)
    distances[distances == 0] = np.inf
    nearest = np.sqrt(distances.min(axis=1))
    nearest[np.isinf(nearest)] = 1.0
    limits: F32 = (_REACH * nearest).astype(np.float32)
    return limits
