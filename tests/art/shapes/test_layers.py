"""Shapes, as polygons through many points of their curves, against the index map."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kquant.art.shapes.layers import Layer, Shapes, trace
from kquant.runtime.arrays import U8, AnyArray, Bools

MAPS = arrays(
    np.uint8,
    st.tuples(st.integers(1, 8), st.integers(1, 8)),
    elements=st.integers(0, 3),
)


def filled(layer: Layer, shapes: Shapes, zoom: int = 1) -> Bools:
    """Tell which centers of pixels have a winding number other than 0."""
    t = np.linspace(0, 1, 9)[:-1, None, None]
    a, b, c, d = (layer.curves[:, i] / shapes.unit for i in range(4))
    s = 1 - t
    points = a * s**3 + 3 * b * s * s * t + 3 * c * s * t * t + d * t**3
    points = points.transpose(1, 0, 2)
    y, x = (np.mgrid[: zoom * shapes.height, : zoom * shapes.width] + 0.5) / zoom
    winding = np.zeros(y.shape, dtype=np.int64)
    for first, last in zip(layer.first[:-1], layer.first[1:], strict=True):
        loop = points[first:last].reshape(-1, 2)
        for (x0, y0), (x1, y1) in zip(loop, np.roll(loop, -1, axis=0), strict=True):
            crosses = (y0 <= y) != (y1 <= y)
            at = x0 + (y - y0) / (y1 - y0 if y1 != y0 else 1) * (x1 - x0)
            winding += (crosses & (at > x)) * (1 if y1 > y0 else -1)
    return np.not_equal(winding, 0)


def painted(shapes: Shapes, zoom: int = 1) -> AnyArray:
    """Paint the layers in their order."""
    picture = np.zeros((zoom * shapes.height, zoom * shapes.width), dtype=np.uint8)
    for layer in shapes.layers:
        picture[filled(layer, shapes, zoom)] = layer.label
    return picture


# Spreading from the corner of the 1 between its two sides, it must not reach the 0.
CORNER = np.array([[2, 2, 2, 2], [2, 2, 0, 2], [1, 2, 2, 2]], dtype=np.uint8)


@settings(max_examples=40)
@given(MAPS)
@example(CORNER)
def test_sharp_shapes_give_the_map_back(labels: U8) -> None:
    """Painted over each other in order, to the pixel."""
    assert (painted(trace(labels, sharp=True)) == labels).all()


def test_smooth_shapes_give_nearly_all_of_a_drawing_back() -> None:
    """Disks and bars over each other: at most one pixel in a hundred differs."""
    y, x = np.mgrid[:48, :64]
    labels = np.ones((48, 64), dtype=np.uint8)
    labels[10:20, 5:60] = 3
    labels[np.hypot(x - 30, y - 25) < 14] = 2
    labels[np.hypot(x - 40, y - 20) < 8] = 0

    wrong = painted(trace(labels)) != labels
    assert wrong.mean() < 0.01


@pytest.mark.parametrize("seed", range(3))
def test_smooth_shapes_keep_areas_of_one_pixel(seed: int) -> None:
    """Noise of three levels: at most one pixel in a hundred differs."""
    labels = np.random.default_rng(seed).integers(1, 4, (24, 24)).astype(np.uint8)

    assert (painted(trace(labels)) != labels).mean() <= 0.01


def test_nothing_has_no_shapes() -> None:
    """A map of zeros stays empty."""
    assert trace(np.zeros((3, 4), dtype=np.uint8)).layers == ()


@pytest.mark.parametrize("seed", range(3))
def test_noise_has_no_gaps(seed: int) -> None:
    """Below all upper areas, there is always another one, also between the pixels."""
    labels = np.random.default_rng(seed).integers(1, 4, (12, 12)).astype(np.uint8)

    assert (painted(trace(labels), 4) > 0).all()


def test_each_outline_is_drawn_once() -> None:
    """A disk and a bar on a ground are three loops."""
    y, x = np.mgrid[:48, :64]
    labels = np.where(np.hypot(x - 30, y - 25) < 14, 2, 1).astype(np.uint8)
    labels[:, :16] = 3
    shapes = trace(labels)

    assert [len(layer.first) - 1 for layer in shapes.layers] == [1, 1, 1]
    assert (painted(shapes) != labels).mean() < 0.01
