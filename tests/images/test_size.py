"""Sizes: how they are written, and what becomes of a picture of another size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kquant.errors import OptionError
from kquant.images.size import MOST_SIDE, Box, Fit, Size

SIDES = st.integers(1, 5000)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("800x480", Size(800, 480)),
        ("800 \u00d7 480", Size(800, 480)),
        ("64", Size(64, None)),
        ("64x", Size(64, None)),
        ("x480", Size(None, 480)),
    ],
)
def test_parse(text: str, size: Size) -> None:
    """Both sides, the width, or the height."""
    assert Size.parse(text) == size
    assert Size.parse(str(size)) == size


@pytest.mark.parametrize(
    "text",
    ["", "x", "0", "0x5", "5x0", "-5", "5x5x5", "5.5", "wide", str(MOST_SIDE + 1)],
)
def test_what_is_no_size(text: str) -> None:
    """Anything else is refused, with examples."""
    with pytest.raises(OptionError, match="size takes 800x480, 800 for the width"):
        Size.parse(text)


@pytest.mark.parametrize("text", ["800", "x480"])
def test_fit_needs_both_sides(text: str) -> None:
    """One side alone cannot be fitted or filled."""
    with pytest.raises(OptionError, match="fit needs both sides"):
        Size.parse(text, "cover")


@pytest.mark.parametrize(
    ("size", "becomes", "kept"),
    [
        (Size(300, None), (300, 200), Box(0, 0, 600, 400)),
        (Size(None, 100), (150, 100), Box(0, 0, 600, 400)),
        (Size(300, 300), (300, 200), Box(0, 0, 600, 400)),
        (Size(1200, 1200), (1200, 800), Box(0, 0, 600, 400)),
        (Size(300, 300, "cover"), (300, 300), Box(100, 0, 500, 400)),
        (Size(600, 200, "cover"), (600, 200), Box(0, 100, 600, 300)),
    ],
)
def test_a_picture_of_600_x_400(
    size: Size, becomes: tuple[int, int], kept: Box
) -> None:
    """Sizes worked out by hand."""
    assert size.of(600, 400) == becomes
    assert size.kept(600, 400) == kept


@given(SIDES, SIDES, SIDES, SIDES, st.sampled_from(["contain", "cover"]))
def test_sides_are_as_asked(
    width: int, height: int, wide: int, tall: int, fit: Fit
) -> None:
    """To cover gives exactly the size; to contain gives one side and less of the other."""
    size = Size(wide, tall, fit)
    becomes = size.of(width, height)

    if fit == "cover":
        assert becomes == (wide, tall)
    else:
        assert becomes[0] <= wide
        assert becomes[1] <= tall
        assert becomes[0] == wide or becomes[1] == tall
    kept = size.kept(width, height)
    assert 0 <= kept.left < kept.right <= width
    assert 0 <= kept.top < kept.bottom <= height
