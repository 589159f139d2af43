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

from kquant.color.packed import (
    COLOR_COUNT,
    color_of,
    is_visible,
    pack,
    set_entries,
    unpack,
)
from kquant.images.counting import PictureColors
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.mapping.dither.light import ONE, Sight, light_of
from kquant.mapping.dither.reach import within_reach
from kquant.mapping.nearest_color import render
from kquant.runtime.arrays import F32, F64, I64, U8, U32
from kquant.runtime.threads import one_by_one

_BAND_PIXELS = 1 << 20  # 16 MiB of light; larger bands have longer diagonals
_RIGHT, _BELOW_LEFT, _BELOW, _BELOW_RIGHT = (n / np.float32(16) for n in (7, 3, 5, 1))
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
    ranks = np.zeros(COLOR_COUNT, dtype=np.uint32)
    set_entries(ranks, packed, np.arange(len(packed), dtype=np.uint32))
    diffusion = Diffusion(palette.colors, strength, raster.width)
    light = within_reach(unpack(packed), labels, palette).astype(np.float32)
    inexact = ~np.isin(packed, pack(palette.colors))

    def fill(pixels: U32, _: int, out: U8) -> None:
        rank = ranks.take(color_of(pixels), mode="clip")
        free = inexact.take(rank)
        if raster.has_alpha:
            free &= is_visible(pixels)
        found = diffusion.rows(light.take(rank, axis=1), free.astype(np.float32))
        np.copyto(out, np.where(free, found, labels.take(rank)))

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
    width : int
        Width of the picture in pixels.
    """

    def __init__(self, palette: U8, strength: float, width: int) -> None:
        self._sight = Sight(palette)
        entries = light_of(palette)
        limits = _limits(entries)[:, None]
        starts = self._sight.starts
        self._channels, self._least, self._most = (
            np.ascontiguousarray(values.T.astype(np.float32) + starts)
            for values in (entries, entries - limits, entries + limits)
        )
        self._strength = np.float32(strength)
        self._above = np.zeros((3, width), dtype=np.float32)

    def rows(self, light: F32, free: F32) -> U8:
        """Dither the rows that follow those of the last call.

        Parameters
        ----------
        light : float32 array, shape (3, rows, width)
            Colors in units of light; changed in place.
        free : float32 array, shape (rows, width)
            1, or 0 for pixels that neither receive nor pass on error.

        Returns
        -------
        uint8 array, shape (rows, width)
            Palette entries.
        """
        _, height, width = light.shape
        flat, flat_free = light.reshape(3, -1), free.reshape(-1)
        flat += self._sight.starts
        labels = np.empty(height * width, dtype=np.uint8)
        # The errors of the last four diagonals, by row, one behind the other. The
        # first row is the last one of the band above: it is two pixels ahead.
        past = [np.zeros((3, height + 1), dtype=np.float32) for _ in range(4)]
        below = np.zeros((3, width), dtype=np.float32)
        for diagonal in range(-2, width + 2 * (height - 1)):
            errors = past.pop()
            first = max(0, (diagonal - width + 2) // 2)
            rows = slice(first, min(height - 1, diagonal // 2) + 1)
            errors[:, : rows.start + 1] = 0
            errors[:, rows.stop + 1 :] = 0
            if diagonal + 2 < width:
                errors[:, 0] = self._above[:, diagonal + 2]
            if rows.start < rows.stop:
                # Each pixel is one row below the last one and two to the left.
                start = diagonal + rows.start * (width - 2)
                stop = diagonal + (rows.stop - 1) * (width - 2) + 1
                on = slice(start, stop, max(width - 2, 1))
                wanted = _received(past, rows)
                wanted *= flat_free[on]
                wanted += flat[:, on]
                labels[on] = self._step(
                    wanted, errors[:, rows.start + 1 : rows.stop + 1]
                )
                errors[:, rows.start + 1 : rows.stop + 1] *= flat_free[on]
            if diagonal >= 2 * (height - 1):
                below[:, diagonal - 2 * (height - 1)] = errors[:, height]
            past.insert(0, errors)
        self._above = below
        return labels.reshape(height, width)

    def _step(self, wanted: F32, errors: F32) -> I64:
        """Find the entries for wanted light, (3, n), and the errors to pass on.

        Parameters
        ----------
        wanted : float32 array, shape (3, n)
            Changed in place.
        errors : float32 array, shape (3, n)
            To be overwritten.
        """
        np.rint(wanted, out=wanted)
        labels = self._sight.entries(wanted)
        np.maximum(wanted, self._least.take(labels, axis=1), out=wanted)
        np.minimum(wanted, self._most.take(labels, axis=1), out=wanted)
        np.subtract(wanted, self._channels.take(labels, axis=1), out=errors)
        if self._strength != 1:
            errors *= self._strength
        return labels


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
