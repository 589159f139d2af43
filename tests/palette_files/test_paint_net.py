"""Palettes of Paint.NET."""

from kquant.images.palette import Palette
from tests.palette_files.conftest import Written


def test_txt_is_what_paint_net_documents(written: Written, three: Palette) -> None:
    """After comments, each line is an opaque color, alpha first."""
    assert written("txt", three).split(b"\r\n")[1:] == [
        *(b"; Palette Name: Flag", b"FFE2001A", b"FFFFFFFF", b"FF000080", b""),
    ]
