"""No color shows at edges but those of the areas there: in librsvg and in Chromium."""

import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kquant.art.options import Art, default_min_region
from kquant.art.shapes.poster import compose_shapes
from kquant.files.svg import encode_svg
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.options import Options
from kquant.quantization.pipeline import quantize
from kquant.runtime.arrays import U8
from tests.files.blends import off_blends
from tests.report.browser import FOUND, Browser, browser

BEHIND = "#ff00ff"  # what would show through a gap; in no picture here
FAR = 8  # levels; rounding and the viewers' own anti-aliasing stay below
MOST = {1: 0.002, 4: 0.0001, 16: 0.00001}  # of pixels that are farther, by zoom
VIEWERS = [
    pytest.param(
        "librsvg",
        marks=pytest.mark.skipif(
            shutil.which("rsvg-convert") is None, reason="rsvg-convert is not installed"
        ),
    ),
    pytest.param(
        "chromium",
        marks=pytest.mark.skipif(FOUND is None, reason="no Chromium is installed"),
    ),
]


def junctions() -> IndexedImage:
    """Return three sectors and a disk, whose edges meet by threes."""
    y, x = np.mgrid[:60, :80]
    sector = (np.arctan2(y - 30, x - 40) * 3 / (2 * np.pi) + 1.5).astype(int) % 3
    sector[np.hypot(x - 52, y - 24) < 12] = 3
    palette = Palette.from_hex("#102030 #c02020 #30a050 #ffe0d0")
    return IndexedImage(sector.astype(np.uint8), palette)


def part_of_photo(photo: U8) -> IndexedImage:
    """Return a part of a photo in six colors, as an SVG of it has them."""
    specks = default_min_region(photo.shape[1], photo.shape[0], shapes=True)
    image = quantize(photo, Options(colors=6, min_region=specks)).image
    part = np.ascontiguousarray(image.indices[120:180, 260:340])
    return IndexedImage(part, image.palette)


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser | None]:
    """Start one browser for all tests, where there is one."""
    if FOUND is None:
        yield None
        return
    with browser(tmp_path_factory.mktemp("browser")) as started:
        yield started


def shown(path: Path, size: tuple[int, int], viewer: Browser | None) -> U8:
    """Return a file as shown in a size, before a background that no picture has."""
    if viewer is None:
        command = ["rsvg-convert", "-b", BEHIND, "-w", str(size[0]), str(path)]
        data = subprocess.run(command, capture_output=True, check=True).stdout
    else:
        page, shot = path.with_suffix(".html"), path.with_suffix(".png")
        page.write_text(
            f'<body style="margin:0;background:{BEHIND}"><img src="{path.name}" '
            f'style="display:block" width="{size[0]}" height="{size[1]}">'
        )
        # In narrow windows, pages are shown as on phones, zoomed.
        viewer.open(page, max(600, size[0]), size[1]).screenshot(shot, whole=False)
        data = shot.read_bytes()
    pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    return pixels[: size[1], : size[0]]


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("zoom", [1, 4, 16])
@pytest.mark.parametrize("picture", ["junctions", "photo"])
def test_only_blends_of_neighbors_show(
    picture: str,
    zoom: int,
    viewer: str,
    chromium: Browser | None,
    photo: U8,
    tmp_path: Path,
) -> None:
    """Nearly all pixels are blends of up to three neighbors; nothing behind shows.

    The others are at narrow tips, below which the lower area spreads less than a pixel.
    """
    image = junctions() if picture == "junctions" else part_of_photo(photo)
    drawing = compose_shapes(image, Art()).drawing
    assert drawing is not None
    path = tmp_path / "x.svg"
    with path.open("wb") as file:
        encode_svg(drawing, file)
    size = image.width * zoom, image.height * zoom
    pixels = shown(path, size, chromium if viewer == "chromium" else None)
    colors = image.palette.colors.astype(float)

    assert pixels.shape == (size[1], size[0], 3)
    off = off_blends(pixels, image.indices, colors)
    assert (off > FAR).mean() < MOST[zoom]
    assert off.max() < 100
