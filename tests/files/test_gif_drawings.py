"""What is drawn of a frame: small cases by hand."""

import numpy as np
import pytest

from kquant.errors import ImageWriteError
from kquant.files.gif_drawings import HIDDEN, Frame, drawn, with_gap
from kquant.runtime.arrays import U8, U16


def screen(rows: list[list[int]]) -> U16:
    """Return a screen."""
    return np.array(rows, dtype=np.uint16)


def test_box() -> None:
    """The first frame covers the screen; others, what has changed or is hidden next."""
    before = screen([[0, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 2]])
    after = screen([[0, 0, 0, 0], [0, 2, 0, 0], [0, 0, 0, 2]])
    assert Frame(after).box() == (slice(0, 3), slice(0, 4))
    assert Frame(after, before).box() == (slice(1, 2), slice(1, 2))
    assert Frame(after, before, after == 2).box() == (slice(1, 3), slice(1, 4))
    assert Frame(after, after).box() == (slice(0, 1), slice(0, 1))


def test_lowest_free_index() -> None:
    """An index counts as free when only pixels that are not drawn have it."""
    indices = np.array([[0, 1, 3, 2]], dtype=np.uint8)
    way = with_gap(indices, indices == 3)
    assert way is not None
    assert (way.gap, way.indices.tolist()) == (3, [[0, 1, 3, 2]])
    way = with_gap(indices, indices == 9)
    assert way is not None
    assert (way.gap, way.indices.tolist()) == (4, [[0, 1, 3, 2]])
    assert with_gap(_all_indices(), np.zeros((16, 16), dtype=bool)) is None


def test_unchanged_pixels_are_left_out() -> None:
    """Noise that stays costs nothing, even if its rectangle has to be drawn."""
    rng = np.random.default_rng(3)
    before = rng.integers(0, 16, (64, 64)).astype(np.uint16)
    after = before.copy()
    after[0, 0], after[63, 63] = 16, 17
    block, gap = drawn(Frame(after, before))
    assert gap == 0  # the lowest index that neither of the two pixels has
    assert len(block) < 120


def test_all_entries_in_use() -> None:
    """256 colors leave none for hidden pixels, and none is needed where none is hidden."""
    shown = _all_indices().astype(np.uint16)
    assert drawn(Frame(shown))[1] is None
    with pytest.raises(ImageWriteError, match="255 colors or fewer"):
        drawn(Frame(shown, has_gap=True))
    hole = np.vstack([shown, np.full((1, 16), HIDDEN, dtype=np.uint16)])
    with pytest.raises(ImageWriteError, match="255 colors or fewer"):
        drawn(Frame(hole, has_gap=True))


def _all_indices() -> U8:
    """Return a picture with all 256 indices."""
    return np.arange(256, dtype=np.uint8).reshape(16, 16)
