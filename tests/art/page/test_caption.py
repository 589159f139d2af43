"""Titles and strips."""

import pytest

from kquant.art.page.caption import text_color
from kquant.images.palette import Palette


@pytest.mark.parametrize(
    ("palette", "color"),
    [
        ("#ffffff #767676 #aaaaaa", (0x76, 0x76, 0x76)),
        ("#ffffff #777777 #aaaaaa", (0, 0, 0)),
        ("#ffffff #0000ff #ff0000", (0, 0, 0xFF)),
        ("#ffe0a0 #f0f0ff", (0, 0, 0)),
    ],
)
def test_color_of_text(palette: str, color: tuple[int, int, int]) -> None:
    """Text is in the darkest color if it reads on white, and in black otherwise.

    The contrast must be 4.5 : 1 (WCAG 2.1, AA). On white, #767676 is known as the
    lightest gray that has it: 4.54 : 1, and #777777 has 4.48 : 1.
    """
    assert text_color(Palette.from_hex(palette)) == color
