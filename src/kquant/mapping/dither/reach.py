"""The colors that a palette can mix: those within the convex hull of its light.

A color outside can only be approached, and its error would never be made good: passed
on from pixel to pixel it would grow and show as streaks. So such colors are moved into
the hull before anything is dithered: to the nearest face, from there to where they look
more like themselves, and then they get the brightest or darkest entry mixed in until
their luminance is what it was. So pictures of few colors are as bright as the original,
where entries are bright and dark enough for that.
"""

import numpy as np

from kquant.color.oklab_slopes import oklab_derivative, oklab_gradient
from kquant.color.spaces import linear_to_oklab
from kquant.images.palette import Palette
from kquant.mapping.dither.hull import Hull
from kquant.mapping.dither.light import (
    BLOCK,
    ONE,
    Kinds,
    fine_cells,
    light_of,
    luminance,
)
from kquant.runtime.arrays import F32, F64, U8
from kquant.runtime.threads import for_each

# At most so much of the brightest or darkest entry is mixed in: a color brighter than
# every entry would lose all of its hue, and not gain its brightness.
_MOST_MIXED_IN = 0.5
# Of luminance may be missing: what is mixed in for less is grain without use.
_UNSEEN = 0.03
_TURNS = 2  # to find the best point on the way to an entry
_CHUNK = 1 << 11  # colors that a thread moves at a time


def within_reach(colors: U8, labels: U8, palette: Palette) -> F32:
    """Return the light of colors, moved to where a palette can mix it.

    Parameters
    ----------
    colors : uint8 array, shape (n, 3)
        sRGB.
    labels : uint8 array, shape (n,)
        The nearest palette entry of each color.
    palette : Palette

    Returns
    -------
    float32 array, shape (3, n)
        Integers. Colors that can be mixed are where they were.
    """
    entries = light_of(palette.colors)
    hull = Hull(entries.astype(np.int64))
    light = np.empty((3, len(colors)), dtype=np.float32)
    for start in range(0, len(colors), BLOCK):
        block = slice(start, start + BLOCK)
        light[:, block] = _moved(
            light_of(colors[block]).T, labels[block], entries, hull
        )
    return light


def _moved(wanted: F64, labels: U8, entries: F64, hull: Hull) -> F64:
    """Move the light of colors, (3, n), as `within_reach` does."""
    light = wanted.copy()
    outside = hull.attract(light, entries, labels)
    wanted, found = wanted[:, outside], light[:, outside]
    # Colors that look alike are moved alike.
    kinds = Kinds(fine_cells(wanted))
    means = kinds.means(wanted), kinds.means(found)
    shifts = np.empty_like(means[1])
    corners = entries[hull.corners]

    def shift(start: int) -> None:
        chunk = slice(start, start + _CHUNK)
        before, after = (x[:, chunk] for x in means)
        alike = _nearer(before, after, corners)
        shifts[:, chunk] = _as_bright(before, alike, corners) - after

    for_each(shift, range(0, shifts.shape[1], _CHUNK))
    found += shifts.take(kinds.of, axis=1)
    hull.attract(found, entries, labels[outside])
    light[:, outside] = found
    return light


def _nearer(wanted: F64, light: F64, entries: F64) -> F64:
    """Move points toward the entry that makes them look most like the wanted light.

    This is a step of the method of Frank and Wolfe ("An algorithm for quadratic
    programming", 1956), with distances in Oklab. What is between a point of the hull
    and an entry is in the hull.

    Parameters
    ----------
    wanted, light : float64 arrays, shape (3, n)
    entries : float64 array, shape (k, 3)

    Returns
    -------
    float64 array, shape (3, n)
        Integers.
    """
    target, start = linear_to_oklab(wanted.T / ONE), light.T / ONE
    shift = linear_to_oklab(start) - target
    slopes = oklab_gradient(start, shift) @ (entries.T / ONE)
    # Rounded, so that equal slopes are equal on every machine: the first one wins.
    way = entries[slopes.round(9).argmin(axis=1)] / ONE - start
    part = np.full((len(start), 1), 0.5)  # at 0, black could be, where slopes are steep
    point = start + part * way
    for _ in range(_TURNS):  # of the method of Gauss and Newton
        shift = linear_to_oklab(point) - target
        speed = oklab_derivative(point, way)
        change = (shift * speed).sum(axis=1) / (speed**2 + 1e-12).sum(axis=1)
        part = np.clip(part - change[:, None], 0, 1)
        point = start + part * way
    before, after = (
        np.square(linear_to_oklab(x) - target).sum(axis=1) for x in (start, point)
    )
    better: F64 = np.where(after < before, point.T, start.T)
    return np.rint(better * ONE)


def _as_bright(wanted: F64, light: F64, entries: F64) -> F64:
    """Mix the brightest or darkest entry into light, to give it a wanted luminance.

    Parameters
    ----------
    wanted, light : float64 arrays, shape (3, n)
        Integers.
    entries : float64 array, shape (k, 3)

    Returns
    -------
    float64 array, shape (3, n)
        Integers.
    """
    levels, now, target = (luminance(x) for x in (entries.T, light, wanted))
    missing = target - now
    missing -= np.clip(missing, -_UNSEEN * target, _UNSEEN * target)
    room = np.where(missing > 0, levels.max() - now, now - levels.min())
    part = np.minimum(np.abs(missing) / np.maximum(room, 1), _MOST_MIXED_IN)
    brightest, darkest = entries[[levels.argmax(), levels.argmin()], :, None]
    to = np.where(missing > 0, brightest, darkest)
    mixed: F64 = light + np.rint(part * (to - light))
    return mixed
