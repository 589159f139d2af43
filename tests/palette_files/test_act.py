"""Adobe color tables."""

from kquant.images.palette import Palette
from tests.palette_files.conftest import ReadBack, Written


def test_act_is_what_adobe_documents(written: Written, three: Palette) -> None:
    """There are 256 triplets, the number of colors, and 0xFFFF, high byte first."""
    data = written("act", three)
    assert len(data) == 772
    assert data[:9] == bytes.fromhex("e2001affffff000080")
    assert data[9:768] == bytes(759)
    assert data[768:] == b"\x00\x03\xff\xff"


def test_act_count_transparency_and_filling(read_back: ReadBack) -> None:
    """The count ends the table, the transparent entry is left out, and so is padding."""
    table = bytes.fromhex("000000 ff0000 00ff00 0000ff").ljust(768, b"\0")
    cut = read_back("a.act", table + b"\0\3\0\1")
    assert list(cut) == ["#000000", "#00ff00"]
    filled = read_back("b.act", table)
    assert list(filled) == ["#000000", "#ff0000", "#00ff00", "#0000ff"]
    no_black = read_back("c.act", table[3:] + b"\0\0\0")
    assert list(no_black) == ["#ff0000", "#00ff00", "#0000ff", "#000000"]
    assert list(read_back("d.act", table[:7])) == ["#000000", "#ff0000"]
