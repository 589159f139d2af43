"""GIMP palettes."""

from kquant.images.palette import Palette
from tests.palette_files.conftest import Written


def test_gpl_is_what_gimp_documents(written: Written, three: Palette) -> None:
    """After a first line, name, columns and a comment, each color is a line."""
    assert written("gpl", three).decode() == (
        "GIMP Palette\nName: Flag\nColumns: 3\n#\n"
        "226   0  26\t#e2001a\n255 255 255\t#ffffff\n  0   0 128\t#000080\n"
    )
