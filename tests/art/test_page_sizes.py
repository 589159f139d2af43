"""Names and sizes of pages, and lengths."""

import pytest

from kquant.art.page_sizes import length_mm, page_size_mm, turns_by_itself
from kquant.errors import OptionError


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("a4", (210, 297)),
        ("A0", (841, 1189)),
        ("A5-landscape", (210, 148)),
        ("a6", (105, 148)),
        ("Letter", (215.9, 279.4)),
        ("legal", (215.9, 355.6)),
        ("tabloid-landscape", (431.8, 279.4)),
        ("300x400mm", (300, 400)),
        ("12x18in", (304.8, 457.2)),
        ("30 x 40 cm", (300, 400)),
        ("300x400mm-landscape", (400, 300)),
        ("400x300mm-landscape", (400, 300)),
        ("400x300mm-portrait", (300, 400)),
        ("a3-portrait", (297, 420)),
    ],
)
def test_sizes(text: str, size: tuple[float, float]) -> None:
    """Names in any case and sizes with a unit are read, and landscape is wider than high."""
    assert page_size_mm(text) == pytest.approx(size)


@pytest.mark.parametrize(
    "text", ["a9", "", "300x400", "x", "-landscape", "1e3x5mm", "a4-portrait-landscape"]
)
def test_unknown_sizes(text: str) -> None:
    """An unknown size is named, with those that are known."""
    with pytest.raises(OptionError, match=r"unknown size; use one of a6, .*300x400mm"):
        page_size_mm(text)


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("a3", True),
        ("Letter", True),
        ("a3-portrait", False),
        ("a3-landscape", False),
        ("300x400mm", False),
    ],
)
def test_which_pages_turn(text: str, turns: bool) -> None:
    """A name alone leaves the orientation open; numbers and suffixes do not."""
    assert turns_by_itself(text) is turns


@pytest.mark.parametrize("text", ["0x5mm", "5x5mm", "9000x100mm"])
def test_sizes_out_of_range(text: str) -> None:
    """Pages too small or too large to print are refused."""
    with pytest.raises(OptionError, match="each side must be 20 mm to 5000 mm"):
        page_size_mm(text)


@pytest.mark.parametrize(
    ("text", "length"), [("10", 10), ("7.5mm", 7.5), ("2cm", 20), ("0.5in", 12.7)]
)
def test_lengths(text: str, length: float) -> None:
    """A length without a unit is in millimeters."""
    assert length_mm("--margin", text) == pytest.approx(length)


def test_bad_length() -> None:
    """A length that cannot be read is refused with the name of its option."""
    with pytest.raises(OptionError, match="--bleed takes a length such as 10"):
        length_mm("--bleed", "-3")
