"""PDF pages with shapes, read by the tools of Poppler where they are installed."""

import io
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kquant.art.options import Art, Grid, Page
from kquant.art.shapes.poster import compose_shapes
from kquant.files.pdf_shapes import encode_pdf_shapes
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette

PALETTE = Palette.from_hex("#102030 #ffe0d0")
IMAGE = IndexedImage(np.repeat([[0, 1]], 8, axis=1).repeat(8, axis=0), PALETTE)
PAGE = Page("a4", 210, 297, dpi=150, margin=0, title="Ole, Łódź (2)", strip=True)
poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="Poppler is not installed"
)


def pdf(page: Page, grid: Grid | None = None) -> bytes:
    """Return a page as PDF."""
    file, drawing = io.BytesIO(), compose_shapes(IMAGE, Art(grid, page)).drawing
    assert drawing is not None
    encode_pdf_shapes(drawing, page, file)
    return file.getvalue()


def test_panels_share_their_forms() -> None:
    """Each area is in the file once, whatever the number of panels."""
    assert pdf(PAGE, Grid(2, 2)).count(b"/Subtype /Form") == 2


@poppler
def test_text_is_found() -> None:
    """Title, hex codes and shares come out as they are, in that order."""
    command = ["pdftotext", "-", "-"]
    done = subprocess.run(command, input=pdf(PAGE), capture_output=True, check=True)
    words = done.stdout.decode().split()

    assert words[:3] == ["Ole,", "Łódź", "(2)"]
    assert {"#102030", "#ffe0d0"} <= set(words)
    assert done.stderr == b""


@poppler
def test_page_looks_like_its_picture(tmp_path: Path) -> None:
    """Left half dark, right half light, and the paper is white."""
    path = tmp_path / "page.pdf"
    path.write_bytes(pdf(PAGE))
    command = ["pdftoppm", "-r", "50", "-png", "-singlefile", str(path)]
    command.append(str(tmp_path / "page"))
    subprocess.run(command, capture_output=True, check=True)
    with Image.open(tmp_path / "page.png") as picture:
        pixels = np.asarray(picture.convert("RGB"))
    height, width = pixels.shape[:2]
    row = pixels[height // 3]

    assert abs(width - 210 / 25.4 * 50) < 2
    assert row[width // 4].tolist() == [16, 32, 48]
    assert row[3 * width // 4].tolist() == [255, 224, 208]
    assert pixels[height - 3, width // 2].tolist() == [255, 255, 255]
