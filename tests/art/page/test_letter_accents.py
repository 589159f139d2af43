"""Letters and their accents."""

import numpy as np

from kquant.art.page.letter_accents import MARKS, Line, put_mark, trimmed


def test_letters_are_taken_apart() -> None:
    """Accents are listed with the places of their letters, and dashes become hyphens."""
    line = Line.of("\u00c9t\u00e9 \u2013 1")

    assert line.letters == "Ete - 1"
    assert line.marks == ((0, "\u0301"), (2, "\u0301"))


def test_shapes_are_trimmed() -> None:
    """Empty rows and columns around a shape are cut off."""
    shape = np.zeros((5, 6), dtype=bool)
    shape[1:3, 2] = shape[2, 4] = True

    assert trimmed(shape).tolist() == [[True, False, False], [True, False, True]]
    assert trimmed(np.zeros((2, 2), dtype=bool)).size == 0


def test_an_accent_is_put_over_the_middle_of_its_letter() -> None:
    """A dot is put a row above a letter of three columns, in the middle."""
    line = np.zeros((6, 5), dtype=bool)
    line[4:, 1:4] = True  # a letter, two rows high

    put_mark(line, slice(1, 4), "n", MARKS["\u0301"], np.ones((1, 1), dtype=bool), 1)

    assert np.argwhere(line[:4]).tolist() == [[2, 2]]
    assert line[4:, 1:4].all()


def test_an_i_loses_its_dot() -> None:
    """The dot of an i is removed before its accent is put there."""
    line = np.zeros((8, 3), dtype=bool)
    line[5:, 1] = True  # the stroke
    line[3, 1] = True  # the dot

    put_mark(line, slice(0, 3), "i", MARKS["\u0301"], np.ones((1, 3), dtype=bool), 1)

    assert np.flatnonzero(line.any(axis=1)).tolist() == [3, 5, 6, 7]
    assert line[3].all()  # the accent, three columns wide
