"""Colors as people write them."""

import pytest

from kquant.color.names import CSS_NAMES, parse_color, parse_colors
from kquant.errors import PaletteError


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("#e2001a", "#e2001a"),
        ("E2001A", "#e2001a"),
        ("#fff", "#ffffff"),
        ("#1a2f", "#11aa22"),
        ("#11223380", "#112233"),
        (" Navy ", "#000080"),
        ("rebeccapurple", "#663399"),
    ],
)
def test_hex_codes_and_names_become_six_digits(text: str, code: str) -> None:
    """3, 4, 6 or 8 digits and names of any case are read; alpha is ignored."""
    assert parse_color(text) == code


@pytest.mark.parametrize("text", ["", "#", "#12", "#12345", "rod", "0x112233", "#ggg"])
def test_what_is_no_color_is_refused(text: str) -> None:
    """Anything else is refused with an error that says what to write."""
    with pytest.raises(PaletteError, match="write #rrggbb, #rgb, or a CSS name"):
        parse_color(text)


def test_lists_may_have_commas_semicolons_and_spaces() -> None:
    """A list is divided at commas, semicolons and white space."""
    assert parse_colors(" #e2001a,#fff; navy  red,") == (
        *("#e2001a", "#ffffff", "#000080", "#ff0000"),
    )


def test_css_knows_148_names() -> None:
    """CSS Color 4 lists 148 names for 139 different colors."""
    assert len(CSS_NAMES) == 148
    assert len(set(CSS_NAMES.values())) == 139
