"""RIFF palettes."""

import struct

from kquant.images.palette import Palette
from tests.palette_files.conftest import Written


def test_riff_is_what_windows_documents(written: Written, three: Palette) -> None:
    """A RIFF file of kind PAL has version 3.0, the count, and four bytes per color."""
    assert written("riff", three) == (
        b"RIFF" + struct.pack("<I", 28) + b"PAL data" + struct.pack("<I", 16)
        + b"\x00\x03\x03\x00" + bytes.fromhex("e2001a00 ffffff00 00008000")
    )  # fmt: skip
