"""CIELAB, against published values."""

import pytest

from kquant.color.cielab import cielab_to_srgb

# B. Lindbloom's calculator: CIELAB of sRGB, adapted to D50 (Bradford).
CIELAB_D50 = {
    (255, 255, 255): (100.0, 0.0, 0.0),
    (255, 0, 0): (54.2917, 80.8125, 69.8851),
    (0, 255, 0): (87.8181, -79.2873, 80.9902),
    (0, 0, 255): (29.5676, 68.2986, -112.0294),
    (0, 0, 0): (0.0, 0.0, 0.0),
}


@pytest.mark.parametrize(("rgb", "lab"), CIELAB_D50.items())
def test_cielab_under_d50(rgb: tuple[int, ...], lab: tuple[float, ...]) -> None:
    """Lab values under D50 that Lindbloom lists are the corners of sRGB."""
    assert cielab_to_srgb(lab).tolist() == list(rgb)


def test_cielab_outside_the_gamut_is_clipped() -> None:
    """A green far beyond sRGB keeps no negative light."""
    red, green, blue = cielab_to_srgb([50.0, -128.0, 127.0]).tolist()

    assert (red, blue) == (0, 0)
    assert green > 0
