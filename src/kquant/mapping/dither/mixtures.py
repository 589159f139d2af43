"""Mixtures: how much of each entry has the light of a color.

What to mix is decided for kinds of similar colors; see `recipes`. How much of each is
solved for every color by itself, so that its mean is right.
"""

from typing import NamedTuple

import numpy as np

from kquant.images.palette import Palette
from kquant.mapping.dither.light import BLOCK, ONE, Kinds, fine_cells, luminance
from kquant.mapping.dither.recipes import Recipes, Taker, find_recipes
from kquant.runtime.arrays import F32, F64, I32, U8, U16
from kquant.runtime.threads import for_each

FULL = 1 << 16  # thresholds and shares are multiples of 1 / FULL
_ROUNDS = 3  # of solving again for shares of which some were below zero
_CHUNK = 1 << 12  # colors that a thread solves at a time


class Mixtures(NamedTuple):
    """How to mix each of n colors.

    Attributes
    ----------
    entries : uint8 array, shape (m, n)
        Palette entries, from dark to light. Some may be equal.
    parts : uint16 array, shape (m - 1, n)
        Where the share of each entry but the last ends, in 0..2**16 - 1: ascending.
    """

    entries: U8
    parts: U16


def find_mixtures(light: F32, palette: Palette) -> Mixtures:
    """Find mixtures with the light of colors.

    Parameters
    ----------
    light : float32 array, shape (3, n)
        Integers in 0..`ONE`, within the reach of the palette.
    palette : Palette

    Returns
    -------
    Mixtures
    """
    count, taker = light.shape[1], Taker(palette)
    entries = np.empty((taker.most, count), dtype=np.uint8)
    parts = np.empty((taker.most - 1, count), dtype=np.uint16)
    for start in range(0, count, BLOCK):
        block = slice(start, start + BLOCK)
        entries[:, block] = _mix(
            light[:, block].astype(np.float64), taker, parts[:, block]
        )
    return Mixtures(entries, parts)


def _mix(light: F64, taker: Taker, parts: U16) -> U8:
    """Find the entries, shape (m, n), and write where their parts end to `parts`."""
    kinds = Kinds(fine_cells(light))
    recipes = find_recipes(kinds.means(light), taker)

    def solve(start: int) -> None:
        chunk = slice(start, start + _CHUNK)
        shares = _shares(light[:, chunk] / ONE, kinds.of[chunk], recipes)
        ends = np.rint(np.cumsum(shares[:-1], axis=0) * FULL)
        parts[:, chunk] = np.minimum(ends, FULL - 1)

    for_each(solve, range(0, light.shape[1], _CHUNK))
    return recipes.entries.take(kinds.of, axis=1)


def _shares(light: F64, kinds: I32, recipes: Recipes) -> F64:
    """Solve for the shares that have the light of colors.

    Parameters
    ----------
    light : float64 array, shape (3, n)
        In 0..1.
    kinds : int32 array, shape (n,)
        The kind of each color.
    recipes : Recipes

    Returns
    -------
    float64 array, shape (m, n)
        At least 0; their sum is 1.
    """
    shares = recipes.shares.take(kinds, axis=1)
    for slopes, channel in zip(recipes.slopes, light, strict=True):
        shares += slopes.take(kinds, axis=1) * channel
    below = np.flatnonzero((shares < 0).any(axis=0))
    if len(below):
        some = kinds[below]
        slopes, entries = (
            x.take(some, axis=2) for x in (recipes.slopes, recipes.light)
        )
        shares[:, below] = _above_zero(
            shares[:, below], light[:, below], slopes, entries
        )
    return shares


def _above_zero(shares: F64, light: F64, slopes: F64, entries: F64) -> F64:
    """Change shares until none is below zero, and luminance is right.

    Parameters
    ----------
    shares : float64 array, shape (m, n)
    light : float64 array, shape (3, n)
        What is to be mixed.
    slopes, entries : float64 arrays, shape (3, m, n)
        As in `Recipes`, for each color.

    Returns
    -------
    float64 array, shape (m, n)
    """
    shares = _positive(shares)
    for _ in range(_ROUNDS):
        missing = light - (entries * shares).sum(axis=1)
        shares = _positive(shares + (slopes * missing[:, None]).sum(axis=0))
    levels, wanted = luminance(entries), luminance(light)
    for _ in range(_ROUNDS):
        # Entries that are lighter than the mean win, and the others lose, in proportion
        # to what they have: so none gets a share that had none.
        mean = (levels * shares).sum(axis=0)
        change = shares * (levels - mean)
        spread = (change * levels).sum(axis=0) + 1e-12
        shares = _positive(shares + change * ((wanted - mean) / spread))
    return shares


def _positive(shares: F64) -> F64:
    """Leave out shares below zero, and return shares, (m, n), with a sum of 1."""
    shares = np.maximum(shares, 0)
    shares /= shares.sum(axis=0)
    return shares
