"""Pictures as indices into a palette."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from kquant import IndexedImage, Palette
from kquant.errors import PaletteError

RGB = Palette.from_hex("#ff0000 #00ff00 #0000ff")


def test_pixels_by_hand() -> None:
    """Each index becomes its color, and alpha is appended unchanged."""
    indices = np.array([[2, 0]], dtype=np.uint8)
    alpha = np.array([[7, 255]], dtype=np.uint8)

    opaque, veiled = IndexedImage(indices, RGB), IndexedImage(indices, RGB, alpha)

    assert opaque.to_array().tolist() == [[[0, 0, 255], [255, 0, 0]]]
    assert veiled.to_array().tolist() == [[[0, 0, 255, 7], [255, 0, 0, 255]]]
    assert (opaque.width, opaque.height) == (2, 1)


def test_shares_by_hand() -> None:
    """Shares add up to 1, and a pixel counts by its alpha."""
    indices = np.array([[0, 0, 0, 1]], dtype=np.uint8)
    alpha = np.array([[200, 100, 0, 100]], dtype=np.uint8)

    assert IndexedImage(indices, RGB).shares().tolist() == [0.75, 0.25, 0.0]
    assert IndexedImage(indices, RGB, alpha).shares().tolist() == [0.75, 0.25, 0.0]
    assert not IndexedImage(indices, RGB, alpha * 0).shares().any()


@pytest.mark.parametrize(
    ("alpha", "opaque", "half"),
    [
        (None, True, False),
        ([[255, 255]], True, False),
        ([[0, 255]], False, False),
        ([[1, 255]], False, True),
        ([[254, 255]], False, True),
    ],
)
def test_transparency(alpha: Any, opaque: bool, half: bool) -> None:
    """Alpha of 255 is opaque; between 0 and 255 it is half-transparent."""
    image = IndexedImage(np.zeros((1, 2), np.uint8), RGB, alpha)

    assert (image.is_opaque, image.is_half_transparent) == (opaque, half)


def test_another_order_of_the_palette() -> None:
    """With the entries in another order, every pixel shows the same color.

    Entry 2 comes first, so index 2 becomes 0; transparent pixels get index 0.
    """
    indices = np.array([[2, 0, 1, 1]], dtype=np.uint8)
    alpha = np.array([[255, 9, 255, 0]], dtype=np.uint8)
    image = IndexedImage(indices, RGB, alpha, dpi=(300.0, 300.0))

    other = image.reordered(np.array([2, 0, 1]))

    assert other.indices.tolist() == [[0, 1, 2, 0]]
    assert other.palette.hex() == ["#0000ff", "#ff0000", "#00ff00"]
    assert other.dpi == (300.0, 300.0)


def test_arrays_are_its_own() -> None:
    """A picture does not change when the arrays it was made of do."""
    indices, alpha = np.zeros((1, 2), np.uint8), np.zeros((1, 2), np.uint8)
    image = IndexedImage(indices, RGB, alpha)

    indices[:], alpha[:] = 2, 9

    assert image.alpha is not None
    assert not image.indices.any()
    assert not image.alpha.any()


@pytest.mark.parametrize(
    ("indices", "alpha", "message"),
    [
        ([[3]], None, "index 3 is outside a palette of 3 colors"),
        ([1, 2], None, r"indices must have shape \(h, w\), got \(2,\)"),
        ([[1, 2]], [[255]], "alpha and indices must have the same shape"),
    ],
)
def test_bad_images(indices: Any, alpha: Any, message: str) -> None:
    """Indices outside the palette and shapes that do not match are refused."""
    with pytest.raises((ValueError, PaletteError), match=message):
        IndexedImage(indices, RGB, alpha)


@pytest.mark.parametrize(
    ("indices", "alpha", "words"),
    [
        ([[258]], None, "index 258 is outside a palette of 3 colors"),
        ([[-254]], None, "index -254 is outside a palette of 3 colors"),
        ([[1.0]], None, "indices must be whole numbers from 0 to 255, got float64"),
        ([[True]], None, "indices must be whole numbers from 0 to 255, got bool"),
        ([[0]], [[0.5]], "alpha must be whole numbers from 0 to 255, got float64"),
        ([[0]], [[256]], "alpha must be from 0 to 255, got 256"),
        ([[0]], [[-1]], "alpha must be from 0 to 255, got -1"),
    ],
)
def test_values_are_never_wrapped(indices: Any, alpha: Any, words: str) -> None:
    """A value that does not fit is refused, not cut to a byte."""
    alpha = None if alpha is None else np.array(alpha)
    with pytest.raises(ValueError, match=words):
        IndexedImage(np.array(indices), RGB, alpha)
    with pytest.raises(TypeError, match=r"palette must be a Palette, got \['red'\]"):
        IndexedImage(np.array([[0]]), ["red"])  # type: ignore[arg-type] # refused


def test_wide_integers_are_welcome() -> None:
    """Numpy makes int64 arrays of lists; what fits in a byte is stored as one."""
    image = IndexedImage(np.array([[2, 0]]), RGB, np.array([[7, 255]]))

    assert image.indices.dtype == np.uint8
    assert image.to_array().tolist() == [[[0, 0, 255, 7], [255, 0, 0, 255]]]


@pytest.mark.parametrize("k", [3, 200])
@pytest.mark.parametrize("count", [1, 4])
def test_shares_of_a_large_picture(
    k: int, count: int, use_threads: Callable[[int], None]
) -> None:
    """The parts of a large picture add up, with few colors and with many."""
    use_threads(count)
    indices = np.arange(700 * 1000).reshape(700, 1000) % k
    colors = np.arange(3 * k).reshape(k, 3) % 251
    image = IndexedImage(indices.astype(np.uint8), Palette(colors.astype(np.uint8)))

    counts = image.shares() * indices.size

    assert np.array_equal(np.rint(counts), np.bincount(indices.reshape(-1)))
