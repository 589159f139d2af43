"""Strokes of a pen, pixel by pixel."""

import numpy as np

from kquant.art.page.pen import Stroke, arc, draw


def test_a_bar_covers_its_pixels() -> None:
    """A bar of 4 x 2 pixels is full inside, and has square ends."""
    cover = np.zeros((6, 8), dtype=np.uint8)
    draw(cover, [Stroke(((0.2, 0.3), (0.6, 0.3)), 0.2)], 10, 0, 6)

    expected = np.zeros((6, 8), dtype=np.uint8)
    expected[2:4, 2:6] = 255
    assert cover.tolist() == expected.tolist()


def test_half_a_pixel_is_half_covered() -> None:
    """A bar that ends amid a pixel covers half of it."""
    cover = np.zeros((3, 5), dtype=np.uint8)
    draw(cover, [Stroke(((0.1, 0.15), (0.35, 0.15)), 0.1)], 10, 0, 3)

    assert cover.tolist() == [[0] * 5, [0, 255, 255, 128, 0], [0] * 5]


def test_a_dot_is_round() -> None:
    """A stroke of no length is a disk, as wide as it is high."""
    cover = np.zeros((21, 21), dtype=np.uint8)
    draw(cover, [Stroke(((0.5, 0.5), (0.5, 0.5)), 0.8, is_round=True)], 21, 0, 21)

    assert cover[0, 0] == 0
    assert cover[10, 10] == 255
    assert np.array_equal(cover, cover.T)
    assert abs(cover.sum(dtype=int) / 255 - np.pi * 8.4**2) < 2


def test_arcs_begin_and_end_at_their_angles() -> None:
    """Half a circle goes from the right over the top to the left."""
    points = np.array(arc((1, 2), (3, 3), 0, 180, 2))

    assert np.allclose(points, [(4, 2), (1, 5), (-2, 2)])
