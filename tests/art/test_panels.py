"""Palettes of panels, against an OKLCH of the test's own."""

import math

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kquant.art.options import Grid
from kquant.art.panels import is_hueless, panel_grounds, panel_palettes, rotate_hue
from kquant.images.palette import Palette

# Published by Ottosson (2020): linear sRGB to cone responses, and their cube roots to
# Oklab.
_CONES = [
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
]
_LAB = [
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
]


SLACK = 1e-4  # of light, by which a color in the gamut may be outside


def _times(
    matrix: list[tuple[float, float, float]], vector: list[float]
) -> list[float]:
    return [sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix]


def decoded(level: float) -> float:
    """Return the light of an 8-bit level, also beyond 0 and 255."""
    if level <= 10:
        return level / 3294.6
    return float(((level / 255 + 0.055) / 1.055) ** 2.4)


def oklch(color: tuple[int, int, int]) -> tuple[float, float, float]:
    """Return lightness, chroma and hue in degrees of an 8-bit sRGB color."""
    channels = [decoded(level) for level in color]
    roots = [math.cbrt(x) for x in _times(_CONES, channels)]
    lightness, a, b = _times(_LAB, roots)
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def light(lightness: float, chroma: float, hue: float) -> list[float]:
    """Return red, green and blue light of a color, which may be out of gamut."""
    angle = math.radians(hue)
    lab = [lightness, chroma * math.cos(angle), chroma * math.sin(angle)]
    cones = (np.linalg.inv(_LAB) @ lab) ** 3
    channels: list[float] = (np.linalg.inv(_CONES) @ cones).tolist()
    return channels


def most_chroma(lightness: float, chroma: float, hue: float, slack: float) -> float:
    """Return the largest chroma up to the given one with light in 0..1, by bisection."""
    inside, outside = 0.0, chroma
    if all(-slack <= x <= 1 + slack for x in light(lightness, chroma, hue)):
        return chroma
    while outside - inside > 1e-6:
        middle = (inside + outside) / 2
        fits = all(-slack <= x <= 1 + slack for x in light(lightness, middle, hue))
        inside, outside = (middle, outside) if fits else (inside, middle)
    return inside


def _turned(color: tuple[int, int, int], degrees: float) -> tuple[int, int, int]:
    red, green, blue = rotate_hue(np.array([color], np.uint8), degrees)[0].tolist()
    return red, green, blue


def test_published_values() -> None:
    """The conversion of this test gives the published value of sRGB red, both ways."""
    lightness, chroma, hue = oklch((255, 0, 0))

    assert abs(lightness - 0.62796) < 1e-4
    assert abs(chroma - 0.25768) < 1e-4
    assert abs(hue - 29.23) < 0.02
    assert np.allclose(light(lightness, chroma, hue), [1, 0, 0], atol=1e-6)


levels = st.integers(0, 255)


@given(st.tuples(levels, levels, levels), st.floats(0, 360, exclude_max=True, width=32))
@settings(max_examples=300)
@example((0, 0, 123), 0.0)
def test_turning_keeps_lightness_and_at_least_as_much_chroma_as_fits(
    color: tuple[int, int, int], degrees: float
) -> None:
    """The turned color has the same lightness, the new hue, and no less chroma than fits.

    It is the nearest 8-bit color to that: each channel is off by half a level at most.
    How much chroma fits is known up to the slack of the gamut.
    """
    lightness, chroma, hue = oklch(color)
    turned = (hue + degrees) % 360
    least = most_chroma(lightness, chroma, turned, 0)
    # Near blue, the chromas that fit are not one range: the color's own fits too.
    most = max(most_chroma(lightness, 0.4, turned, 1.01 * SLACK), chroma)
    exact = [light(lightness, c, turned) for c in np.linspace(least, most, 50)]

    for level, wanted in zip(
        _turned(color, degrees), zip(*exact, strict=True), strict=True
    ):
        assert decoded(level - 0.5) - 2 * SLACK <= max(wanted)
        assert min(wanted) <= decoded(level + 0.5) + 2 * SLACK


def test_turning_by_hand() -> None:
    """Half a turn of a muted red is the same lightness in green-blue, and clearer.

    It has a share of the largest chroma that sRGB has for red; the square root of
    that share is the share of the largest chroma for green-blue.
    """
    lightness, chroma, hue = oklch((150, 120, 110))

    turned = oklch(_turned((150, 120, 110), 180))

    level = oklch((151, 121, 111))[0] - lightness  # a level is as much as this
    assert abs(turned[0] - lightness) < level
    red, green = (most_chroma(lightness, 0.4, h, 0) for h in (hue, turned[2]))
    assert abs(turned[1] - math.sqrt(chroma / red) * green) < level
    assert turned[1] > chroma
    # At this chroma, a level is this many degrees of hue.
    assert abs((turned[2] - hue) % 360 - 180) < math.degrees(level / chroma)


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
    """Panels are turned by the angles given, and a whole turn changes nothing."""
    palette = Palette.from_hex("#102040 #c05030 #e0d0a0")

    panels = panel_palettes(palette, Grid(3, 1, hues=(30.0, 360.0, -30.0)))

    assert np.array_equal(panels[0].colors, rotate_hue(palette.colors, 30))
    assert panels[1] == palette
    assert np.array_equal(panels[2].colors, rotate_hue(palette.colors, 330))


def test_inks_follow_rank_of_lightness() -> None:
    """Inks go to colors by their lightness, whatever their order in the palette."""
    palette = Palette.from_hex("#ffffff #000000 #808080")

    for panel in panel_palettes(palette, Grid(3, 3, pop=True)):
        light, dark, middle = (oklch((r, g, b))[0] for r, g, b in panel.colors.tolist())
        assert dark < middle < light
        assert max(oklch((r, g, b))[1] for r, g, b in panel.colors.tolist()) > 0.1


def test_grounds_stand_out() -> None:
    """The color behind a transparent picture is none of the panel's colors."""
    palette = Palette.from_hex("#102040 #c05030 #e0d0a0 #30a060 #f0f0f0 #888888")
    for grid in (Grid(3, 2), Grid(4, 3, pop=True)):
        panels = panel_palettes(palette, grid)
        for panel, ground in zip(panels, panel_grounds(palette, grid), strict=True):
            assert list(ground) not in panel.colors.tolist()


def test_gray_palettes_are_known() -> None:
    """A palette is gray only if all its colors are."""
    assert is_hueless(Palette.from_hex("#000000 #7f8080 #ffffff"))
    assert not is_hueless(Palette.from_hex("#000000 #805050"))
