"""What Pillow reads wrongly is corrected, also when the file comes through a pipe."""

import io
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kquant.files.reading import load, read_animation

XBM = b"""#define a_width 8
#define a_height 2
static char a_bits[] = {
   0x01, 0xf0};
"""


def test_xbm(tmp_path: Path) -> None:
    """A bit that is set is ink: black; the lowest bit is the leftmost pixel."""
    path = tmp_path / "a.xbm"
    path.write_bytes(XBM)
    got = load(path).read_rows(0, 2) & 255
    assert got.tolist() == [[0] + [255] * 7, [255] * 4 + [0] * 4]


def test_contents_matter_and_not_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong suffix, none at all, or a pipe: the picture is the same."""
    (tmp_path / "a.png").write_bytes(XBM)
    assert load(tmp_path / "a.png").read_rows(0, 1)[0, 0] == 0
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(XBM)))
    assert read_animation("-").strip.read_rows(0, 1)[0, 0] == 0


def test_kinds_that_pillow_refuses_come_through_a_pipe(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A TIFF in floating point, which Pillow does not open, is read from a pipe."""
    buffer = io.BytesIO()
    Image.fromarray(np.zeros((2, 3), np.float32)).save(buffer, "TIFF")
    data = bytearray(buffer.getvalue())
    place = data.index(b"\x02\x01\x03\0\x01\0\0\0\x20\0")  # tag 258: 32 bits
    data[place + 8] = 16
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(bytes(data))))
    assert load("-").height == 2
