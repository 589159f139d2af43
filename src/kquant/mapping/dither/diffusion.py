"""Error diffusion: the error of each pixel is passed on to pixels that come later.

Pixels with equal x + 2 y do not depend on each other. So the picture is processed
along these steep diagonals, with one array operation for all pixels of a diagonal.
Errors are light, which adds up; the entry that a pixel gets is the one that looks
nearest to the light that is wanted there.

References
----------
R. W. Floyd and L. Steinberg, "An adaptive algorithm for spatial greyscale", 1976.
"""

import numpy as np

from kquant.color.packed import is_visible, pack, unpack
from kquant.color.spaces import LUMINANCE
from kquant.images.counting import PictureColors
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.mapping.dither.light import ONE, Sight, forgotten, light_of
from kquant.mapping.dither.reach import within_reach
from kquant.mapping.nearest_color import render
from kquant.runtime.arrays import F32, F64, I64, U8, U32, Bools
from kquant.runtime.threads import one_by_one

_BAND_PIXELS = 1 << 22  # larger bands have longer diagonals, and fewer for their size
_RIGHT, _BELOW_LEFT, _BELOW, _BELOW_RIGHT = (n / np.float32(16) for n in (7, 3, 5, 1))
_PARTS = 1024  # what is passed on is a multiple of 1/1024 of an error
_REACH = 2  # most error passed on in a channel, relative to the distance to:
_NEIGHBORS = 4  # as many entries around a color as it takes to mix it


