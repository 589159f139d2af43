"""How much colors count in a fit, by the number of colors."""

import numpy as np
import pytest

from kquant.images.histogram import Histogram
from kquant.quantization.fit_weights import fit_weights

TWO = Histogram(np.array([1, 2]), np.array([3, 1]), np.array([30, 90]))


@pytest.mark.parametrize(
    ("k", "expected"),
    [
        *((2, [75, 105]), (8, [75, 105]), (16, [30, 90]), (32, [30, 90])),
        *((64, [75, 105]), (256, [75, 105])),
    ],
)
def test_by_hand(k: int, expected: list[float]) -> None:
    """A pixel counts 30 in the mean; but for 16 to 32 colors, each gets 15 more."""
    assert fit_weights(TWO, k).tolist() == expected


@pytest.mark.parametrize(("k", "expected"), [(11, [54, 98]), (45, [52, 97])])
def test_between(k: int, expected: list[float]) -> None:
    """Each pixel gets 0.5406 of 15 at 11 colors and 0.4919 at 45, in whole numbers."""
    assert fit_weights(TWO, k).tolist() == expected


def test_without_surroundings() -> None:
    """In sRGB all pixels count alike at any k."""
    plain = Histogram(np.array([1, 2]), np.array([3, 1]))
    assert fit_weights(plain, 256) is plain.counts
