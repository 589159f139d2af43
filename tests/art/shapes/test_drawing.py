"""What a page's caption is drawn on."""

from kquant.art.page.lettering import BUILT_IN
from kquant.art.shapes.drawing import Area, Sheet, Text


def test_a_rectangle_is_kept() -> None:
    """Its place and size are those of the call."""
    sheet = Sheet((0, 0, 0))
    sheet.fill((1, 2, 3), 4, 5, (6, 7))

    assert sheet.marks == [Area((1, 2, 3), 5, 4, 6, 7)]


def test_letters_are_outlines_that_stand_on_the_line() -> None:
    """An H of 40 pixels ends at its base line, and is 0.6 to 0.8 of that high."""
    sheet = Sheet((0, 0, 0))
    sheet.set_text(BUILT_IN, "H", 40, (100, 10))
    text = sheet.marks[0]

    assert isinstance(text, Text)
    y = text.outlines.layers[0].curves[..., 1] * text.scale / text.outlines.unit
    assert abs(text.top + y.max() - 100) < 0.5
    assert 24 < y.max() - y.min() < 32
