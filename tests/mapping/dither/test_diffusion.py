"""Error diffusion along diagonals, against paper and the plain loop over pixels."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kquant.mapping.dither.diffusion import Diffusion
from kquant.runtime.arrays import F64, U8


def floyd_steinberg_by_pixels(points: F64, centroids: F64, limits: F64) -> U8:
    """Diffuse errors one pixel after another, as the paper has it."""
    height, width, _ = points.shape
    wanted = np.pad(points.astype(float), ((0, 1), (1, 1), (0, 0)))
    labels = np.zeros((height, width), dtype=np.uint8)
    for y, x in np.ndindex(height, width):
        color = np.rint(wanted[y, x + 1])
        label = int(np.square(color - centroids).sum(axis=1).argmin())
        error = color - centroids[label]
        size = np.sqrt(np.float32(error @ error))
        limit = np.float32(limits[label])
        error = np.rint(np.float32(error) * (limit / max(size, limit)))
        for dy, dx, sixteenths in ((0, 1, 7), (1, -1, 3), (1, 0, 5), (1, 1, 1)):
            wanted[y + dy, x + 1 + dx] += error * sixteenths / 16
        labels[y, x] = label
    return labels


@settings(max_examples=40)
@given(
    st.tuples(st.integers(1, 9), st.integers(1, 9)).flatmap(
        lambda shape: arrays(np.int64, (*shape, 3), elements=st.integers(-300, 300))
    ),
    arrays(np.int64, (4, 3), elements=st.integers(-300, 300), unique=True),
    st.integers(0, 9),
)
def test_diagonals_give_what_single_pixels_give(
    points: np.ndarray, centroids: np.ndarray, split: int
) -> None:
    """The result is that of the plain loop, in whatever bands the rows come."""
    apart = np.sqrt(np.square(centroids[:, None] - centroids).sum(axis=2))
    limits = 2 * np.where(apart > 0, apart, np.inf).min(axis=1)
    expected = floyd_steinberg_by_pixels(points, centroids, limits)
    diffusion = Diffusion(centroids.astype(np.float32), 1.0, points.shape[1])
    bands = [band for band in (points[:split], points[split:]) if len(band)]
    found = [
        diffusion.rows(
            np.ascontiguousarray(np.moveaxis(band, 2, 0), dtype=np.float32),
            np.ones(band.shape[:2], dtype=np.float32),
        )
        for band in bands
    ]
    np.testing.assert_array_equal(np.concatenate(found), expected)


def test_diffusion_by_hand() -> None:
    """Of 6, 6, 6, 6 between 0 and 16 the second is 9 with its error, and turns 16."""
    points = np.zeros((3, 1, 4), dtype=np.float32)
    points[0] = 6
    centroids = np.array([[0, 0, 0], [16, 0, 0]], dtype=np.float32)
    labels = Diffusion(centroids, 1.0, 4).rows(points, np.ones((1, 4), np.float32))
    # 6; 6 + 6 * 7/16 -> 9; 6 - 7 * 7/16 -> 3; 6 + 3 * 7/16 -> 7
    np.testing.assert_array_equal(labels, [[0, 1, 0, 0]])


def test_strength_by_hand() -> None:
    """At half the strength, half of each error is passed on, and 9 is not reached.

    6; 6 + 3 * 7/16 -> 7; 6 + round(7 / 2) * 7/16 -> 8, half-way to 16, stays 0.
    """
    points = np.zeros((3, 1, 3), dtype=np.float32)
    points[0] = 6
    centroids = np.array([[0, 0, 0], [16, 0, 0]], dtype=np.float32)

    labels = Diffusion(centroids, 0.5, 3).rows(points, np.ones((1, 3), np.float32))

    np.testing.assert_array_equal(labels, [[0, 0, 0]])


def test_pixels_that_are_not_free_pass_nothing_on() -> None:
    """With the first pixel not free, the row 6, 6 starts anew: 6 stays below 8."""
    points = np.zeros((3, 1, 2), dtype=np.float32)
    points[0] = 6
    centroids = np.array([[0, 0, 0], [16, 0, 0]], dtype=np.float32)
    free = np.array([[0, 1]], dtype=np.float32)

    labels = Diffusion(centroids, 1.0, 2).rows(points, free)

    np.testing.assert_array_equal(labels, [[0, 0]])
