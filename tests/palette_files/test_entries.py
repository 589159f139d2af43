"""Entries of palette files."""

import pytest

from kquant.errors import PaletteError
from tests.palette_files.conftest import ReadBack


def test_repeated_colors_make_room_for_256(read_back: ReadBack) -> None:
    """A longer file is read if at most 256 of its colors are different."""
    lines = [f"{i:06x}" for i in range(256)]
    palette = read_back("x.hex", "\n".join(lines[:9] + lines).encode())
    assert [code[1:] for code in palette] == lines
    with pytest.raises(PaletteError, match="257 different colors"):
        read_back("x.hex", "\n".join([*lines, "ffffff"]).encode())
