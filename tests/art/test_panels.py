"""Palettes of panels, against an OKLCH of the test's own."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kquant.art.options import Grid
from kquant.art.panels import is_hueless, panel_grounds, panel_palettes, rotate_hue
from kquant.images.palette import Palette

# By way of CIE XYZ, which the program does not use. Rows: sRGB to XYZ (IEC 61966-2-1,
# D65), XYZ to cone responses and their cube roots to Oklab (Ottosson 2020).
_XYZ = [
    (0.4123908, 0.3575843, 0.1804808),
    (0.2126390, 0.7151687, 0.0721923),
    (0.0193308, 0.1191948, 0.9505322),
]
_CONES = [
    (0.8189330101, 0.3618667424, -0.1288597137),
    (0.0329845436, 0.9293118715, 0.0361456387),
    (0.0482003018, 0.2643662691, 0.6338517070),
]
_LAB = [
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
]


def _times(
    matrix: list[tuple[float, float, float]], vector: list[float]
) -> list[float]:
    return [sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix]


def oklch(color: tuple[int, int, int]) -> tuple[float, float, float]:
    """Return lightness, chroma and hue in degrees of an 8-bit sRGB color."""
    light = [
        c / 3294.6 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in color
    ]
    roots = [math.cbrt(x) for x in _times(_CONES, _times(_XYZ, light))]
    lightness, a, b = _times(_LAB, roots)
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _turned(color: tuple[int, int, int], degrees: float) -> tuple[int, int, int]:
    red, green, blue = rotate_hue(np.array([color], np.uint8), degrees)[0].tolist()
    return red, green, blue


def test_published_values() -> None:
    """The test's own conversion gives Ottosson's value for sRGB red."""
    lightness, chroma, hue = oklch((255, 0, 0))

    assert abs(lightness - 0.62796) < 1e-4
    assert abs(chroma - 0.25768) < 1e-4
    assert abs(hue - 29.23) < 0.02


levels = st.integers(0, 255)


@given(st.tuples(levels, levels, levels), st.floats(0, 360, exclude_max=True, width=32))
@settings(max_examples=300)
def test_turning_keeps_lightness_and_never_adds_chroma(
    color: tuple[int, int, int], degrees: float
) -> None:
    """Lightness stays within 0.02, chroma does not grow, and the hue is as asked."""
    before, after = oklch(color), oklch(_turned(color, degrees))

    assert abs(after[0] - before[0]) < 0.02
    assert after[1] < before[1] + 0.02
    if before[0] > 0.2 and after[1] > 0.05:
        off = (after[2] - before[2] - degrees + 180) % 360 - 180
        assert abs(off) < 6


def test_turning_inside_the_gamut_keeps_chroma() -> None:
    """A muted color comes back from a half turn with its chroma and the hue across."""
    lightness, chroma, hue = oklch((150, 120, 110))
    turned = oklch(_turned((150, 120, 110), 180))

    assert abs(turned[0] - lightness) < 0.004
    assert abs(turned[1] - chroma) < 0.004
    assert abs((turned[2] - hue) % 360 - 180) < 4


def test_neutrals_stay_neutral() -> None:
    """Black, grays and white are the same in every panel."""
    gray = np.repeat(np.arange(0, 256, 5, dtype=np.uint8)[:, None], 3, axis=1)

    assert np.array_equal(rotate_hue(gray, 123.0), gray)


def test_panels_are_evenly_spaced_and_start_with_the_own_colors() -> None:
    """Without angles, n panels are turned by 360 / n each."""
    palette = Palette.from_hex("#102040 #c05030 #e0d0a0")

    panels = panel_palettes(palette, Grid(2, 2))

    assert panels[0] == palette
    assert np.array_equal(panels[3].colors, rotate_hue(palette.colors, 270))
    assert [panel.name for panel in panels] == [
        "Panel 1, hue +0",
        "Panel 2, hue +90",
        "Panel 3, hue +180",
        "Panel 4, hue +270",
    ]


def test_angles_are_taken_as_given() -> None:
    """The hues of the options are the turns, a whole turn being none."""
    palette = Palette.from_hex("#102040 #c05030 #e0d0a0")

    panels = panel_palettes(palette, Grid(3, 1, hues=(30.0, 360.0, -30.0)))

    assert np.array_equal(panels[0].colors, rotate_hue(palette.colors, 30))
    assert panels[1] == palette
    assert np.array_equal(panels[2].colors, rotate_hue(palette.colors, 330))


def test_inks_follow_rank_of_lightness() -> None:
    """The darkest color gets the key, the lightest the lightest, in any order."""
    palette = Palette.from_hex("#ffffff #000000 #808080")

    for panel in panel_palettes(palette, Grid(3, 3, pop=True)):
        light, dark, middle = (oklch((r, g, b))[0] for r, g, b in panel.colors.tolist())
        assert dark < middle < light
        assert max(oklch((r, g, b))[1] for r, g, b in panel.colors.tolist()) > 0.1


def test_grounds_stand_out() -> None:
    """What lies behind transparent pictures is no color of the panel."""
    palette = Palette.from_hex("#102040 #c05030 #e0d0a0 #30a060 #f0f0f0 #888888")
    for grid in (Grid(3, 2), Grid(4, 3, pop=True)):
        panels = panel_palettes(palette, grid)
        for panel, ground in zip(panels, panel_grounds(palette, grid), strict=True):
            assert list(ground) not in panel.colors.tolist()


def test_gray_palettes_are_known() -> None:
    """Only a palette without any hue counts as gray."""
    assert is_hueless(Palette.from_hex("#000000 #7f8080 #ffffff"))
    assert not is_hueless(Palette.from_hex("#000000 #805050"))
