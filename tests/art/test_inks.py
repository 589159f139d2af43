"""Ink sets, and how they are dealt out."""

import numpy as np
import pytest

from kquant.art.inks import INK_SETS, InkSet, deal, ink_set
from kquant.color.spaces import LINEAR, oklab_to_oklch, srgb_to_oklab
from kquant.images.palette import _GRAY_CHROMA


@pytest.mark.parametrize("inks", INK_SETS, ids=lambda inks: inks.name)
@pytest.mark.parametrize("k", [*range(1, 13), 64, 256])
def test_dealt_colors_are_distinct_and_ordered(inks: InkSet, k: int) -> None:
    """Any k gives k colors from dark to light, of which the key is the first.

    Up to 12 they are all distinct; beyond, rounding may turn neighbors by one level.
    """
    colors = deal(inks.inks, k)
    lightness = srgb_to_oklab(colors)[:, 0]

    assert colors.shape == (k, 3)
    assert colors[0].tolist() == inks.inks.colors[0].tolist()
    if k <= 12:
        assert (np.diff(lightness) > 0).all()
    a_level_up = srgb_to_oklab(np.minimum(colors, 254) + np.uint8(1))[:, 0]
    assert (a_level_up[1:] >= lightness[:-1]).all()


@pytest.mark.parametrize("inks", INK_SETS, ids=lambda inks: inks.name)
def test_a_set_has_key_inks_and_light_tone(inks: InkSet) -> None:
    """A set has six inks from dark to light, and a ground that is none of them.

    The key reads on the light tone like text (7 : 1 by WCAG 2.1, level AAA), and the
    four between them have more chroma than what passes for gray in a palette.
    """
    lightness, chroma, _ = oklab_to_oklch(srgb_to_oklab(inks.inks.colors)).T
    luminance = LINEAR[inks.inks.colors] @ [0.2126, 0.7152, 0.0722]

    assert len(inks.inks) == 6
    assert (np.diff(lightness) > 0).all()
    assert (luminance[-1] + 0.05) / (luminance[0] + 0.05) >= 7
    assert (chroma[1:5] > _GRAY_CHROMA).all()
    assert list(inks.ground) not in inks.inks.colors.tolist()


def test_sets_are_rotated() -> None:
    """Panels take the sets in turn, and the second round starts with another one."""
    first = [ink_set(panel).name for panel in range(len(INK_SETS))]
    second = [ink_set(panel + len(INK_SETS)).name for panel in range(len(INK_SETS))]

    assert first == [inks.name for inks in INK_SETS]
    assert sorted(second) == sorted(first)
    assert all(a != b for a, b in zip(first, second, strict=True))
