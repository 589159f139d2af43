"""Mixtures: which entries, and how much of each, have the light of a color.

What to mix is decided for cells of similar colors, as Knoll's pattern dithering does
it: entry after entry is taken that looks nearest to what is still missing. What is
missing only pulls, so that entries near the color are preferred, and grain is fine. How
much of each is solved for every color by itself, so that its mean is right.

References
----------
T. Knoll, "Pattern dithering", US patent 6606166 (1999, expired).
J. Yliluoma, "Arbitrary-palette positional dithering algorithm", 2011.
"""

from typing import NamedTuple

import numpy as np

from kquant.images.palette import Palette, by_lightness
from kquant.mapping.dither.light import CELLS, ONE, Sight, light_of
from kquant.runtime.arrays import F64, I64, U8, U16
from kquant.runtime.threads import for_each

FULL = 1 << 16  # thresholds and shares are multiples of 1 / FULL
_MOST = 6  # entries in a mixture; a tetrahedron has four corners, not always the best
_TAKEN = 96  # entries that are taken, one after another, to decide on those
_UNSETTLED = 32  # of them do not count: far entries are among them
_PULLS = 0.4, 0.1  # of what is missing, first and last; with 1, grain is coarser
_ROUNDS = 3  # of solving for shares: none may be below zero
_DAMPING = 1e-4  # against shares that would balance each other in flat tetrahedra
_CHUNK = 1 << 12  # colors that a thread solves at a time


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


class _Recipes(NamedTuple):
    """What each of c cells mixes, and how its shares change with the light.

    Attributes
    ----------
    entries : uint8 array, shape (c, m)
    light : float64 array, shape (c, m, 3)
        Of the entries, in 0..1.
    shares : float64 array, shape (c, m)
        At some color of the cell.
    slopes : float64 array, shape (c, m, 3)
        The change of the shares that adds a unit of light.
    """

    entries: U8
    light: F64
    shares: F64
    slopes: F64


def find_mixtures(light: F64, palette: Palette) -> Mixtures:
    """Find mixtures with the light of colors.

    Parameters
    ----------
    light : float64 array, shape (3, n)
        In 0..`ONE`, within the reach of the palette.
    palette : Palette

    Returns
    -------
    Mixtures
    """
    sight = Sight(palette.colors)
    cells = sight.cells(light.astype(np.float32) + sight.starts)
    counts = np.bincount(cells, minlength=CELLS)
    used = np.flatnonzero(counts)
    sums = [np.bincount(cells, values, minlength=CELLS) for values in light]
    middles = np.rint(np.stack(sums)[:, used] / counts[used])
    recipes = _recipes(_chosen(middles, palette, sight), palette)
    ranks = np.cumsum(counts > 0) - 1
    kinds = ranks[cells]
    parts = np.empty((recipes.entries.shape[1] - 1, light.shape[1]), dtype=np.uint16)

    def solve(start: int) -> None:
        chunk = slice(start, start + _CHUNK)
        shares = _shares(light[:, chunk].T / ONE, kinds[chunk], recipes)
        ends = np.rint(np.cumsum(shares, axis=1)[:, :-1] * FULL)
        parts[:, chunk] = np.minimum(ends, FULL - 1).T

    for_each(solve, range(0, light.shape[1], _CHUNK))
    return Mixtures(recipes.entries[kinds], parts)


def _chosen(middles: F64, palette: Palette, sight: Sight) -> I64:
    """Count how often each entry is taken to mix colors, (3, c); shape (c, k)."""
    pulls = np.linspace(*_PULLS, _TAKEN)
    taken = _taken(middles, palette, sight, pulls, _UNSETTLED)
    alone = np.flatnonzero(np.count_nonzero(taken, axis=1) == 1)
    if len(alone):  # a gentle pull never comes to the white in the darkest gray
        pulls = np.ones(_TAKEN)
        taken[alone] = _taken(middles[:, alone], palette, sight, pulls, 0)
    return taken


def _taken(
    middles: F64, palette: Palette, sight: Sight, pulls: F64, unsettled: int
) -> I64:
    """Take entry after entry, and count them all but the first few.

    This is a subgradient method: what is missing pulls ever more gently, and the
    entries that are taken once it has settled are the nearest that mix the color.
    """
    entries = np.ascontiguousarray(light_of(palette.colors).T)
    taken = np.zeros((middles.shape[1], len(palette)), dtype=np.int64)
    missing, cells = np.zeros_like(middles), np.arange(middles.shape[1])
    for number, pull in enumerate(pulls):
        wanted = np.rint(np.clip(middles + missing, -ONE, 2 * ONE - 1))
        label = sight.entries(wanted.astype(np.float32) + sight.starts)
        if number >= unsettled:
            taken[cells, label] += 1
        missing += pull * (middles - entries[:, label])
    return taken


def _recipes(taken: I64, palette: Palette) -> _Recipes:
    """Keep the entries of each cell that were taken most, from dark to light."""
    rows = np.arange(len(taken))
    rest = taken.copy()
    chosen = np.empty((len(taken), min(_MOST, taken.shape[1])), dtype=np.int64)
    for place in range(chosen.shape[1]):
        best = rest.argmax(axis=1)
        # Where nothing is left, the first entry stands again, with no share.
        chosen[:, place] = np.where(rest[rows, best] > 0, best, chosen[:, 0])
        rest[rows, best] = 0
    ranks = np.argsort(by_lightness(palette.colors))
    chosen = np.take_along_axis(chosen, ranks[chosen].argsort(axis=1), axis=1)
    shares = np.take_along_axis(taken, chosen, axis=1).astype(np.float64)
    shares /= shares.sum(axis=1, keepdims=True)
    light = light_of(palette.colors)[chosen] / ONE
    spread = light - light.mean(axis=1, keepdims=True)
    # Without BLAS and LAPACK, whose last bits depend on the machine.
    square = (spread[..., None] * spread[:, :, None]).sum(axis=1)
    damping = square.trace(axis1=1, axis2=2) * _DAMPING + 1e-12
    square += damping[:, None, None] * np.eye(3)
    slopes = (spread[..., None] * _inverse(square)[:, None]).sum(axis=2)
    return _Recipes(chosen.astype(np.uint8), light, shares, slopes)


def _inverse(square: F64) -> F64:
    """Invert symmetric matrices, shape (c, 3, 3), by their cofactors."""
    a, b, c = np.moveaxis(square, 1, 0)
    cofactors = np.stack([np.cross(b, c), np.cross(c, a), np.cross(a, b)], axis=1)
    inverse: F64 = cofactors / (a * cofactors[:, 0]).sum(axis=1)[:, None, None]
    return inverse


def _shares(light: F64, kinds: I64, recipes: _Recipes) -> F64:
    """Solve for the shares that have the light of colors, (n, 3), in 0..1.

    Parameters
    ----------
    light : float64 array, shape (n, 3)
    kinds : int64 array, shape (n,)
        The cell of each color.
    recipes : _Recipes

    Returns
    -------
    float64 array, shape (n, m)
        At least 0; their sum is 1.
    """
    shares, slopes = recipes.shares[kinds], recipes.slopes[kinds]
    entries = recipes.light[kinds]
    for _ in range(_ROUNDS):
        missing = light - (shares[:, :, None] * entries).sum(axis=1)
        shares += (slopes * missing[:, None, :]).sum(axis=2)
        np.maximum(shares, 0, out=shares)
        shares /= shares.sum(axis=1, keepdims=True)
    return shares
