"""The weight of lightness by the number of colors."""

import itertools

import pytest

from kquant.color.lightness import lightness_weight

WEIGHTS = [lightness_weight(k) for k in range(1, 257)]


def test_between_two_numbers_of_colors() -> None:
    """Halfway in the logarithm, it is halfway between the weights."""
    assert lightness_weight(4) == 0.425
    assert lightness_weight(45) == pytest.approx(0.6 + 0.16 * 0.4919, abs=1e-4)


def test_least_at_eight_colors() -> None:
    """It falls from 0.5 at two colors to 0.35 at eight, and rises to 0.84 at 128."""
    assert WEIGHTS[:7] == sorted(WEIGHTS[:7], reverse=True)
    assert WEIGHTS[7:] == sorted(WEIGHTS[7:])
    assert (WEIGHTS[0], WEIGHTS[1], WEIGHTS[7]) == (0.5, 0.5, 0.35)
    assert set(WEIGHTS[127:]) == {0.84}


def test_it_is_smooth() -> None:
    """One more color never changes the weight by more than 0.06, from 12 on by 0.03."""
    changes = [abs(b - a) for a, b in itertools.pairwise(WEIGHTS)]

    assert max(changes) < 0.06
    assert max(changes[10:]) < 0.03
