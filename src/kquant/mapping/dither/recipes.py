"""Recipes: which entries mix colors of a kind, and how the shares depend on the light.

Entry after entry is taken that looks nearest to what is still missing, as in Knoll's
pattern dithering. What is missing only pulls, so that entries near the color are
preferred, and grain is fine. With many entries, a part of a missing hue is forgotten at
each step; see `light.forgotten`.

References
----------
T. Knoll, "Pattern dithering", US patent 6606166 (1999, expired).
J. Yliluoma, "Arbitrary-palette positional dithering algorithm", 2011.
"""

from typing import NamedTuple

import numpy as np

from kquant.images.palette import Palette, by_lightness
from kquant.mapping.dither.light import (
    MANY,
    ONE,
    Kinds,
    Sight,
    forget_hue,
    forgotten,
    light_of,
    luminance,
)
from kquant.runtime.arrays import F32, F64, I64, U8

_MOST = 6  # entries in a mixture; a tetrahedron has four corners, not always the best
# Pulls of the first and the last entry that is taken, and the number of entries:
_SETTLING = 0.4, 0.1, 96  # those before any counts
_FEW = 0.4, 0.1, 64  # those that count, of a palette of few entries
_GENTLE = 0.2, 0.1, 64  # and of many, for finer grain
_STRONG = 1, 1, 96  # for the darkest grays
_UNSEEN = 0.02  # of luminance may be missing
_DAMPING = 1e-4  # against shares that would balance each other in flat tetrahedra


class Recipes(NamedTuple):
    """What each of c kinds of color mixes.

    Attributes
    ----------
    entries : uint8 array, shape (m, c)
        Palette entries, from dark to light. Some may be equal.
    light : float64 array, shape (3, m, c)
        Of the entries, in 0..1.
    shares : float64 array, shape (m, c)
        What the share of each entry would be in a color without light.
    slopes : float64 array, shape (3, m, c)
        The change of the shares that adds a unit of light.
    """

    entries: U8
    light: F64
    shares: F64
    slopes: F64


class Taker:
    """Takes entries of a palette, one after another, that mix colors.

    This is a subgradient method: what is missing pulls ever more gently, and the
    entries that are taken once it has settled are the nearest that mix the color.

    Attributes
    ----------
    sight : Sight
    entries : float32 array, shape (3, k)
        Their light.
    ranks : int64 array, shape (k,)
        The place of each entry from dark to light.
    most : int
        Number of entries in a mixture.
    counts : uint8 array, shape (n, k)
        How often each entry was taken last.
    """

    def __init__(self, palette: Palette) -> None:
        self.sight = Sight(palette.colors)
        self.entries: F32 = light_of(palette.colors).T.astype(np.float32)
        self.ranks: I64 = np.argsort(by_lightness(palette.colors))
        self.most = min(_MOST, len(palette))
        self._forgotten = forgotten(len(palette))

    def take(self, light: F32, missing: F32, pulls: F64) -> F32:
        """Take an entry for each pull.

        Parameters
        ----------
        light : float32 array, shape (3, n)
            What is to be mixed.
        missing : float32 array, shape (3, n)
            What is missing at the beginning.
        pulls : float64 array
            At most 255.

        Returns
        -------
        float32 array, shape (3, n)
            What is missing in the end.
        """
        self.counts = np.zeros((light.shape[1], self.entries.shape[1]), dtype=np.uint8)
        counts = self.counts.reshape(-1)
        rows = np.arange(0, len(counts), self.counts.shape[1])
        for pull in pulls.astype(np.float32):
            wanted = np.clip(light + missing, -ONE, 2 * ONE - 1)
            np.rint(wanted, out=wanted)
            wanted += self.sight.starts
            labels = self.sight.entries(wanted)
            counts[rows + labels] += 1
            np.subtract(light, self.entries.take(labels, axis=1), out=wanted)
            wanted *= pull
            missing = missing + wanted
            forget_hue(missing, self._forgotten)
        return missing


def find_recipes(light: F64, taker: Taker) -> Recipes:
    """Decide what to mix for colors.

    Parameters
    ----------
    light : float64 array, shape (3, c)
        In 0..`ONE`, within the reach of the palette.
    taker : Taker
        Of the palette.

    Returns
    -------
    Recipes
    """
    wanted = light.astype(np.float32)
    # What pulls has settled once it mixes the mean of some colors that look alike.
    alike = Kinds(taker.sight.cells(wanted + taker.sight.starts))
    means = alike.means(light).astype(np.float32)
    missing = taker.take(means, np.zeros_like(means), np.linspace(*_SETTLING))
    pulls = _FEW if taker.entries.shape[1] < MANY else _GENTLE
    taker.take(wanted, missing.take(alike.of, axis=1), np.linspace(*pulls))
    counts = taker.counts
    only = taker.entries.take(counts.argmax(axis=1), axis=1)
    apart = np.abs(luminance(only) - luminance(wanted)) > _UNSEEN * luminance(wanted)
    alone = np.flatnonzero(apart & (np.count_nonzero(counts, axis=1) == 1))
    if len(alone):  # a gentle pull never comes to the white in the darkest gray
        taker.take(
            wanted[:, alone],
            np.zeros((3, len(alone)), np.float32),
            np.linspace(*_STRONG),
        )
        counts[alone] = taker.counts
    return _recipes(counts, taker)


def _recipes(taken: U8, taker: Taker) -> Recipes:
    """Keep the entries of each kind that were taken most, from dark to light."""
    rows = np.arange(len(taken))
    rest = taken.copy()
    chosen = np.empty((len(taken), taker.most), dtype=np.int64)
    for place in range(chosen.shape[1]):
        best = rest.argmax(axis=1)
        # Where nothing is left, the first entry stands again, with no share.
        chosen[:, place] = np.where(rest[rows, best] > 0, best, chosen[:, 0])
        rest[rows, best] = 0
    chosen = np.take_along_axis(chosen, taker.ranks[chosen].argsort(axis=1), axis=1)
    shares = np.take_along_axis(taken, chosen, axis=1).T.astype(np.float64)
    shares /= shares.sum(axis=0)
    light = taker.entries.astype(np.float64)[:, chosen.T] / ONE
    slopes = _slopes(light)
    means = (light * shares).sum(axis=1)
    shares -= (slopes * means[:, None]).sum(axis=0)
    return Recipes(chosen.T.astype(np.uint8), light, shares, slopes)


def _slopes(light: F64) -> F64:
    """Return the change of shares that adds light, by least squares, (3, m, c).

    Parameters
    ----------
    light : float64 array, shape (3, m, c)
        Of the entries.
    """
    spread = light - light.mean(axis=1, keepdims=True)
    # Without BLAS and LAPACK, whose last bits depend on the machine.
    square = (spread[:, None] * spread).sum(axis=2)
    damping = square.trace() * _DAMPING + 1e-12
    square += damping * np.eye(3)[:, :, None]
    slopes: F64 = (spread * _inverse(square)[:, :, None]).sum(axis=1)
    return slopes


def _inverse(square: F64) -> F64:
    """Invert symmetric matrices, shape (3, 3, c), by their cofactors."""
    a, b, c = square
    pairs = (b, c), (c, a), (a, b)
    cofactors = np.stack([np.cross(x, y, axis=0) for x, y in pairs])
    inverse: F64 = cofactors / (a * cofactors[0]).sum(axis=0)
    return inverse
