"""JASC palettes."""

from kquant.images.palette import Palette
from tests.palette_files.conftest import Written


def test_jasc_is_what_paint_shop_pro_writes(written: Written, three: Palette) -> None:
    """Three lines of header are followed by three levels per line, with CRLF."""
    assert written("pal", three) == (
        b"JASC-PAL\r\n0100\r\n3\r\n226 0 26\r\n255 255 255\r\n0 0 128\r\n"
    )
