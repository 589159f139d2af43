"""Colors gathered into bins."""

import numpy as np
import pytest

from kquant.color.lattice import FittingSpace
from kquant.color.packed import pack
from kquant.images.histogram import Histogram
from kquant.kmeans import WeightedPoints
from kquant.quantization.bins import coarser
from kquant.runtime.arrays import U8

SRGB = FittingSpace("srgb", 1.0)


def gathered(
    colors: U8, counts: list[int], wanted: int, light: float
) -> WeightedPoints:
    """Return the bins of colors that are in ascending order, packed."""
    histogram = Histogram(pack(colors), np.array(counts, dtype=np.float64))
    fine = WeightedPoints(SRGB.points(colors), histogram.counts, lattice=True)
    return coarser(histogram, fine, wanted, light)


def binned(
    reds: list[int], counts: list[int], wanted: int, light: float
) -> dict[float, float]:
    """Return the levels at which bins of reds stand, and their weights."""
    colors = np.zeros((len(reds), 3), dtype=np.uint8)
    colors[:, 0] = reds
    found = gathered(colors, counts, wanted, light)
    levels = (found.points[:, 0] + 1275) / 10
    return dict(zip(levels.tolist(), found.weights.tolist(), strict=True))


def test_bins_by_hand() -> None:
    """The coarsest bins are 16 reds wide; 2 of weight 3 and 6 of weight 1 average 3."""
    assert binned([2, 6, 20], [3, 1, 5], 2, 0.0) == {3.0: 4.0, 20.0: 5.0}


def test_finer_bins_where_more_are_wanted() -> None:
    """Bins 8 reds wide hold 2 and 10; with more than three wanted, nothing changes."""
    assert binned([2, 10, 20], [1, 1, 1], 3, 0.0) == {2.0: 1.0, 10.0: 1.0, 20.0: 1.0}
    assert binned([2, 3, 20], [1, 1, 1], 9, 0.0) == {2.0: 1.0, 3.0: 1.0, 20.0: 1.0}


def test_light_bins_join_by_hand() -> None:
    """Of the bins 32 to 47 and 48 to 63, both light, one is left; the heavy one stays.

    The mean weight is 103 / 4, and half of it is 12.9. The light bin beside the heavy
    one has no light neighbor.
    """
    found = binned([0, 16, 40, 48], [100, 1, 1, 1], 4, 0.5)

    assert found == {0.0: 100.0, 16.0: 1.0, 44.0: 2.0}


@pytest.mark.parametrize(("wanted", "left"), [(6, 2), (9, 9)])
def test_bins_do_not_get_too_few(wanted: int, left: int) -> None:
    """Black has nearly all pixels, and eight light bins could become one.

    That would leave two bins, which is a third of 6 and less than a third of 9.
    """
    cube = [(r, g, b) for b in (128, 144) for g in (128, 136) for r in (128, 144)]
    colors = np.array([(0, 0, 0), *cube], dtype=np.uint8)

    assert len(gathered(colors, [10_000, *[1] * 8], wanted, 0.5)) == left
