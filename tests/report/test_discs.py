"""Soft discs and letters: how much light they add, and that edges do no harm."""

import numpy as np
import pytest

from kquant.report.discs import Light
from kquant.runtime.arrays import F64

BLACK = np.zeros(3, dtype=np.uint8)


def one(x: float, y: float, radius: float) -> Light:
    """Return a black picture of 40 x 30 pixels with one white disc."""
    light = Light(40, 30, BLACK)
    light.discs(np.array([x]), np.array([y]), np.array([radius]), np.ones((1, 3)))
    return light


@pytest.mark.parametrize("radius", [1.0, 2.5, 6.0, 9.75])
def test_area(radius: float) -> None:
    """A disc has the light of its area, wherever it is between pixels."""
    for shift in (0.0, 0.25, 0.5):
        light = one(20 + shift, 15 - shift, radius).pixels[..., 0]
        assert light.sum() == pytest.approx(np.pi * radius**2, rel=0.12)


def test_center() -> None:
    """The light is centered at the place of the disc."""
    light: F64 = one(17.25, 11.5, 5.0).pixels[..., 0].astype(np.float64)
    y, x = np.mgrid[:30, :40] + 0.5
    assert (light * x).sum() / light.sum() == pytest.approx(17.25, abs=0.02)
    assert (light * y).sum() / light.sum() == pytest.approx(11.5, abs=0.02)


@pytest.mark.parametrize("place", [(0, 0), (40, 30), (-3, 15), (20, 33), (500, -90)])
def test_cut_off_at_the_edges(place: tuple[int, int]) -> None:
    """A disc across an edge, or beyond it, is the same within."""
    inside = Light(140, 130, BLACK)
    x, y = np.array([place[0] + 50.0]), np.array([place[1] + 50.0])
    inside.discs(x, y, np.array([6.0]), np.ones((1, 3)))
    cut = inside.pixels[50:80, 50:90]
    assert np.array_equal(one(*place, 6.0).pixels, cut)


def test_later_discs_cover_earlier_ones() -> None:
    """The last disc is in front; half of a color mixes in linear light."""
    light = Light(9, 9, BLACK)
    middle, size = np.full(2, 4.5), np.full(2, 3.0)
    light.discs(middle, middle, size, np.array([[1.0, 0, 0], [0, 0, 1.0]]))
    assert light.colors()[4, 4].tolist() == [0, 0, 255]
    light.discs(middle[:1], middle[:1], size[:1], np.ones((1, 3)), 0.5)
    assert light.colors()[4, 4].tolist() == [188, 188, 255]


def test_text_has_soft_edges() -> None:
    """Letters are bright, the ground stays, and there is much between."""
    light = Light(60, 30, BLACK)
    light.text("k 8", 20, np.ones(3, dtype=np.float32), 22, 3)
    levels = np.unique(light.colors())
    assert (levels[0], levels[-1]) == (0, 255)
    assert len(levels) > 20
    assert not light.pixels[:, :2].any()
