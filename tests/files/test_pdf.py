"""PDF pages, byte by byte and with a PDF tool where there is one."""

import io
import re
import shutil
import subprocess
import zlib
from pathlib import Path

import numpy as np
import pytest

from kquant.art.options import Page
from kquant.files.pdf import encode_pdf
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.images.truecolor import TruecolorImage


def _pdf(image: IndexedImage | TruecolorImage, page: Page) -> bytes:
    file = io.BytesIO()
    encode_pdf(image, page, file)
    return file.getvalue()


def _pixels(data: bytes) -> bytes:
    stream = data[data.index(b"/Subtype /Image") :].split(b"stream\n", 1)[1]
    return zlib.decompressobj().decompress(stream)


PALETTE = Palette.from_hex("#102030 #ffffff")
IMAGE = IndexedImage(np.array([[0, 1, 1], [1, 0, 0]], dtype=np.uint8), PALETTE)


def test_boxes_are_the_page() -> None:
    """The media box is the page with its bleed, and the trim box is the page."""
    data = _pdf(IMAGE, Page("p", 254, 127, bleed=25.4))

    assert b"/MediaBox [0 0 864.0000 504.0000]" in data
    assert b"/BleedBox [0 0 864.0000 504.0000]" in data
    assert b"/TrimBox [72.0000 72.0000 792.0000 432.0000]" in data


def test_samples_are_the_indices() -> None:
    """An indexed picture stays one, with its palette."""
    data = _pdf(IMAGE, Page("a4", 210, 297))

    assert b"/ColorSpace [/Indexed /DeviceRGB 1 <102030ffffff>]" in data
    assert _pixels(data) == bytes([0, 1, 1, 1, 0, 0])


def test_truecolor() -> None:
    """A picture of many colors is written as RGB."""
    pixels = np.arange(18, dtype=np.uint8).reshape(2, 3, 3)
    data = _pdf(TruecolorImage(pixels), Page("a4", 210, 297))

    assert b"/ColorSpace /DeviceRGB" in data
    assert _pixels(data) == bytes(range(18))


def test_table_points_to_the_objects() -> None:
    """Each entry of the cross-reference table is where its object starts."""
    data = _pdf(IMAGE, Page("a4", 210, 297))
    start = int(re.findall(rb"startxref\n(\d+)", data)[0])
    entries = re.findall(rb"(\d{10}) 00000 n ", data[start:])

    assert data[start:].startswith(b"xref\n0 6\n")
    for number, entry in enumerate(entries, start=1):
        assert data[int(entry) :].startswith(b"%d 0 obj\n" % number)


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="pdfinfo is not installed")
def test_pdfinfo_agrees(tmp_path: Path) -> None:
    """A PDF tool reads the exact size of A3, and has nothing to complain about."""
    path = tmp_path / "page.pdf"
    path.write_bytes(_pdf(IMAGE, Page("a3", 297, 420)))
    result = subprocess.run(
        ["pdfinfo", path], capture_output=True, text=True, check=True
    )

    assert "841.89 x 1190.55 pts (A3)" in result.stdout
    assert result.stderr == ""
