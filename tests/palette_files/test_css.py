"""CSS custom properties."""

import pytest

from kquant.errors import PaletteError
from kquant.images.palette import Palette
from kquant.palette_files import css
from tests.palette_files.conftest import ReadBack, Written


def test_css_is_a_rule_of_properties(written: Written, three: Palette) -> None:
    """Colors are properties of the root, numbered after the name of the palette."""
    assert written("css", three).decode() == (
        ":root {\n  --flag-1: #e2001a;\n  --flag-2: #ffffff;\n  --flag-3: #000080;\n}\n"
    )


def test_css_names_are_identifiers_and_differ(
    read_back: ReadBack, written: Written, three: Palette
) -> None:
    """Names become identifiers, and equal names get a number."""
    palette = Palette(three.colors, "", ("Brand Red!", "brand red", ""))
    data = written("css", palette)
    assert [line.split(":")[0].strip() for line in data.decode().split("\n")[1:4]] == [
        *("--brand-red", "--brand-red-2", "--color-3"),
    ]
    assert read_back("x.css", data).color_names == ("brand-red", "", "")


def test_a_row_of_dashes_is_looked_at_once() -> None:
    """Work that grows with the square of the length would not end today."""
    content = b"-" * 1_000_000
    with pytest.raises(PaletteError, match="no colors"):
        css.read(content)
    assert list(css.read(content[:9] + b"a: red;--b:red; $c : rgb(1,2,3)")) == [
        "#ff0000",
        "#ff0000",
        "#010203",
    ]
