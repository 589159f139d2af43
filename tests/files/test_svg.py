"""SVG files: as text, and rendered by librsvg where it is installed."""

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from kquant.art.options import Art, Grid, Page, default_min_region
from kquant.art.shapes.poster import compose_shapes
from kquant.files.svg import encode_svg
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.options import Options
from kquant.quantization.pipeline import quantize
from kquant.runtime.arrays import U8

SVG = "{http://www.w3.org/2000/svg}"
LABEL = "{http://www.inkscape.org/namespaces/inkscape}label"
PALETTE = Palette.from_hex("#102030 #ffe0d0")
IMAGE = IndexedImage(np.eye(6, dtype=np.uint8).repeat(4, axis=0), PALETTE)
rsvg = pytest.mark.skipif(
    shutil.which("rsvg-convert") is None, reason="rsvg-convert is not installed"
)


def svg(image: IndexedImage, art: Art | None = None) -> bytes:
    """Return a picture as SVG."""
    file, drawing = io.BytesIO(), compose_shapes(image, art or Art()).drawing
    assert drawing is not None
    encode_svg(drawing, file)
    return file.getvalue()


def rendered(data: bytes, zoom: int = 1) -> U8:
    """Return the pixels that librsvg makes of a file, with alpha."""
    command = ["rsvg-convert", "--zoom", str(zoom)]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    return np.asarray(Image.open(io.BytesIO(done.stdout)).convert("RGBA"))


@pytest.fixture(scope="module")
def whole(photo: U8) -> IndexedImage:
    """Return a photo in six colors, without specks."""
    specks = default_min_region(photo.shape[1], photo.shape[0], shapes=True)
    return quantize(photo, Options(colors=6, min_region=specks)).image


@pytest.fixture(scope="module")
def reduced(whole: IndexedImage) -> IndexedImage:
    """Return a part of it."""
    return replace(whole, indices=whole.indices[100:340, 200:520])


def test_each_color_is_a_group_by_its_name() -> None:
    """Inkscape shows them as layers; the lightest is painted first."""
    root = ET.fromstring(svg(IMAGE))
    groups = root.findall(f"{SVG}g")

    assert [group.get(LABEL) for group in groups] == ["#ffe0d0", "#102030"]
    assert [group.get("fill") for group in groups] == ["#ffe0d0", "#102030"]


def test_a_page_has_its_size_title_and_text() -> None:
    """In millimeters; letters are outlines that say what they are."""
    art = Art(page=Page("a4", 210, 297, dpi=150, title="A & B", strip=True))
    root = ET.fromstring(svg(IMAGE, art))
    titles = [element.text for element in root.iter(f"{SVG}title")]

    assert (root.get("width"), root.get("height")) == ("210mm", "297mm")
    assert titles[:3] == ["A & B", "A & B", "#102030"]
    assert not list(root.iter(f"{SVG}text"))


def test_panels_share_their_outlines() -> None:
    """Each area is in the file once, whatever the number of panels."""
    root = ET.fromstring(svg(IMAGE, Art(Grid(3, 2))))

    assert len(list(root.iter(f"{SVG}path"))) == 2
    assert len(list(root.iter(f"{SVG}use"))) == 12


@rsvg
def test_nearly_all_pixels_have_their_color(whole: IndexedImage) -> None:
    """Without anti-aliasing at least 99 %; the others are within a pixel of an edge."""
    data = svg(whole).replace(b"<path", b'<path shape-rendering="crispEdges"')
    wrong = (rendered(data)[..., :3] != whole.to_array()).any(axis=2)
    around = np.pad(whole.indices, 1, mode="edge")
    height, width = wrong.shape
    windows = [
        around[y : y + height, x : x + width] for y in range(3) for x in range(3)
    ]
    at_edge = np.any([window != whole.indices for window in windows], axis=0)

    assert wrong.mean() <= 0.01
    assert not (wrong & ~at_edge).any()


@rsvg
def test_areas_of_one_pixel_keep_their_color() -> None:
    """In noise too. Looked at in threefold size: librsvg fills gaps of one pixel."""
    noise = np.random.default_rng(0).integers(0, 4, (80, 80)).astype(np.uint8)
    image = IndexedImage(noise, Palette.from_hex("#102030 #c02020 #30a050 #ffe0d0"))
    data = svg(image).replace(b"<path", b'<path shape-rendering="crispEdges"')
    middles = rendered(data, 3)[1::3, 1::3, :3]

    assert (middles != image.to_array()).any(axis=2).mean() <= 0.01


@rsvg
@pytest.mark.parametrize("zoom", [1, 4])
def test_only_colors_of_neighbors_show(reduced: IndexedImage, zoom: int) -> None:
    """Pixels are blends of two colors of the 3 x 3 pixels around, save one in 1000."""
    pixels = rendered(svg(reduced), zoom).astype(float)
    height, width = reduced.indices.shape
    y, x = np.arange(height * zoom) // zoom, np.arange(width * zoom) // zoom
    around = np.pad(reduced.indices, 1, mode="edge")
    k = len(reduced.palette)
    near = np.zeros((height, width, k), dtype=bool)
    rows, columns = np.ogrid[:height, :width]
    for down in range(3):
        for right in range(3):
            near[rows, columns, around[down : down + height, right : right + width]] = (
                True
            )
    near = near[y[:, None], x]
    colors = reduced.palette.colors.astype(float)
    off = np.full(near.shape[:2], np.inf)
    for a in range(k):
        for b in range(a, k):
            both = near[..., a] & near[..., b]
            way, from_a = colors[b] - colors[a], pixels[both][:, :3] - colors[a]
            t = np.clip(from_a @ way / max(way @ way, 1), 0, 1)
            distance = np.linalg.norm(from_a - t[:, None] * way, axis=1)
            off[both] = np.minimum(off[both], distance)
    crowded = near.sum(axis=2) > 2  # three areas meet

    assert (off[~crowded] > 8).mean() < 0.001
    assert (pixels[2:-2, 2:-2, 3] < 230).mean() < 0.001


@rsvg
def test_transparent_areas_stay_empty() -> None:
    """Alpha is 0 where it was, and 255 beside it."""
    alpha = np.full((24, 6), 255, dtype=np.uint8)
    alpha[:, 3:] = 0
    image = IndexedImage(np.zeros((24, 6), dtype=np.uint8), PALETTE, alpha)

    assert (rendered(svg(image))[..., 3] == alpha).all()


@rsvg
def test_a_file_says_no_more_than_it_must(tmp_path: Path) -> None:
    """The same picture gives the same bytes, and a square takes four lines."""
    image = IndexedImage(np.zeros((8, 8), dtype=np.uint8), PALETTE)

    assert svg(image) == svg(image)
    assert b'd="M0 0l0 80 80 0 0-80-80 0z"' in svg(image)
