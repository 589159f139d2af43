"""Text as shapes."""

import numpy as np
import pytest
from PIL import ImageFont

from kquant.art.page.letter_accents import Line
from kquant.art.page.lettering import check_letters, line_width, shape
from kquant.errors import OptionError


def test_text_stands_on_its_base_line() -> None:
    """An H stands on the base line as high as a capital, and a p goes below it.

    Its height is the one that Pillow gives for the font.
    """
    letters, above = shape("H", 100)
    below, top = shape("p", 100)
    font = ImageFont.load_default(100)
    capital = -font.getbbox("H", anchor="ls")[1]

    assert np.flatnonzero(letters.any(axis=1))[-1] == above - 1
    assert np.flatnonzero(below.any(axis=1))[-1] > top
    assert abs(letters.any(axis=1).sum() - capital) <= 1


def test_width_grows_with_size_and_text() -> None:
    """Twice the size is twice the width, up to a pixel per letter, and accents add none."""
    double = 2 * line_width("Lake", 40)
    assert line_width("Lake", 80) == pytest.approx(double, abs=len("Lake"))
    assert line_width("\u00c5\u00e9\u00fc", 40) == line_width("Aeu", 40)


@pytest.mark.parametrize("letter", "\u00e9\u00e0\u00ea\u00f1\u00fc\u00c5\u00e7\u00c9")
def test_accented_letters_have_the_letter_in_them(letter: str) -> None:
    """An accented letter has the whole letter in it, and more."""
    plain, above = shape(Line.of(letter).letters, 60)
    accented, top = shape(letter, 60)
    inside = accented[top - above :][: plain.shape[0]]

    assert np.array_equal(inside | plain, inside)
    assert accented.sum() > plain.sum()
    assert accented.shape[0] > plain.shape[0]


def test_dot_gives_way_to_accent() -> None:
    """An i with an accent has two parts, the stroke and the accent, but no dot."""
    dotted, _ = shape("i", 100)
    accented, top = shape("\u00ec", 100)
    rows = np.any(accented, axis=1)

    assert np.count_nonzero(np.diff(rows.astype(int)) == 1) == 2
    assert accented.any()
    assert not np.array_equal(accented, dotted)
    assert np.flatnonzero(rows)[0] < top


def test_unknown_letters_are_named() -> None:
    """A letter that the font does not have is refused by name."""
    check_letters("Caf\u00e9 \u201cZ\u00fcrich\u201d \u2014 no. 5")
    with pytest.raises(OptionError, match="no letter '\u00df', only those of English"):
        check_letters("Stra\u00dfe")
    with pytest.raises(OptionError, match="no letter '\u0416'"):
        check_letters("\u0416")
