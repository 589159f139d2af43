"""Real pictures, good, odd and broken, where they are at hand beside the checkout."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from kquant import Options, quantize
from kquant.cli import main
from kquant.files.reading import load

DATA = Path(__file__).parents[2] / "shared" / "data"
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"the pictures of {DATA.parent.name}/data are not here"
)
ODD = sorted(path for path in (DATA / "odd").rglob("*") if path.is_file())
# Pictures that must come through, though they are rare, with some fact about each.
WELCOME = {
    "pillow/16bit.MM.deflate.tif": (64, 64),
    "pillow/hopper_orientation_6.webp": (128, 128),
    "pillow/orientation_rectangle.jpg": (1, 2),
    "pillow/g4_orientation_3.tif": (590, 88),
    "pillow/lab.tif": (10, 10),
    "pillow/rdf.tif": (518, 556),
    "pillow/palette.dds": (200, 150),
    "pillow/tiff_strip_cmyk_jpeg.tif": (100, 100),
    "pillow/sugarshack.mpo": (640, 480),
    "pillow/avif/rot1mir0.avif": (640, 427),
    "pngsuite/png/tbwn0g16.png": (32, 32),
}


@pytest.mark.parametrize("source", ODD, ids=lambda path: path.name)
def test_odd_files(source: Path, tmp_path: Path) -> None:
    """Each file gives a good result or one sentence, and never half a file."""
    target = tmp_path / "out.png"
    args = [str(source), "-k", "8", "-o", str(target), "--effort", "fast"]
    result = CliRunner().invoke(main, [*args, "--palette-format", "none"])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    if result.exit_code == 0:
        with Image.open(target) as image:
            found = image.convert("RGBA").getcolors(image.width * image.height)
        colors = [color for _, color in found or [] if isinstance(color, tuple)]
        assert len({color[:3] for color in colors if color[3] > 0}) <= 8
        assert "Error" not in result.stderr
    else:
        assert result.exit_code == 1
        (line,) = result.stderr.splitlines()
        assert line.startswith(f"Error: {source} ")
        assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", WELCOME)
def test_rare_files_are_read(name: str) -> None:
    """Files of rare kinds are read, upright and in their size."""
    raster = load(DATA / "odd" / name)
    assert (raster.width, raster.height) == WELCOME[name]


def test_upright_pictures_look_alike() -> None:
    """A portrait stored in any orientation is more like itself than turned or flipped."""
    first = _pixels(DATA / "odd/pillow/hopper_orientation_2.webp")
    turned = [np.rot90(first, i) for i in range(4)]
    wrong = [*turned[1:], *(np.flipud(picture) for picture in turned)]
    for orientation in (3, 4, 5, 6, 7, 8):
        other = _pixels(DATA / f"odd/pillow/hopper_orientation_{orientation}.webp")
        difference = np.abs(first - other).mean()
        assert all(difference < np.abs(picture - other).mean() / 2 for picture in wrong)


def test_half_of_all_photos_get_13_to_24_colors_with_auto() -> None:
    """The default error is chosen so that half of the Kodak photos get 13 to 24 colors."""
    photos = sorted((DATA / "kodak").glob("*.png"))
    counts = [
        len(quantize(load(photo), Options(colors="auto")).image.palette)
        for photo in photos
    ]

    assert len(photos) == 24
    assert sum(13 <= count <= 24 for count in counts) >= len(photos) / 2


def _pixels(path: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Read a picture as numbers."""
    raster = load(path)
    packed = raster.read_rows(0, raster.height).astype("<u4")
    return packed.view(np.uint8).reshape(raster.height, raster.width, 4).astype(float)


@pytest.mark.parametrize("k", [8, 256])
@pytest.mark.parametrize("name", ["kodak/kodim03.png", "photos/rocket.jpg"])
def test_photos_have_exactly_k_colors(name: str, k: int, tmp_path: Path) -> None:
    """A photo gets k colors and keeps its size, and the original is not touched."""
    source, target = DATA / name, tmp_path / "out.png"
    before = hashlib.sha256(source.read_bytes()).digest()
    result = CliRunner().invoke(main, [str(source), "-k", str(k), "-o", str(target)])
    assert result.exit_code == 0
    with Image.open(target) as image, Image.open(source) as original:
        assert image.size == original.size
        colors = image.convert("RGB").getcolors()
    assert colors is not None
    assert len(colors) == k
    assert hashlib.sha256(source.read_bytes()).digest() == before
