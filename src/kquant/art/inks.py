"""Ink sets for the screen-print look, and how k colors are made from a set.

The sets were designed for kquant. Each has a near-black key, four inks and a light
tone, from dark to light, and a ground for transparent areas. Inks that are close in
lightness are far apart in hue, and sets that follow each other look different.
"""

from dataclasses import dataclass

import numpy as np

from kquant.color.gamut import reduce_chroma
from kquant.color.spaces import (
    oklab_to_oklch,
    oklab_to_srgb,
    oklch_to_oklab,
    srgb_to_oklab,
)
from kquant.images.palette import Palette
from kquant.runtime.arrays import U8

_CHOICES = {1: [0], 2: [0, 4], 3: [0, 1, 4], 4: [0, 1, 2, 4], 5: [0, 1, 2, 4, 5]}
_BEYOND = 0.03  # how far tones go beyond the lightness of the inks
_SHIFT = 5  # each round of the sets starts further on, so that repeats do not line up


@dataclass(frozen=True, slots=True)
class InkSet:
    """Inks that are printed together.

    Parameters
    ----------
    name : str
    inks : Palette
        The key, four inks and a light tone, from dark to light.
    ground : (int, int, int)
        Color of the areas where the picture is transparent.
    """

    name: str
    inks: Palette
    ground: tuple[int, int, int]


def _set(name: str, inks: str, ground: str) -> InkSet:
    """Make an ink set from hex codes."""
    red, green, blue = Palette.from_hex(ground).colors[0].tolist()
    return InkSet(name, Palette.from_hex(inks), (red, green, blue))


INK_SETS = (
    _set("Marquee", "#1d0f38 #d6006c #ff6a1f #2bcabf #ffd400 #fff3d6", "#b9a4ff"),
    _set("Ultraviolet", "#190a40 #6b21d6 #ff3d8b #ff9d1f #4ee3c4 #f6ff9e", "#7db8ff"),
    _set("Matinee", "#0c2621 #00803f #ff5f4a #ee95fa #ffe04a #e8fff4", "#7fd4ff"),
    _set("Taxi", "#171717 #d8232a #00a3d9 #ff8fb8 #ffcf00 #fffbea", "#a9e34b"),
    _set("Lagoon", "#0a1c40 #0068c9 #ff5233 #00bfa9 #ff9fc6 #fff7a6", "#ffcf33"),
    _set("Jungle", "#0a2430 #007a8a #ea4f96 #ff9a3d #b6e33f #fff1f3", "#9ec5ff"),
    _set("Harbor", "#10203a #1f5fbf #ff6a3d #86c5f5 #ffcb2e #fff2c9", "#ff9db0"),
    _set("Sherbet", "#33102b #c22f7e #7c6cff #f58a1f #8fe3d0 #fffadf", "#ffe15a"),
    _set("Cinema", "#1a0d33 #3a35d4 #f2495c #2fc4b5 #ffb357 #dcfff1", "#e8b0ff"),
    _set("Bubblegum", "#2a1045 #b3169c #3aa0ff #ff9fc4 #ffd60a #fff8d0", "#5fe0b0"),
    _set("Canteen", "#2b0a14 #cc1424 #1f84c9 #38b074 #ffb60a #fdf0d8", "#f79ac0"),
    _set("Disco", "#210b3b #8a1fc9 #ff4f79 #2cc39c #ffd23a #ffe9f4", "#8cc8ff"),
)


def ink_set(panel: int) -> InkSet:
    """Return the ink set of a panel.

    Parameters
    ----------
    panel : int
        Counted from 0. The sets repeat in another order when all have been used.

    Returns
    -------
    InkSet
    """
    rounds, place = divmod(panel, len(INK_SETS))
    return INK_SETS[(place + _SHIFT * rounds) % len(INK_SETS)]


def deal(inks: Palette, k: int) -> U8:
    """Return k colors from dark to light, made from a set of inks.

    Up to six colors are the inks themselves. For more colors, the inks are printed in
    several tones: the same hues, at even steps of lightness. So the picture keeps
    a few bold hues. The key and the light tone remain one color each.

    Parameters
    ----------
    inks : Palette
        Six inks, from dark to light.
    k : int
        At least 1.

    Returns
    -------
    uint8 array, shape (k, 3)
    """
    chosen = inks.colors[_CHOICES.get(k, range(len(inks)))]
    if k <= len(inks):
        return chosen
    lch = oklab_to_oklch(srgb_to_oklab(chosen))
    tones = np.repeat(lch[1:-1], _counts(len(inks) - 2, k - 2), axis=0)
    tones[:, 0] = np.linspace(lch[1, 0] - _BEYOND, lch[-2, 0] + _BEYOND, k - 2)
    printed = oklab_to_srgb(oklch_to_oklab(reduce_chroma(tones)))
    return np.concatenate([chosen[:1], printed, chosen[-1:]])


def _counts(inks: int, k: int) -> list[int]:
    """Divide k tones evenly among inks; the middle ones get the remainder."""
    counts = [k // inks] * inks
    middle_first = sorted(range(inks), key=lambda i: abs(i - (inks - 1) / 2))
    for i in middle_first[: k % inks]:
        counts[i] += 1
    return counts
