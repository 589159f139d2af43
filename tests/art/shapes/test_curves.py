"""Curves, fitted to points of known curves."""

import numpy as np
import pytest

from kquant.art.shapes.curves import Chains, Curves
from kquant.runtime.arrays import AnyArray


def chain(points: AnyArray) -> Chains:
    """Return a chain with two fixed ends."""
    ends = np.array([0, len(points) - 1])
    return Chains(points, ends, np.array([True]), np.zeros(2, dtype=complex))


def drawn(curves: Curves, points: AnyArray) -> AnyArray:
    """Return many points of curves."""
    t = np.linspace(0, 1, 200)[:, None]
    a, d = points[curves.begin], points[curves.end]
    b, c = curves.handles
    s = 1 - t
    places: AnyArray = a * s**3 + 3 * b * t * s**2 + 3 * c * t * t * s + d * t**3
    return places.reshape(-1)


def test_a_line_is_one_curve() -> None:
    """Points on a line need one curve, with its handles on that line."""
    curves = chain(np.arange(10) * (1 + 2j)).fit(0.1)

    assert curves.begin.tolist() == [0]
    assert curves.end.tolist() == [9]
    assert curves.handles.imag == pytest.approx(2 * curves.handles.real)


def test_a_quarter_circle_has_the_known_handles() -> None:
    """Of radius 1, they are 0.552 long, as is well known."""
    points = np.exp(0.5j * np.pi * np.linspace(0, 1, 60))
    curves = chain(points).fit(0.03)

    assert len(curves.begin) == 1
    assert abs(curves.handles[0, 0] - points[0]) == pytest.approx(0.552, abs=0.05)


def test_all_points_are_within_the_tolerance() -> None:
    """Curves go on from each other, and near every point of a wave."""
    x = np.linspace(0, 60, 200)
    points = x + 8j * np.sin(x / 4)
    curves = chain(points).fit(0.2)

    assert (curves.begin[1:] == curves.end[:-1]).all()
    assert len(curves.begin) < 30
    assert np.abs(points[:, None] - drawn(curves, points)).min(axis=1).max() < 0.25


def test_an_arc_around_a_pixel_does_not_cut_it() -> None:
    """From corner to corner, near two edges, it stays clear of the pixel's middle."""
    points = np.array([0, 0.4 + 0.1j, 0.9 + 0.6j, 1 + 1j])
    curves = chain(points).fit(0.3)

    assert np.abs(drawn(curves, points) - (0.5 + 0.5j)).min() > 0.1


def test_no_curve_turns_aside_and_back() -> None:
    """Of a narrow wave, each curve goes on about as it begins and ends."""
    x = np.linspace(0, 20, 120)
    points = x + 1.5j * np.sin(2 * x)
    curves = chain(points).fit(0.4)
    way = np.diff(drawn(curves, points).reshape(200, -1), axis=0)
    ahead = curves.tangents.sum(axis=0)

    assert (way * ahead.conj()).real.min() > 0
