"""Warhol panels: one index map, a palette for each panel, and no second fit."""

import numpy as np

from kquant.arrays import U8
from kquant.art_options import Grid, Rgb
from kquant.colorspace import (
    oklab_to_oklch,
    oklab_to_srgb,
    oklch_to_oklab,
    srgb_to_oklab,
)
from kquant.gamut import reduce_chroma
from kquant.inks import deal, ink_set
from kquant.palette import Palette, by_lightness

_GROUND_LIGHTNESS, _GROUND_CHROMA = 0.93, 0.05  # a tint on which all colors stand out
_GREY = 0.02  # chroma below which a hue is not seen


def panel_palettes(palette: Palette, grid: Grid | None) -> tuple[Palette, ...]:
    """Return the palettes of all panels, row by row; without a grid the own one."""
    if grid is None:
        return (palette,)
    if grid.pop:
        return tuple(_in_inks(palette, panel) for panel in range(len(grid)))
    return tuple(
        Palette(rotate_hue(palette.colors, angle), f"Panel {i}, hue {angle:+.4g}")
        for i, angle in enumerate(grid.angles(), start=1)
    )


def panel_grounds(palette: Palette, grid: Grid) -> list[Rgb]:
    """Return what lies behind each panel's picture where that is transparent.

    With inks, the set's own ground; otherwise a light tint in the hue of the most
    colorful entry, turned like the palette, or light grey if all are grey.
    """
    if grid.pop:
        return [ink_set(panel).ground for panel in range(len(grid))]
    lch = oklab_to_oklch(srgb_to_oklab(palette.colors))
    _, chroma, hue = lch[lch[:, 1].argmax()]
    tint = 0.0 if chroma < _GREY else _GROUND_CHROMA
    grounds = np.array(
        [(_GROUND_LIGHTNESS, tint, (hue + angle) % 360) for angle in grid.angles()]
    )
    colors = oklab_to_srgb(oklch_to_oklab(reduce_chroma(grounds)))
    return [(r, g, b) for r, g, b in colors.tolist()]


def rotate_hue(colors: U8, degrees: float) -> U8:
    """Turn hues in OKLCH, keeping lightness, and chroma as far as sRGB has it.

    Parameters
    ----------
    colors : uint8 array, shape (n, 3)
    degrees : float
        A whole turn, or none, returns the colors unchanged.

    Returns
    -------
    uint8 array, shape (n, 3)
        Greys stay as they are, having no hue.
    """
    if degrees % 360 == 0:
        return colors
    lch = oklab_to_oklch(srgb_to_oklab(colors))
    lch[:, 2] = (lch[:, 2] + degrees) % 360
    return oklab_to_srgb(oklch_to_oklab(reduce_chroma(lch)))


def is_grey(palette: Palette) -> bool:
    """Tell whether no entry has a hue to turn."""
    chroma = oklab_to_oklch(srgb_to_oklab(palette.colors))[:, 1]
    return bool((chroma < _GREY).all())


def _in_inks(palette: Palette, panel: int) -> Palette:
    """Replace the colors, by rank of lightness, with the inks of a panel."""
    inks = ink_set(panel)
    colors = np.empty_like(palette.colors)
    colors[by_lightness(palette.colors)] = deal(inks.inks, len(palette))
    return Palette(colors, f"Panel {panel + 1}, {inks.name}")
