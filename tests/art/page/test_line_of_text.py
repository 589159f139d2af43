"""Lines of text: letters side by side, and the room of their accents."""

from PIL import ImageFont

from kquant.art.page.drawn_letters import DRAWN
from kquant.art.page.letter_accents import MARKS
from kquant.art.page.line_of_text import Line


def line() -> Line:
    """Return an empty line of 50 pixels."""
    font = ImageFont.load_default(50)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return Line(font, 50)


def test_an_empty_line_has_no_ink() -> None:
    """No letters, no pixels."""
    assert line().coverage()[0].size == 0
    assert line().advance == 0


def test_drawn_letters_take_their_room() -> None:
    """An em dash after an H is as long as the letters are high."""
    text = line()
    text.put_font("H")
    before = text.advance
    text.put_drawn(DRAWN["\u2014"])

    assert text.advance == before + 50


def test_a_second_accent_is_above_the_first() -> None:
    """A letter with circumflex and acute is higher than one with a circumflex."""
    text = line()
    text.put_font("e")
    once = line()
    once.put_font("e")
    for mark in "\u0302\u0301":
        text.put_mark(MARKS[mark])
    once.put_mark(MARKS["\u0302"])

    assert text.coverage()[1] > once.coverage()[1]
