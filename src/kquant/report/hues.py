"""The main hues of a picture, and which color of a palette stands for each of them."""

from typing import NamedTuple

import numpy as np

from kquant.color.spaces import oklab_to_oklch, oklab_to_srgb
from kquant.report.ground import Divided, Ground
from kquant.runtime.arrays import F64, Bools

# Where each hue of Oklab begins, in degrees; those of sRGB's red, yellow, green, cyan,
# blue and magenta are 29, 110, 142, 195, 264 and 328.
_SECTORS = (
    *((10.0, "red"), (45.0, "orange"), (85.0, "yellow"), (118.0, "green")),
    *((165.0, "teal"), (225.0, "blue"), (285.0, "purple"), (335.0, "pink")),
)
_COLORED = 4.0  # chroma, times 100, from which a color has a hue
_LEAST = 0.002  # share of a main hue
_MOST = 6  # main hues
_OWN_CHROMA = 0.4  # of the mean chroma of a hue: less is no color of that hue
_OWN_SHARE = 0.25  # of the pixels of a hue, in colors of that hue
_OWN_PART = 0.5  # of the pixels with a hue that get such a color: else it is another's


class Hue(NamedTuple):
    """A main hue of a picture.

    Attributes
    ----------
    name : str
    share : float
        Of the picture.
    code : str
        Its mean color, as ``#rrggbb``.
    lab : float64 array, shape (3,)
        The same in Oklab, times 100.
    members : bool array, shape (n,)
        Which colors of the ground have it.
    colored : bool array, shape (n,)
        Which have any hue.
    sector : int
    """

    name: str
    share: float
    code: str
    lab: F64
    members: Bools
    colored: Bools
    sector: int


def main_hues(ground: Ground) -> list[Hue]:
    """Find the main hues of a picture.

    Parameters
    ----------
    ground : Ground

    Returns
    -------
    list of Hue
        First those with the most share times chroma.
    """
    chroma, sectors = _polar(ground.lab)
    colored = chroma >= _COLORED
    found: list[tuple[float, Hue]] = []
    for sector in range(len(_SECTORS)):
        members = (sectors == sector) & colored
        share = float(ground.shares[members].sum())
        if share < _LEAST:
            continue
        lab = ground.shares[members] @ ground.lab[members] / share
        code = f"#{bytes(oklab_to_srgb(lab[None] / 100)[0]).hex()}"
        hue = Hue(_name(sector, lab), share, code, lab, members, colored, sector)
        found.append((-share * float(np.hypot(lab[1], lab[2])), hue))
    found.sort(key=lambda pair: pair[0])
    return [hue for _, hue in found[:_MOST]]


def has_own_color(hue: Hue, ground: Ground, divided: Divided) -> bool:
    """Tell whether a palette has a color of its own for a hue.

    Parameters
    ----------
    hue : Hue
    ground : Ground
    divided : Divided

    Returns
    -------
    bool
        Whether at least a quarter of the pixels of the hue get a color that has this
        hue too, is not much paler, and stands for no other hue more than for this one.
    """
    chroma, sectors = _polar(divided.lab)
    least = max(_COLORED / 2, _OWN_CHROMA * float(np.hypot(*hue.lab[1:])))
    mine = _by_entry(hue.members, ground, divided)
    all_hues = _by_entry(hue.colored, ground, divided)
    own = (sectors == hue.sector) & (chroma >= least) & (mine >= _OWN_PART * all_hues)
    return float(mine[own].sum()) >= _OWN_SHARE * hue.share


def host_of(hue: Hue, ground: Ground, divided: Divided) -> int:
    """Find the color of a palette that most pixels of a hue get.

    Parameters
    ----------
    hue : Hue
    ground : Ground
    divided : Divided

    Returns
    -------
    int
        Its place in the palette.
    """
    return int(_by_entry(hue.members, ground, divided).argmax())


def _by_entry(pixels: Bools, ground: Ground, divided: Divided) -> F64:
    """Return the share of the picture, (k,), that each entry has of some pixels."""
    weights = ground.shares * pixels
    shares = np.bincount(divided.labels, weights, len(divided))
    return shares.astype(np.float64, copy=False)


def _polar(lab: F64) -> tuple[F64, F64]:
    """Return the chroma and the sector of colors, shape (n, 3); (n,) each."""
    _, chroma, degrees = oklab_to_oklch(lab).T
    starts = np.array([start for start, _ in _SECTORS])
    sectors = np.searchsorted(starts, degrees % 360, side="right") - 1
    return chroma, sectors % len(_SECTORS)


def _name(sector: int, lab: F64) -> str:
    """Return the word for a hue, given its mean color, shape (3,)."""
    lightness, chroma = float(lab[0]), float(np.hypot(lab[1], lab[2]))
    name = _SECTORS[sector][1]
    others = (
        ("brown", name == "orange" and lightness < 60 and chroma < 12),
        ("beige", name == "orange" and chroma < 8),
        ("olive", name == "yellow" and lightness < 60),
        ("rose", name == "red" and lightness > 70),
        ("reddish brown", name == "red" and lightness < 50 and chroma < 10),
    )
    return next((word for word, holds in others if holds), name)
