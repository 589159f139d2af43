"""The weight of lightness by the number of colors."""

import itertools

import pytest

from kquant.color.lightness import lightness_weight


def test_between_two_numbers_of_colors() -> None:
    """Halfway between 32 and 64 in the logarithm, it is halfway between the weights."""
    assert lightness_weight(45) == pytest.approx(0.6 + 0.16 * 0.4919, abs=1e-4)


def test_it_rises_from_half_to_084() -> None:
    """It never falls, and stays the same up to 8 and from 128 colors on."""
    weights = [lightness_weight(k) for k in range(1, 257)]

    assert weights == sorted(weights)
    assert set(weights[:8]) == {0.5}
    assert set(weights[127:]) == {0.84}


def test_it_is_smooth() -> None:
    """One more color never changes the weight by more than 0.012."""
    weights = [lightness_weight(k) for k in range(1, 257)]

    assert max(b - a for a, b in itertools.pairwise(weights)) < 0.012