def floyd_steinberg(
    picture: PictureColors, labels: U8, palette: Palette, strength: float
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
    strength : float
        The part of the error that is passed on, 0..1.

    Returns
    -------
    IndexedImage
    """
    raster, packed = picture.raster, picture.packed
    ranks = picture.ranks()
    light = within_reach(unpack(packed), labels, palette)
    inexact = packed != pack(palette.colors)[labels]
    diffusion = Diffusion(palette.colors, strength, light, inexact)

    def fill(pixels: U32, top: int, out: U8) -> None:
        rank = ranks(pixels, top)
        np.copyto(out, labels.take(rank))
        if raster.has_alpha:
            rank = np.where(is_visible(pixels), rank, diffusion.nothing)
        found = diffusion.rows(rank)
        np.copyto(out, found, where=inexact.take(rank, mode="clip"))

    return render(raster, palette, fill, raster.bands(_BAND_PIXELS), one_by_one)


class Diffusion:
    """Floyd-Steinberg error diffusion in linear light.

    Light is whole numbers, and so is what a pixel shows and what it passes on, in
    sixteenths: float32 holds all of it exactly.

    Parameters
    ----------
    palette : uint8 array, shape (k, 3)
    strength : float
        The part of the error that is passed on, 0..1.
    light : float32 array, shape (3, n)
        The colors of the picture, in units of light.
    free : bool array, shape (n,)
        False for colors whose pixels neither receive nor pass on error.

    Attributes
    ----------
    nothing : uint32
        The number of a color that is not free.
    """

    def __init__(self, palette: U8, strength: float, light: F32, free: Bools) -> None:
        self._sight = Sight(palette)
        entries = light_of(palette)
        starts = self._sight.starts
        self._channels = (entries.T + starts).astype(np.float32)
        self._limits = _limits(entries).astype(np.float32)
        # Light and freedom of each color, and of `nothing`, in one table.
        self._colors = np.zeros((4, light.shape[1] + 1), dtype=np.float32)
        self._colors[:3] = starts
        self._colors[:3, :-1] += light
        self._colors[3, :-1] = free
        self.nothing = np.uint32(light.shape[1])
        self._passed = _passed(strength, forgotten(len(palette)))
        self._above: F32 | None = None

    def rows(self, numbers: U32) -> U8:
        """Dither the rows that follow those of the last call.

        Parameters
        ----------
        numbers : uint32 array, shape (rows, width)
            The color of each pixel.

        Returns
        -------
        uint8 array, shape (rows, width)
            Palette entries.
        """
        height, width = numbers.shape
        flat = numbers.reshape(-1)
        labels = np.empty(height * width, dtype=np.uint8)
        # The errors of the last four diagonals, by row, one behind the other. The
        # first row is the last one of the band above: it is two pixels ahead.
        past = [np.zeros((3, height + 1), dtype=np.float32) for _ in range(4)]
        below = np.zeros((3, width), dtype=np.float32)
        above = below if self._above is None else self._above
        for diagonal in range(-2, width + 2 * (height - 1)):
            errors = past.pop()
            first = max(0, (diagonal - width + 2) // 2)
            rows = slice(first, min(height - 1, diagonal // 2) + 1)
            errors[:, : rows.start + 1] = 0
            errors[:, rows.stop + 1 :] = 0
            if diagonal + 2 < width:
                errors[:, 0] = above[:, diagonal + 2]
            if rows.start < rows.stop:
                # Each pixel is one row below the last one and two to the left.
                start = diagonal + rows.start * (width - 2)
                stop = diagonal + (rows.stop - 1) * (width - 2) + 1
                on = slice(start, stop, max(width - 2, 1))
                labels[on] = self._step(
                    flat[on],
                    _received(past, rows),
                    errors[:, rows.start + 1 : rows.stop + 1],
                )
            if diagonal >= 2 * (height - 1):
                below[:, diagonal - 2 * (height - 1)] = errors[:, height]
            past.insert(0, errors)
        self._above = below
        return labels.reshape(height, width)

    def _step(self, numbers: U32, received: F32, errors: F32) -> I64:
        """Find the entries of n pixels, and the errors to pass on.

        Parameters
        ----------
        numbers : uint32 array, shape (n,)
            Their colors.
        received : float32 array, shape (3, n)
            The light that they get from others; changed in place.
        errors : float32 array, shape (3, n)
            To be overwritten.
        """
        colors = self._colors.take(numbers.astype(np.intp), axis=1, mode="clip")
        free = colors[3]
        wanted = received
        wanted *= free
        wanted += colors[:3]
        np.rint(wanted, out=wanted)
        labels = self._sight.entries(wanted)
        wanted -= self._channels.take(labels, axis=1, mode="clip")
        limits = self._limits.take(labels, mode="clip")
        limits *= free
        np.minimum(wanted, limits, out=wanted)
        np.maximum(wanted, -limits, out=wanted)
        np.matmul(self._passed, wanted, out=errors)
        np.rint(errors, out=errors)
        return labels


def _passed(strength: float, forgotten_hue: float) -> F32:
    """Return the matrix that turns errors into those that are passed on.

    Its entries are multiples of 1/1024, so that products and sums are exact. A gray
    error stays gray, and is only reduced by the strength.
    """
    gray = np.tile(LUMINANCE, (3, 1)) * forgotten_hue * strength
    matrix = np.rint(gray * _PARTS)
    np.fill_diagonal(matrix, 0)
    np.fill_diagonal(matrix, np.rint(strength * _PARTS) - matrix.sum(axis=1))
    return (matrix / _PARTS).astype(np.float32)


def _received(past: list[F32], rows: slice) -> F32:
    """Return the light that pixels get from those before them, shape (3, n).

    Parameters
    ----------
    past : list of float32 arrays, shape (3, h + 1)
        The errors of the last diagonal, of the one before, and so on: row 0 of a
        picture is in place 1.
    rows : slice
        The rows of the pixels.
    """
    received: F32 = past[0][:, rows.start + 1 : rows.stop + 1] * _RIGHT
    received += past[0][:, rows] * _BELOW_LEFT
    received += past[1][:, rows] * _BELOW
    received += past[2][:, rows] * _BELOW_RIGHT
    return received


def _limits(entries: F64) -> F64:
    """Return the most error that each entry may pass on in a channel, shape (k,).

    Every color that can be mixed has entries around it, and needs no more error than
    it takes to reach them. Errors that grow beyond come from elsewhere.
    """
    distances = np.square(entries[:, None] - entries).sum(axis=2)
    distances[distances == 0] = np.inf
    distances.sort(axis=1)
    apart = np.count_nonzero(distances < np.inf, axis=1)
    last = np.minimum(apart, _NEIGHBORS) - 1
    reach = np.sqrt(distances[np.arange(len(entries)), last])
    limits: F64 = np.minimum(np.rint(_REACH * reach), ONE - 1)
    return limits
