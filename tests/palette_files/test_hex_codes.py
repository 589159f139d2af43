"""Lists of hex codes."""

from kquant.images.palette import Palette
from tests.palette_files.conftest import Written


def test_hex_is_one_code_per_line(written: Written, three: Palette) -> None:
    """Each line is six hex digits."""
    assert written("hex", three) == b"e2001a\nffffff\n000080\n"
