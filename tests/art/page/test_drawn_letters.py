"""Letters that are drawn."""

from kquant.art.page.drawn_letters import DRAWN, WRITTEN


def test_every_letter_has_ink_and_room() -> None:
    """A drawn letter has strokes or parts, and a width if it has no parts."""
    for letter, drawn in DRAWN.items():
        assert drawn.strokes or drawn.parts, letter
        assert drawn.advance > 0 or drawn.parts, letter


def test_nothing_is_both_drawn_and_written() -> None:
    """Each letter has one way to be made."""
    assert not DRAWN.keys() & WRITTEN.keys()
