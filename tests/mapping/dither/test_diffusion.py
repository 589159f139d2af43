"""Error diffusion along diagonals, against paper and the plain loop over pixels."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kquant.mapping.dither.diffusion import Diffusion
from kquant.mapping.dither.light import ONE, Sight, light_of
from kquant.runtime.arrays import I64, U8

BLACK_AND_WHITE = np.array([[0, 0, 0], [255, 255, 255]], dtype=np.uint8)


def floyd_steinberg_by_pixels(light: I64, palette: U8) -> U8:
    """Diffuse errors one pixel after another, as the paper has it."""
    height, width, _ = light.shape
    sight, entries = Sight(palette), light_of(palette)
    apart = np.sqrt(np.square(entries[:, None] - entries).sum(axis=2))
    # The fourth of other entries, or the last one; none is as far as full light.
    reach = np.sort(apart, axis=1)[:, min(4, len(palette) - 1)]
    limits = np.minimum(np.rint(2 * reach), ONE - 1)
    wanted = np.pad(light.astype(float), ((0, 1), (1, 1), (0, 0)))
    labels = np.zeros((height, width), dtype=np.uint8)
    for y, x in np.ndindex(height, width):
        color = np.rint(wanted[y, x + 1])
        column = (color[:, None] + sight.starts).astype(np.float32)
        label = int(sight.entries(column)[0])
        error = np.clip(color - entries[label], -limits[label], limits[label])
        for dy, dx, sixteenths in ((0, 1, 7), (1, -1, 3), (1, 0, 5), (1, 1, 1)):
            wanted[y + dy, x + 1 + dx] += error * sixteenths / 16
        labels[y, x] = label
    return labels


@settings(max_examples=40)
@given(
    st.tuples(st.integers(1, 9), st.integers(1, 9)).flatmap(
        lambda shape: arrays(np.int64, (*shape, 3), elements=st.integers(0, ONE))
    ),
    arrays(np.uint8, (6, 3), elements=st.integers(0, 255)),
    st.integers(0, 9),
)
def test_diagonals_give_what_single_pixels_give(
    light: np.ndarray, palette: np.ndarray, split: int
) -> None:
    """The result is that of the plain loop, in whatever bands the rows come."""
    palette = np.unique(palette, axis=0)
    expected = floyd_steinberg_by_pixels(light, palette)
    diffusion = Diffusion(palette, 1.0, light.shape[1])
    bands = [band for band in (light[:split], light[split:]) if len(band)]
    found = [
        diffusion.rows(
            np.ascontiguousarray(np.moveaxis(band, 2, 0), dtype=np.float32),
            np.ones(band.shape[:2], dtype=np.float32),
        )
        for band in bands
    ]
    np.testing.assert_array_equal(np.concatenate(found), expected)


@pytest.mark.parametrize(
    ("strength", "free", "expected"),
    [
        # 1500; 1500 + 1500 * 7/16 -> 2156, white; 1500 - 14228 * 7/16 -> -4725, black
        (1.0, [1, 1, 1], [0, 1, 0]),
        # 1500; 1500 + 750 * 7/16 -> 1828; 1500 + 914 * 7/16 -> 1900: never white
        (0.5, [1, 1, 1], [0, 0, 0]),
        # The first pixel passes nothing on: 1500; 1500; 2156, white
        (1.0, [0, 1, 1], [0, 0, 1]),
    ],
)
def test_diffusion_by_hand(
    strength: float, free: list[int], expected: list[int]
) -> None:
    """A light of 1500 of 16384 shows white at 2048: there, lightness is a half."""
    light = np.full((3, 1, 3), 1500, dtype=np.float32)

    diffusion = Diffusion(BLACK_AND_WHITE, strength, 3)

    labels = diffusion.rows(light, np.array([free], dtype=np.float32))
    np.testing.assert_array_equal(labels, [expected])
