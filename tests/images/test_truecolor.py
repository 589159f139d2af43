"""Pictures of more colors than a palette holds."""

import numpy as np
import pytest

from kquant.images.truecolor import TruecolorImage
from kquant.runtime.arrays import U8


def with_alpha(*levels: int) -> U8:
    """Return a row of black pixels of these opacities."""
    pixels = np.zeros((1, len(levels), 4), dtype=np.uint8)
    pixels[0, :, 3] = levels
    return pixels


def test_size() -> None:
    """Width and height are those of the array."""
    image = TruecolorImage(np.zeros((2, 5, 3), dtype=np.uint8))

    assert (image.width, image.height) == (5, 2)


def test_pixels_are_its_own() -> None:
    """A picture does not change when the array it was made of does."""
    pixels = np.zeros((2, 2, 3), dtype=np.uint8)
    image = TruecolorImage(pixels)

    pixels[:] = 9

    assert not image.pixels.any()
    assert not image.pixels.flags.writeable


@pytest.mark.parametrize(
    ("pixels", "opaque", "half"),
    [
        (np.zeros((1, 1, 3), np.uint8), True, False),
        (with_alpha(0, 255), False, False),
        (with_alpha(255, 1), False, True),
        (with_alpha(254), False, True),
    ],
)
def test_transparency(pixels: U8, opaque: bool, half: bool) -> None:
    """Three channels are opaque; opacity between 0 and 255 is half-transparent."""
    image = TruecolorImage(pixels)

    assert (image.is_opaque, image.is_half_transparent) == (opaque, half)
