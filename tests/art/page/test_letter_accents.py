"""Accents: where they are put."""

import pytest

from kquant.art.page.letter_accents import MARKS


def test_an_accent_is_above_the_middle_of_its_letter() -> None:
    """A dot stands over the middle, apart from the letter."""
    (dot,) = MARKS["\u0307"].at(0.1, 0.5, 0.0, 0.7)

    assert dot.points[0][0] == pytest.approx(0.3)
    assert dot.points[0][1] - dot.width / 2 > 0.7


def test_what_is_below_hangs_from_the_letter() -> None:
    """A dot below starts under the letter; a cedilla touches it."""
    (dot,) = MARKS["\u0323"].at(0.1, 0.5, -0.2, 0.5)
    (cedilla,) = MARKS["\u0327"].at(0.1, 0.5, -0.2, 0.5)

    assert dot.points[0][1] + dot.width / 2 < -0.2
    assert max(y for _, y in cedilla.points) > -0.2
