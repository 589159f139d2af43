"""Palettes on the ground of a picture: pulls and changes worked out by hand."""

import numpy as np
import pytest

from kquant import Options
from kquant.images.histogram import Histogram
from kquant.images.palette import Palette
from kquant.report.ground import Ground

# Black, white and gray #636363, whose Oklab lightness is 0.5 (0.125 ** (1/3)).
BLACK, GRAY, WHITE = 0, 0x636363, 0xFFFFFF


@pytest.fixture
def ground() -> Ground:
    """Return half black, a quarter gray, a quarter white."""
    counts = np.array([2.0, 1.0, 1.0])
    packed = np.array([BLACK, GRAY, WHITE], dtype=np.uint32)
    return Ground(Histogram(packed, counts), Options(space="srgb"))


def test_pull_is_share_times_distance(ground: Ground) -> None:
    """Gray is nearer to black: a quarter of the picture, 50 away, pulls 12.5."""
    divided = ground.divided(Palette.from_hex("#000000 #ffffff"))
    assert divided.labels.tolist() == [0, 0, 1]
    assert divided.shares.tolist() == [0.75, 0.25]
    assert divided.pulls == pytest.approx([12.5, 0.0], abs=0.1)


def test_change_between_palettes(ground: Ground) -> None:
    """Only gray changes when it gets its own color."""
    two = ground.divided(Palette.from_hex("#000000 #ffffff"))
    three = ground.divided(Palette.from_hex("#000000 #636363 #ffffff"))
    assert two.change_to(three) == pytest.approx(12.5, abs=0.1)
    assert two.change_to(two) == 0.0
    assert three.pulls.tolist() == [0, 0, 0]
