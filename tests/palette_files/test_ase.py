"""Adobe Swatch Exchange files."""

import struct

from kquant.images.palette import Palette
from tests.palette_files.conftest import ReadBack, Written


def ase_color(model: str, *values: float) -> bytes:
    """Return a nameless color block."""
    body = b"\0\0" + model.encode() + struct.pack(f">{len(values)}f", *values) + b"\0\0"
    return b"\0\1" + struct.pack(">I", len(body)) + body


def test_ase_is_what_its_descriptions_say(written: Written) -> None:
    """A header is followed by blocks: the start of a group, a color, the end of it."""
    data = written("ase", Palette.from_hex("#ff0033", "ab"))
    group = b"\xc0\x01" + struct.pack(">I", 8) + b"\0\3" + "ab\0".encode("utf-16-be")
    label = "#ff0033\0".encode("utf-16-be")
    color = b"\0\x08" + label + b"RGB " + struct.pack(">fff", 1, 0, 0.2) + b"\0\2"
    block = b"\0\1" + struct.pack(">I", len(color)) + color
    end = b"\xc0\x02\0\0\0\0"
    assert data == b"ASEF\0\1\0\0\0\0\0\3" + group + block + end


def test_ase_reads_all_four_models(read_back: ReadBack) -> None:
    """RGB, gray, CMYK and Lab are read; Lab has Lindbloom's value of sRGB red (D50)."""
    blocks = [
        ase_color("RGB ", 1, 0.5, 0),
        ase_color("Gray", 0.2),
        ase_color("CMYK", 0, 1, 0.5, 0.2),
        ase_color("LAB ", 0.542917, 80.8125, 69.8851),
        ase_color("LAB ", 1, 0, 0),
    ]
    data = b"ASEF\0\1\0\0" + struct.pack(">I", 5) + b"".join(blocks)
    assert list(read_back("x.ase", data)) == [
        *("#ff8000", "#333333", "#cc0066", "#ff0000", "#ffffff"),
    ]


def test_ase_is_read_as_far_as_it_goes(read_back: ReadBack) -> None:
    """Unknown color models and a block that is cut off are skipped."""
    blocks = ase_color("HSB ", 1, 1, 1) + ase_color("RGB ", 0, 0, 1)
    data = b"ASEF\0\1\0\0\0\0\0\7" + blocks + ase_color("RGB ", 1, 1, 1)[:-8]
    assert list(read_back("x.ase", data)) == ["#0000ff"]
