"""Warhol panels: one index map, a palette for each panel, and no second fit."""

import numpy as np

from kquant.art.inks import deal, ink_set
from kquant.art.options import Grid, Rgb
from kquant.color.gamut import reduce_chroma
from kquant.color.spaces import (
    oklab_to_oklch,
    oklab_to_srgb,
    oklch_to_oklab,
    srgb_to_oklab,
)
from kquant.images.palette import Palette, by_lightness
from kquant.runtime.arrays import F64, U8

_GROUND_LIGHTNESS, _GROUND_CHROMA = 0.93, 0.05  # a tint on which all colors stand out
_BEYOND_SRGB, _LEAST = 0.4, 1e-3  # chroma above all of sRGB, and next to none
_GRAY = 0.02  # chroma below which a hue is not visible


def panel_palettes(palette: Palette, grid: Grid | None) -> tuple[Palette, ...]:
    """Return the palettes of all panels.

    Parameters
    ----------
    palette : Palette
        That of the picture.
    grid : Grid or None

    Returns
    -------
    tuple of Palette
        Row by row; without a grid, only the palette of the picture.
    """
    if grid is None:
        return (palette,)
    if grid.pop:
        return tuple(_in_inks(palette, panel) for panel in range(len(grid)))
    return tuple(
        Palette(rotate_hue(palette.colors, angle), f"Panel {i}, hue {angle:+.4g}")
        for i, angle in enumerate(grid.angles(), start=1)
    )


def panel_grounds(palette: Palette, grid: Grid) -> list[Rgb]:
    """Return the color of each panel where the picture is transparent.

    An ink set has its own ground. Otherwise, the ground is a light tint in the hue of
    the most colorful entry, rotated like the palette, or light gray if all entries
    are gray.

    Parameters
    ----------
    palette : Palette
        That of the picture.
    grid : Grid

    Returns
    -------
    list of (int, int, int)
        Row by row.
    """
    if grid.pop:
        return [ink_set(panel).ground for panel in range(len(grid))]
    lch = oklab_to_oklch(srgb_to_oklab(palette.colors))
    _, chroma, hue = lch[lch[:, 1].argmax()]
    tint = 0.0 if chroma < _GRAY else _GROUND_CHROMA
    grounds = np.array(
        [(_GROUND_LIGHTNESS, tint, (hue + angle) % 360) for angle in grid.angles()]
    )
    colors = oklab_to_srgb(oklch_to_oklab(reduce_chroma(grounds)))
    return [(r, g, b) for r, g, b in colors.tolist()]


def rotate_hue(colors: U8, degrees: float) -> U8:
    """Rotate hues in OKLCH, keeping lightness, and raise chroma where it is low.

    Turned as they are, the browns of dark photos become mud. So the chroma becomes
    the square root of its share of what sRGB allows: 1/4 of the largest chroma at the
    old hue becomes 1/2 of that at the new one, and full chroma stays full.

    Parameters
    ----------
    colors : uint8 array, shape (n, 3)
    degrees : float
        Multiples of 360 return the colors unchanged.

    Returns
    -------
    uint8 array, shape (n, 3)
        Grays do not change, because they have no hue; near-grays change little.

    Examples
    --------
    >>> colors = np.array([[255, 0, 0], [128, 128, 128]], dtype=np.uint8)
    >>> rotate_hue(colors, 120).tolist()
    [[0, 164, 71], [128, 128, 128]]
    """
    if degrees % 360 == 0:
        return colors
    lch = oklab_to_oklch(srgb_to_oklab(colors))
    before = _most_chroma(lch)
    lch[:, 2] = (lch[:, 2] + degrees) % 360
    share = np.clip(lch[:, 1] / before, 0, 1)
    raised = np.maximum(np.sqrt(share) * _most_chroma(lch), lch[:, 1])
    tinted = np.clip(lch[:, 1] / _GRAY - 0.5, 0, 1)  # 0 for grays, 1 for clear hues
    lch[:, 1] += tinted * (raised - lch[:, 1])
    return oklab_to_srgb(oklch_to_oklab(reduce_chroma(lch)))


def _most_chroma(lch: F64) -> F64:
    """Return the largest chroma, (n,), that sRGB has at these lightnesses and hues."""
    most = lch.copy()
    most[:, 1] = _BEYOND_SRGB
    return np.maximum(reduce_chroma(most)[:, 1], _LEAST)


def is_hueless(palette: Palette) -> bool:
    """Tell whether a palette has no hue to rotate.

    Parameters
    ----------
    palette : Palette

    Returns
    -------
    bool
        True if all entries are gray or nearly so.
    """
    chroma = oklab_to_oklch(srgb_to_oklab(palette.colors))[:, 1]
    return bool((chroma < _GRAY).all())


def _in_inks(palette: Palette, panel: int) -> Palette:
    """Replace the colors with the inks of a panel, in the order of lightness."""
    inks = ink_set(panel)
    colors = np.empty_like(palette.colors)
    colors[by_lightness(palette.colors)] = deal(inks.inks, len(palette))
    return Palette(colors, f"Panel {panel + 1}, {inks.name}")
