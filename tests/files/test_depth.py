"""Deep samples are scaled to 8 bits: numbers worked out by hand."""

from typing import Any

import numpy as np
import pytest
from PIL import Image

from kquant.files.depth import to_eight_bits


def scaled(levels: list[Any], dtype: str, mode: str | None = None) -> list[int]:
    """Scale one row."""
    image = Image.fromarray(np.array([levels], dtype=dtype))
    if mode:
        assert image.mode == mode
    result: list[int] = np.asarray(to_eight_bits(image))[0].tolist()
    return result


@pytest.mark.parametrize(("dtype", "mode"), [("<u2", "I;16"), (">u2", "I;16B")])
def test_sixteen_bits(dtype: str, mode: str) -> None:
    """In either byte order, 65535 is white and 257 is one level of 8 bits."""
    assert scaled([0, 257, 128, 129, 65535], dtype, mode) == [0, 1, 0, 1, 255]


def test_whole_numbers_of_sixteen_bits() -> None:
    """Numbers up to 65535 in 32 bits are 16-bit levels."""
    assert scaled([0, 0x8080, 0xFFFF], "<i4", "I") == [0, 128, 255]


def test_whole_numbers_beyond() -> None:
    """Levels beyond 0 to 65535 are scaled from the least to the greatest."""
    assert scaled([0, 50_000, 100_000], "<i4") == [0, 128, 255]
    assert scaled([-100, 0, 100], "<i4") == [0, 128, 255]


def test_floating_point() -> None:
    """0 to 1 is black to white, and levels beyond are scaled to fit, not clipped."""
    assert scaled([0.0, 0.5, 0.25], "<f4", "F") == [0, 128, 64]
    assert scaled([-1.0, 0.0, 3.0], "<f4") == [0, 64, 255]


def test_what_is_no_number() -> None:
    """NaN is black, and infinities are the least and the greatest level."""
    assert scaled([np.nan, np.inf, -np.inf, 0.0, 2.0], "<f4") == [0, 255, 0, 0, 255]
    assert scaled([np.nan, np.nan], "<f4") == [0, 0]


def test_constant_beyond_the_range() -> None:
    """A picture of a single level beyond the usual range is black."""
    assert scaled([9.0, 9.0], "<f4") == [0, 0]


def test_others_are_untouched() -> None:
    """Pictures of 8 bits are returned as they are."""
    for mode in ("1", "L", "P", "RGB", "RGBA", "CMYK", "LAB"):
        image = Image.new(mode, (2, 2))
        assert to_eight_bits(image) is image
