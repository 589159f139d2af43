"""Mixtures: which entries, and how much of each, have the light of a color.

A color is mixed from the corners of the tetrahedron that it is in, so its mean is right.
"""

from typing import NamedTuple

import numpy as np

from kquant.images.palette import Palette, by_lightness
from kquant.mapping.dither.light import ONE, light_of
from kquant.mapping.dither.tetrahedra import Tetrahedra
from kquant.runtime.arrays import F64, I64, U8, U16
from kquant.runtime.threads import for_each

FULL = 1 << 16  # thresholds and shares are multiples of 1 / FULL
_CHUNK = 1 << 13  # colors at a time: they stay in the cache
_STEPS = 32  # of the cube root of light: similar colors are looked up one after another
_STEP_OF = (np.cbrt(np.arange(ONE + 1) / ONE) * (_STEPS - 1)).astype(np.int64)


class Mixtures(NamedTuple):
    """How to mix each of n colors.

    Attributes
    ----------
    entries : uint8 array, shape (n, m)
        Palette entries, from dark to light. Some may be equal.
    parts : uint16 array, shape (m - 1, n)
        Where the share of each entry but the last ends, in 0..2**16 - 1: ascending.
    """

    entries: U8
    parts: U16


def find_mixtures(light: F64, palette: Palette) -> Mixtures:
    """Find mixtures with the light of colors.

    Parameters
    ----------
    light : float64 array, shape (3, n)
        Integers in 0..`ONE`, within the reach of the palette.
    palette : Palette

    Returns
    -------
    Mixtures
    """
    order = by_lightness(palette.colors)
    tetrahedra = Tetrahedra(light_of(palette.colors[order]))
    count = light.shape[1]
    numbers = _near(light, tetrahedra)
    parts = np.empty((3, count), dtype=np.uint16)

    def mix(start: int) -> None:
        chunk = slice(start, start + _CHUNK)
        numbers[chunk] = tetrahedra.find(light[:, chunk], numbers[chunk])
        parts[:, chunk] = _ends(light[:, chunk], numbers[chunk], tetrahedra)

    for_each(mix, range(0, count, _CHUNK))
    # Far corners have no share: any entry stands for them.
    entries = order[np.minimum(tetrahedra.corners, len(order) - 1)].astype(np.uint8)
    return Mixtures(entries[numbers], parts)


def _near(light: F64, tetrahedra: Tetrahedra) -> I64:
    """Return the tetrahedron of a similar color for each of n colors."""
    steps = _STEP_OF[light.astype(np.int64)]
    cells = (steps[0] * _STEPS + steps[1]) * _STEPS + steps[2]
    some = np.full(_STEPS**3, -1)
    some[cells[::-1]] = np.arange(len(cells))[::-1]
    used = np.flatnonzero(some >= 0)
    start = np.zeros(len(used), dtype=np.int64)
    numbers = np.empty(_STEPS**3, dtype=np.int64)
    numbers[used] = tetrahedra.find(light[:, some[used]], start)
    near: I64 = numbers[cells]
    return near


def _ends(light: F64, numbers: I64, tetrahedra: Tetrahedra) -> F64:
    """Return where the shares of corners but the last end, (3, n), in 0..FULL - 1."""
    shares = np.maximum(tetrahedra.shares(light, numbers), 0)
    shares[tetrahedra.is_far[:, numbers]] = 0
    ends = np.cumsum(shares, axis=0, out=shares)
    ends[:3] *= FULL / ends[3]
    return np.minimum(np.rint(ends[:3]), FULL - 1)
