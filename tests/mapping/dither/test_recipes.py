"""Recipes: which entries mix colors of a kind."""

import numpy as np

from kquant.images.palette import Palette
from kquant.mapping.dither.light import ONE, light_of
from kquant.mapping.dither.recipes import Taker, _inverse, find_recipes

GRAYS = " ".join(f"#{level:02x}{level:02x}{level:02x}" for level in range(0, 256, 8))


def test_shares_by_hand() -> None:
    """Of black and white, the share of white is the light: slopes of 1 in all."""
    recipes = find_recipes(
        np.full((3, 1), ONE / 2), Taker(Palette.from_hex("#000000 #ffffff"))
    )

    assert recipes.entries[:, 0].tolist() == [0, 1]
    for light in (0.1, 0.5, 0.9):
        shares = recipes.shares[:, 0] + recipes.slopes[:, :, 0].sum(axis=0) * light
        np.testing.assert_allclose(shares, [1 - light, light], atol=1e-3)


def test_no_red_dots_in_gray_clouds() -> None:
    """A gray that lacks a little red is mixed from 32 grays, and not from red.

    With black, white and red, it takes red: otherwise, the hue would be lost.
    """
    cloud = light_of(np.array([[132, 128, 128]], dtype=np.uint8)).T

    many = find_recipes(cloud, Taker(Palette.from_hex(GRAYS + " #a04040")))
    few = find_recipes(cloud, Taker(Palette.from_hex("#000000 #ffffff #a04040")))

    assert 32 not in many.entries
    assert 2 in few.entries


def test_inverse_by_hand() -> None:
    """A matrix of determinant 4 times its inverse is the identity."""
    square = np.array([[2.0, 1, 0], [1, 2, 1], [0, 1, 2]])
    expected = [[0.75, -0.5, 0.25], [-0.5, 1, -0.5], [0.25, -0.5, 0.75]]
    assert _inverse(square[:, :, None])[:, :, 0].tolist() == expected
