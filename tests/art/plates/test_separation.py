"""Pictures, panels and pages as inks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kquant.art.compose import compose
from kquant.art.options import Art, Grid, Page
from kquant.art.plates.separation import Separation, separate
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.runtime.arrays import U8

PALETTE = Palette.from_hex("#102030 #e04020 #f0e0d0 #ffffff")
A6 = Page("a6", 105, 148, dpi=40)


def composed(image: IndexedImage, art: Art) -> U8:
    """Return the pixels of a picture as it is written."""
    made = compose(image, art).image
    assert isinstance(made, IndexedImage)
    return made.to_array()


def laid_over(found: Separation, trap: float = 0) -> U8:
    """Print the plates on white paper, one after another; the ink hides what is below."""
    height, width = found.labels.shape
    sheet = np.full((height, width, 3), 255, dtype=np.uint8)
    for number, ink in enumerate(found.inks, start=1):
        sheet[found.plate(number, trap)] = ink
    return sheet


@settings(max_examples=25)
@given(
    arrays(np.uint8, (6, 8), elements=st.integers(0, 3)),
    st.sampled_from([None, Grid(2, 2), Grid(3, 1, gap=2), Grid(2, 1, pop=True, gap=1)]),
    st.sampled_from([None, A6]),
    st.sampled_from([0, 0.7, 3]),
)
def test_plates_give_the_picture_back(
    indices: U8, grid: Grid | None, page: Page | None, trap: float
) -> None:
    """To the pixel; a trap lies beneath darker inks, and so does not show."""
    image = IndexedImage(indices, PALETTE)
    art = Art(grid, page, clean=True)
    made = composed(image, art)

    assert (laid_over(separate(image, art), trap)[..., :3] == made[..., :3]).all()


def test_a_page_with_words_is_given_back_where_it_is_sharp() -> None:
    """Only the blends at the edges of letters become ink or paper."""
    page = Page("a5", 148, 210, dpi=100, title="Wörter", strip=True)
    image = IndexedImage(np.eye(6, dtype=np.uint8), PALETTE)
    made = composed(image, Art(page=page))
    found = laid_over(separate(image, Art(page=page)))
    differs = (made != found).any(axis=2)
    known = {tuple(color) for color in PALETTE.colors.tolist()}

    assert 0 < differs.mean() < 0.01
    assert not known & set(map(tuple, made[differs].tolist()))


def test_lightest_comes_first_and_white_is_an_ink_of_its_own() -> None:
    """White in the picture is printed; white paper around it is not."""
    image = IndexedImage(np.array([[0, 1, 2, 3]], dtype=np.uint8), PALETTE)
    found = separate(image, Art(page=A6))

    assert found.inks == ((255, 255, 255), (240, 224, 208), (224, 64, 32), (16, 32, 48))
    assert found.labels[0, 0] == 0
    assert sum(found.shares()) < 1


def test_transparent_pixels_get_no_ink() -> None:
    """They are bare paper, also on a page."""
    alpha = np.array([[255, 0, 255, 0]], dtype=np.uint8)
    image = IndexedImage(np.array([[0, 1, 1, 1]], dtype=np.uint8), PALETTE, alpha)

    assert separate(image, Art()).labels.tolist() == [[2, 0, 1, 0]]
    assert separate(image, Art(page=A6)).inks == ((224, 64, 32), (16, 32, 48))


@pytest.mark.parametrize(
    ("trap", "light"), [(0, "110000"), (1, "111000"), (9, "111111")]
)
def test_light_inks_spread_under_dark_ones_only(trap: float, light: str) -> None:
    """At 25.4 dots to the inch, a millimeter is a pixel."""
    indices = np.array([[2, 2, 0, 0, 0, 0]], dtype=np.uint8)
    found = separate(IndexedImage(indices, PALETTE, None, (25.4, 25.4)), Art())
    plates = [found.plate(number, trap).astype(int)[0].tolist() for number in (1, 2)]

    assert "".join(map(str, plates[0])) == light
    assert plates[1] == [0, 0, 1, 1, 1, 1]
