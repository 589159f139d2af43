"""Bands between curves and their shifted copies, worked out by hand."""

import numpy as np
import pytest

from kquant.art.shapes.bands import between, cross, places, unfolded
from kquant.runtime.arrays import AnyArray

LINE = np.array([[0], [1], [2], [3]], dtype=complex)
HANDLE = 4 / 3 * (np.sqrt(2) - 1)  # of a quarter of a circle of radius 1


def quarter(radius: float) -> AnyArray:
    """Return a quarter of a circle around 0, its middle on the left: y grows down."""
    unit = np.array([[1], [1 - HANDLE * 1j], [HANDLE - 1j], [-1j]])
    return radius * unit


def test_a_determinant() -> None:
    """Of right and down, it is 1; of vectors in one line, 0."""
    assert cross(np.array([1, 2 + 2j]), np.array([1j, 1 + 1j])).tolist() == [1, 0]


def test_a_place_is_on_the_curve() -> None:
    """A third along a line; halfway along a quarter circle."""
    assert places(LINE, 1 / 3) == pytest.approx(1)
    assert abs(places(quarter(2), 0.5)[0]) == pytest.approx(2, rel=1e-3)


def test_a_shift_goes_over_into_the_other() -> None:
    """As a curve whose handles are at its ends: 5/32 of the way at a quarter."""
    shift = np.array([[0], [32]], dtype=complex)

    assert [between(shift, t)[0] for t in (0, 0.25, 0.5, 1)] == [0, 5, 16, 32]


def test_a_straight_band_stays() -> None:
    """A line shifted to its left, which is up, never folds."""
    shift = np.full((2, 1), -2.5j)

    assert (unfolded(LINE, shift, 10) == shift).all()


def test_a_curve_shifts_by_less_than_its_radius() -> None:
    """With a radius of 2, its middle shrinks to a tip at 1.45; 0.95 of that is left."""
    inward = 2.5 * np.array([[-1], [1j]])

    assert np.abs(unfolded(quarter(2), inward, 100)) == pytest.approx(1.376, abs=0.01)
    assert (unfolded(quarter(5), inward, 100) == inward).all()


def test_a_shift_to_the_right_is_none() -> None:
    """It would take from the area, so the band goes."""
    assert not unfolded(LINE, np.full((2, 1), 1j), 10).any()
