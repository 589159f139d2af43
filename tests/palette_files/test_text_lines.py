"""Text files of palettes: encodings, lines, levels, names."""

import pytest

from kquant.errors import PaletteError
from kquant.palette_files.text_lines import decode, levels, numbered_lines, one_line


def test_encodings() -> None:
    """Text is UTF-8, UTF-16 with a mark, or else Latin-1."""
    text = "Röt"

    for encoding in ("utf-8", "utf-8-sig", "utf-16", "latin-1"):
        assert decode(text.encode(encoding)) == text


def test_lines_are_numbered() -> None:
    """Blank lines are left out, and still count."""
    data = b"one\r\n\n \t\n  four \0\nfive"

    assert list(numbered_lines(data)) == [(1, "one"), (4, "four"), (5, "five")]


def test_levels() -> None:
    """The first three words are levels from 0 to 255."""
    assert levels(["0", "255", "7", "name"], 1) == (0, 255, 7)
    for line in ("1 2", "1 2 256", "-1 2 3", "1.5 2 3", "red 1 2"):
        with pytest.raises(PaletteError, match=f"line 9, '{line}', does not hold"):
            levels(line.split(), 9)


def test_names_are_one_line() -> None:
    """White space in a name becomes single spaces."""
    assert one_line(" a\n b\0\tc ") == "a b c"
