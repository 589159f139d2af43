"""The table of palette formats."""

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kquant.images.palette import Palette
from kquant.palette_files.reading import read_palette
from kquant.palette_files.registry import FORMATS, PALETTE_FORMATS
from kquant.palette_files.writing import writer
from tests.palette_files.conftest import ReadBack, Written

PALETTES = st.lists(
    st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=256
).map(lambda colors: Palette(np.array(colors, dtype=np.uint8), "drawn"))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_its_module(name: str) -> None:
    """The module in the table reads and writes the format, which begins as stated."""
    module = import_module(f"kquant.palette_files.{FORMATS[name].module}")

    assert callable(module.read)
    assert writer(name) is module.write


def test_every_module_has_its_format() -> None:
    """No module that reads and writes palettes is missing in the table."""
    folder = Path(str(import_module("kquant.palette_files").__file__)).parent
    texts = {path.stem: path.read_text("utf-8") for path in folder.glob("*.py")}
    both = {
        name
        for name, text in texts.items()
        if "\ndef read(" in text and "\ndef write(" in text
    }

    assert both == {known.module for known in FORMATS.values()}
    assert tuple(FORMATS) == PALETTE_FORMATS


@pytest.mark.parametrize("name", FORMATS)
def test_files_begin_as_the_table_says(
    written: Written, name: str, three: Palette
) -> None:
    """What is written has the first bytes by which it is told from others."""
    assert written(name, three).startswith(FORMATS[name].start)


@pytest.mark.parametrize("name", [x for x, known in FORMATS.items() if known.start])
def test_first_bytes_count_more_than_the_suffix(
    written: Written, read_back: ReadBack, name: str, three: Palette
) -> None:
    """A file that is known by its first bytes is read under any name."""
    assert read_back("palette.hex", written(name, three)) == three


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=25)
@given(palette=PALETTES)
def test_what_is_written_is_read_again(
    written: Written,
    name: str,
    palette: Palette,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """All colors come back exactly and in order, up to 256 and with repetitions."""
    path = tmp_path_factory.mktemp("round") / f"p{FORMATS[name].suffix}"
    path.write_bytes(written(name, palette))
    assert read_palette(path) == palette


@pytest.mark.parametrize("name", ["gpl", "ase", "json"])
def test_names_are_read_again(
    read_back: ReadBack, written: Written, name: str, three: Palette
) -> None:
    """Formats with room for names keep those that there are."""
    palette = Palette(three.colors, "Flägge", ("Röt", "", "Navy blue"))
    back = read_back(f"x.{name}", written(name, palette))
    assert (back.name, back.color_names) == ("Flägge", ("Röt", "", "Navy blue"))


@pytest.mark.parametrize("name", FORMATS)
def test_names_that_are_not_text(
    read_back: ReadBack, written: Written, name: str, three: Palette
) -> None:
    """Bytes of a file name that are not text are escaped, in names of colors, too."""
    odd = "caf\udce9"
    palette = replace(three, name=odd, color_names=(odd, "", ""))
    again = read_back(f"a{FORMATS[name].suffix}", written(name, palette))
    assert again == palette
    assert again.name in {"a", "caf\\udce9"}
    # CSS has no backslashes in names.
    assert again.color_names in {(), ("caf\\udce9", "", ""), ("caf", "", "")}
