"""Chroma reduction into the sRGB gamut."""

import numpy as np

from kquant.color.gamut import in_gamut, reduce_chroma
from kquant.color.spaces import (
    oklab_to_oklch,
    oklab_to_srgb,
    oklch_to_oklab,
    srgb_to_oklab,
)


def test_colors_of_srgb_stay_as_they_are() -> None:
    """A color inside the gamut keeps its chroma to the last digit."""
    levels = np.array([0, 1, 51, 128, 200, 254, 255], dtype=np.uint8)
    colors = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(-1, 3)
    lch = oklab_to_oklch(srgb_to_oklab(colors))

    assert in_gamut(lch).all()
    assert np.array_equal(reduce_chroma(lch), lch)


def test_reduced_color_lies_on_the_border() -> None:
    """Lightness and hue stay the same, and 0.001 more chroma would leave the gamut."""
    lightness, hue = np.meshgrid(np.linspace(0.1, 0.95, 9), np.arange(0, 360, 15))
    lch = np.stack([lightness, np.full_like(hue, 0.4, dtype=float), hue], axis=-1)

    reduced = reduce_chroma(lch)

    assert np.array_equal(reduced[..., [0, 2]], lch[..., [0, 2]])
    assert in_gamut(reduced).all()
    assert not in_gamut(np.add(reduced, [0, 1e-3, 0])).any()


def test_black_and_white_have_no_room_for_chroma() -> None:
    """At the ends of the lightness scale only gray is left."""
    reduced = reduce_chroma([[1.0, 0.2, 30.0], [0.0, 0.2, 200.0]])

    assert oklab_to_srgb(oklch_to_oklab(reduced)).tolist() == [[255] * 3, [0] * 3]
