"""Ink sets, and how they are dealt out."""

import numpy as np
import pytest

from kquant.art.inks import INK_SETS, InkSet, deal, ink_set
from kquant.color.spaces import oklab_to_oklch, srgb_to_oklab


@pytest.mark.parametrize("inks", INK_SETS, ids=lambda inks: inks.name)
@pytest.mark.parametrize("k", [*range(1, 13), 64, 256])
def test_dealt_colors_are_distinct_and_ordered(inks: InkSet, k: int) -> None:
    """Any k gives k colors from dark to light, the key being the darkest."""
    colors = deal(inks.inks, k)
    lightness = srgb_to_oklab(colors)[:, 0]

    assert colors.shape == (k, 3)
    assert colors[0].tolist() == inks.inks.colors[0].tolist()
    assert (np.diff(lightness) > (0.01 if k <= 12 else -0.01)).all()
    if k <= 12:
        assert len({tuple(color) for color in colors.tolist()}) == k


@pytest.mark.parametrize("inks", INK_SETS, ids=lambda inks: inks.name)
def test_inks_are_bold(inks: InkSet) -> None:
    """A dark key, four saturated inks, a light tone, and a ground unlike all."""
    lightness, chroma, _ = oklab_to_oklch(srgb_to_oklab(inks.inks.colors)).T

    assert len(inks.inks) == 6
    assert lightness[0] < 0.3
    assert lightness[-1] > 0.94
    assert (chroma[1:5] > 0.075).all()
    assert list(inks.ground) not in inks.inks.colors.tolist()


def test_sets_are_rotated() -> None:
    """Panels take the sets in turn; the second round starts elsewhere."""
    first = [ink_set(panel).name for panel in range(len(INK_SETS))]
    second = [ink_set(panel + len(INK_SETS)).name for panel in range(len(INK_SETS))]

    assert first == [inks.name for inks in INK_SETS]
    assert sorted(second) == sorted(first)
    assert all(a != b for a, b in zip(first, second, strict=True))
