"""Index maps in other sizes."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kquant.art.scaling import calm, resize, resize_pixels


def test_same_size_is_the_same_map() -> None:
    """A map of the same size is returned as it is."""
    indices = np.arange(12, dtype=np.uint8).reshape(3, 4)

    assert resize(indices, 4, 3) is indices


@pytest.mark.parametrize("size", [(20, 40), (7, 3), (200, 333)])
def test_halves_stay_halves(size: tuple[int, int]) -> None:
    """A straight edge in the middle stays straight and in the middle at any size."""
    indices = np.zeros((10, 20), dtype=np.uint8)
    indices[:, 10:] = 5
    width, height = size

    result = resize(indices, width, height)

    assert result.dtype == np.uint8
    assert result.shape == (height, width)
    assert (result == result[0]).all()
    assert abs(int((result[0] == 5).sum()) - width / 2) <= 0.5


def test_enlarged_disk_is_smooth() -> None:
    """Eight times larger, the edge of a disk is within half a source pixel of a circle.

    Repeated pixels are off by up to sqrt(1/2) of a source pixel, at their corners.
    """
    y, x = np.mgrid[:31, :31] - 15
    disk = (x**2 + y**2 <= 144).astype(np.uint8)

    smooth, sharp = resize(disk, 248, 248), resize_pixels(disk, 248, 248)

    y, x = np.mgrid[:248, :248] - 123.5
    radius = 8 * np.sqrt(disk.sum() / np.pi)
    off = np.abs(np.hypot(x, y) - radius) / 8  # in source pixels
    true = np.hypot(x, y) <= radius
    assert off[smooth != true].max() < 0.5 < off[sharp != true].max()


def test_majority_wins_when_reduced() -> None:
    """An index that covers a tenth of an area vanishes there, if it has more elsewhere."""
    indices = np.full((200, 200), 3, dtype=np.uint8)
    indices[::10, :100] = 1
    indices[:, 150:] = 1

    assert (resize(indices, 20, 20)[:, :14] == 3).all()


def test_rare_index_survives() -> None:
    """The only pixel of an index stays in its place in a smaller map."""
    indices = np.zeros((100, 100), dtype=np.uint8)
    indices[42, 87] = 9

    result = resize(indices, 10, 10)

    assert np.argwhere(result == 9).tolist() == [[4, 8]]


def test_more_than_256_indices() -> None:
    """A map of 16 bits can have more than 256 indices."""
    indices = np.repeat(np.arange(300, dtype=np.uint16)[None], 8, axis=0)

    assert resize(indices, 900, 20).max() == 299


@given(st.integers(1, 12), st.integers(1, 12), st.integers(1, 40), st.integers(1, 40))
@settings(max_examples=60)
def test_no_index_appears(h: int, w: int, height: int, width: int) -> None:
    """At any size, the result has no index that the source does not have."""
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


@pytest.mark.parametrize("size", [(900, 700), (120, 90)])
def test_threads_change_nothing(
    size: tuple[int, int],
    use_threads: Callable[[int], None],
    in_step: Callable[[str, int], None],
) -> None:
    """One thread and four give the same map, which has several tiles."""
    indices = np.random.default_rng(0).integers(0, 9, (300, 400)).astype(np.uint8)

    use_threads(1)
    first = resize(indices, *size)
    use_threads(4)
    in_step("bincount", 4)

    assert np.array_equal(resize(indices, *size), first)


def test_frayed_edges_become_smooth() -> None:
    """In a large picture, an edge that is ragged by a pixel becomes straight.

    The kernel is 1/1200 of 3600 pixels, three pixels, wide.
    """
    indices = np.zeros((60, 3600), dtype=np.uint8)
    indices[30:] = 1
    indices[29, ::3] = 1  # crumbs above the edge

    plain, clean = (resize(indices, 3600, 60, clean=x) for x in (False, True))

    assert plain is indices
    assert (clean == clean[:, 9:10])[:, 9:-9].all()


@pytest.mark.parametrize(("second", "calmed"), [(200, True), (120, False)])
def test_frayed_skies_become_calm(second: int, calmed: bool) -> None:
    """A ragged edge between similar grays becomes straight; a clear edge stays.

    Grays of levels 220 and 200 differ by 0.06 in Oklab, those of 220 and 120 by 0.33.
    """
    indices = np.zeros((40, 90), dtype=np.uint8)
    indices[20:] = 1
    indices[17:20, ::3] = 1  # a fringe above the edge
    colors = np.array([[220] * 3, [second] * 3], dtype=np.uint8)

    result = calm(indices, colors)

    assert result.dtype == np.uint8
    assert np.array_equal(result, indices) is not calmed
    if calmed:
        assert (result == result[:, 30:31])[:, 9:-9].all()


def test_no_color_is_lost_in_calm_skies() -> None:
    """A color that no area has around it stays where it was."""
    indices = np.zeros((20, 20), dtype=np.uint8)
    indices[10, 10] = 1
    colors = np.array([[220] * 3, [210] * 3], dtype=np.uint8)

    assert np.array_equal(calm(indices, colors), indices)
