"""Derivatives and gradients of Oklab."""

import numpy as np
import pytest

from kquant.color.oklab_slopes import oklab_derivative, oklab_gradient
from kquant.color.spaces import linear_to_oklab

STEP = 1e-6


def test_a_derivative_is_the_limit_of_differences() -> None:
    """A small step of light changes Oklab by the derivative, times the step."""
    rng = np.random.default_rng(0)
    linear, change = rng.uniform(0.05, 0.95, (50, 3)), rng.normal(size=(50, 3))

    slope = oklab_derivative(linear, change)

    ahead, behind = (linear_to_oklab(linear + x * change) for x in (STEP, -STEP))
    np.testing.assert_allclose(
        slope, (ahead - behind) / (2 * STEP), rtol=1e-5, atol=1e-8
    )


def test_the_derivative_of_gray_by_hand() -> None:
    """Lightness of gray is the cube root of its light, so its slope at 1/8 is 4/3."""
    gray, brighter = np.full((1, 3), 1 / 8), np.ones((1, 3))

    lightness, a, b = oklab_derivative(gray, brighter)[0]

    assert lightness == pytest.approx(4 / 3, abs=1e-6)
    assert [a, b] == pytest.approx([0, 0], abs=1e-6)


def test_a_gradient_tells_how_much_of_a_direction_each_change_brings() -> None:
    """Along any change of light, it is the part of the derivative in that direction."""
    rng = np.random.default_rng(1)
    linear, change, shift = rng.uniform(0.05, 0.95, (3, 50, 3))

    brought = (oklab_gradient(linear, shift) * change).sum(axis=1)

    expected = (oklab_derivative(linear, change) * shift).sum(axis=1)
    np.testing.assert_allclose(brought, expected, rtol=1e-9)
