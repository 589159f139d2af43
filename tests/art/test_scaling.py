"""Index maps in other sizes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kquant.art.scaling import resize, resize_pixels


def test_same_size_is_the_same_map() -> None:
    """At a factor of 1 nothing is smoothed."""
    indices = np.arange(12, dtype=np.uint8).reshape(3, 4)

    assert resize(indices, 4, 3) is indices


@pytest.mark.parametrize("size", [(20, 40), (7, 3), (200, 333)])
def test_halves_stay_halves(size: tuple[int, int]) -> None:
    """A straight edge in the middle is straight, and in the middle, at any size."""
    indices = np.zeros((10, 20), dtype=np.uint8)
    indices[:, 10:] = 5
    width, height = size

    result = resize(indices, width, height)

    assert result.dtype == np.uint8
    assert result.shape == (height, width)
    assert (result == result[0]).all()
    assert abs(int((result[0] == 5).sum()) - width / 2) <= 0.5


def test_enlarged_disk_is_smooth() -> None:
    """Eight times larger, a disk keeps its area and loses its staircase."""
    y, x = np.mgrid[:31, :31] - 15
    disk = (x**2 + y**2 <= 144).astype(np.uint8)

    smooth, sharp = resize(disk, 248, 248), resize_pixels(disk, 248, 248)
    y, x = np.mgrid[:248, :248] - 123.5
    true = x**2 + y**2 <= (8 * np.sqrt(disk.sum() / np.pi)) ** 2

    assert abs(smooth.mean() / disk.mean() - 1) < 0.01
    assert (smooth != true).sum() < 0.4 * (sharp != true).sum()


def test_majority_wins_when_reduced() -> None:
    """A tenth of specks in an area vanishes, if the index lives elsewhere."""
    indices = np.full((200, 200), 3, dtype=np.uint8)
    indices[::10, :100] = 1
    indices[:, 150:] = 1

    assert (resize(indices, 20, 20)[:, :14] == 3).all()


def test_rare_index_survives() -> None:
    """The only pixel of an index is still there, at its place, after a reduction."""
    indices = np.zeros((100, 100), dtype=np.uint8)
    indices[42, 87] = 9

    result = resize(indices, 10, 10)

    assert np.argwhere(result == 9).tolist() == [[4, 8]]


def test_more_than_256_indices() -> None:
    """Maps of 16 bits keep them."""
    indices = np.repeat(np.arange(300, dtype=np.uint16)[None], 8, axis=0)

    assert resize(indices, 900, 20).max() == 299


@given(st.integers(1, 12), st.integers(1, 12), st.integers(1, 40), st.integers(1, 40))
@settings(max_examples=60)
def test_no_index_appears(h: int, w: int, height: int, width: int) -> None:
    """Whatever the sizes, the result has the shape and only indices of the source."""
    indices = np.random.default_rng(h * w).integers(0, 4, (h, w)).astype(np.uint8)

    for result in (
        resize(indices, width, height),
        resize_pixels(indices, width, height),
    ):
        assert result.shape == (height, width)
        assert set(np.unique(result)) <= set(np.unique(indices))


def test_sharp_pixels_are_repeated() -> None:
    """Three times larger, each pixel is a square of nine."""
    indices = np.arange(6, dtype=np.uint8).reshape(2, 3)
    expected = np.kron(indices, np.ones((3, 3), dtype=np.uint8))

    assert np.array_equal(resize_pixels(indices, 9, 6), expected)
