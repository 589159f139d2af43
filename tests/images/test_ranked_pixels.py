"""Small pictures: which color each pixel has."""

import numpy as np

from kquant.color.packed import with_alpha
from kquant.images.ranked_pixels import ranked_pixels, visible_pixels, weighted_by_alpha


def test_ranks_by_hand() -> None:
    """Of 33, 2 and 33 again, in two boxes of 16 colors, 2 is the first."""
    found = ranked_pixels(np.array([[33, 2, 33]], dtype=np.uint32), has_alpha=False)

    assert found.histogram.packed.tolist() == [2, 33]
    assert found.histogram.counts.tolist() == [1, 2]
    assert found.ranks.tolist() == [1, 0, 1]


def test_alpha_counts_and_the_transparent_is_left_out() -> None:
    """Two pixels of color 7 with alpha 5 and 200 count 205; one of alpha 0 does not."""
    colors = np.array([7, 9, 7], dtype=np.uint32)
    pixels = with_alpha(colors, np.array([5, 0, 200], dtype=np.uint8))

    found = ranked_pixels(pixels, has_alpha=True)

    assert found.histogram.packed.tolist() == [7]
    assert found.histogram.counts.tolist() == [205]
    assert found.ranks.tolist() == [0, 0]
    seen, alpha = visible_pixels(pixels, has_alpha=True)
    assert alpha is not None
    assert (seen.tolist(), alpha.tolist()) == ([7, 7], [5, 200])


def test_weights_shrink_with_alpha_but_not_to_nothing() -> None:
    """A weight of 100 is 51 at alpha 128 (50.2 rounded up), and 1 at alpha 1."""
    weights, alpha = np.array([100, 100]), np.array([128, 1], dtype=np.uint32)

    assert weighted_by_alpha(weights.astype(np.uint8), alpha).tolist() == [51, 1]
    assert weighted_by_alpha(weights.astype(np.uint8), None).tolist() == [100, 100]
