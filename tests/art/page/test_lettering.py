"""Text as shapes."""

import numpy as np
import pytest

from kquant.art.page.letter_accents import Line
from kquant.art.page.lettering import check_letters, line_width, shape
from kquant.errors import OptionError


def test_text_stands_on_its_base_line() -> None:
    """An H reaches from the base line upward, a p below it."""
    letters, above = shape("H", 100)
    below, top = shape("p", 100)

    assert np.flatnonzero(letters.any(axis=1))[-1] == above - 1
    assert np.flatnonzero(below.any(axis=1))[-1] > top
    assert 60 < letters.any(axis=1).sum() < 80


def test_width_grows_with_size_and_text() -> None:
    """Twice the size is twice the width, and accents take none."""
    assert line_width("Lake", 80) == pytest.approx(2 * line_width("Lake", 40), rel=0.03)
    assert line_width("\u00c5\u00e9\u00fc", 40) == line_width("Aeu", 40)


def test_letters_are_taken_apart() -> None:
    """Accents are kept with the place of their letter; dashes become hyphens."""
    line = Line.of("\u00c9t\u00e9 \u2013 1")

    assert line.letters == "Ete - 1"
    assert line.marks == ((0, "\u0301"), (2, "\u0301"))


@pytest.mark.parametrize("letter", "\u00e9\u00e0\u00ea\u00f1\u00fc\u00c5\u00e7\u00c9")
def test_accented_letters_have_the_letter_in_them(letter: str) -> None:
    """The letter is there, and the accent apart from it, above or below."""
    plain, above = shape(Line.of(letter).letters, 60)
    accented, top = shape(letter, 60)
    inside = accented[top - above :][: plain.shape[0]]

    assert np.array_equal(inside | plain, inside)
    assert accented.sum() > plain.sum() + 20


def test_dot_gives_way_to_accent() -> None:
    """An i with an accent has no dot: one stroke less than with it."""
    dotted, _ = shape("i", 100)
    accented, top = shape("\u00ec", 100)
    rows = np.any(accented, axis=1)

    assert np.count_nonzero(np.diff(rows.astype(int)) == 1) == 2
    assert np.flatnonzero(rows)[0] < top - 60
    assert dotted.any()


def test_unknown_letters_are_named() -> None:
    """What the font cannot show is refused."""
    check_letters("Caf\u00e9 \u201cZ\u00fcrich\u201d \u2014 no. 5")
    with pytest.raises(OptionError, match="no letter '\u00df', only those of English"):
        check_letters("Stra\u00dfe")
    with pytest.raises(OptionError, match="no letter '\u0416'"):
        check_letters("\u0416")
