"""Error diffusion along diagonals, against paper and the plain loop over pixels."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kquant.mapping.dither.diffusion import Diffusion, _passed
from kquant.mapping.dither.light import ONE, Sight, forgotten, light_of
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
    passed = _passed(1, forgotten(len(palette)))
    for y, x in np.ndindex(height, width):
        color = np.rint(wanted[y, x + 1])
        column = (color[:, None] + sight.starts).astype(np.float32)
        label = int(sight.entries(column)[0])
        error = np.clip(color - entries[label], -limits[label], limits[label])
        error = np.rint(passed @ error)
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
    colors = light.reshape(-1, 3).T.astype(np.float32)
    numbers = np.arange(colors.shape[1], dtype=np.uint32).reshape(light.shape[:2])
    diffusion = Diffusion(palette, 1.0, colors, np.ones(numbers.size, dtype=bool))
    bands = [band for band in (numbers[:split], numbers[split:]) if len(band)]
    found = [diffusion.rows(band) for band in bands]
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
    light = np.full((3, 3), 1500, dtype=np.float32)

    diffusion = Diffusion(BLACK_AND_WHITE, strength, light, np.array(free, dtype=bool))

    labels = diffusion.rows(np.arange(3, dtype=np.uint32)[None])
    np.testing.assert_array_equal(labels, [expected])


def test_errors_that_are_passed_on_by_hand() -> None:
    """Of a red error at strength 0.5, a half is passed on, and a tenth of it as gray.

    Of 512/1024 for red, 11/1024 (0.2126 of a tenth) go to green and to blue; what red
    keeps is the rest but for 37/1024 and 4/1024, which it gets from green and blue.
    """
    matrix = _passed(0.5, 0.1) * 1024

    assert matrix[:, 0].tolist() == [512 - 37 - 4, 11, 11]
    assert matrix.sum(axis=1).tolist() == [512, 512, 512]
    assert _passed(1, 0).tolist() == np.eye(3).tolist()
