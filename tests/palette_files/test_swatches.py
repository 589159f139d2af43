"""Pictures of palettes."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kquant.errors import PaletteError
from kquant.images.palette import Palette
from kquant.palette_files.reading import read_palette
from tests.palette_files.conftest import Written


@pytest.mark.parametrize(
    ("k", "columns", "rows"), [(1, 1, 1), (16, 16, 1), (17, 16, 2), (256, 16, 16)]
)
def test_squares_by_hand(
    written: Written, tmp_path: Path, k: int, columns: int, rows: int
) -> None:
    """Colors are squares of 64 pixels, 16 in a row, and the rest is transparent."""
    colors = np.stack([np.arange(k), np.full(k, 9), np.full(k, 200)], axis=1)
    path = tmp_path / "x.png"
    path.write_bytes(written("png", Palette(colors.astype(np.uint8))))

    with Image.open(path) as image:
        pixels = np.asarray(image.convert("RGBA"))[32::64, 32::64].reshape(-1, 4)
        assert image.size == (64 * columns, 64 * rows)
    assert pixels[:k, :3].tolist() == colors.tolist()
    assert pixels[:, 3].tolist() == [255] * k + [0] * (columns * rows - k)


def test_pictures_are_palettes_row_by_row(tmp_path: Path) -> None:
    """A picture gives its visible colors in the order of its pixels, row by row."""
    pixels = np.zeros((2, 2, 4), dtype=np.uint8)
    pixels[0] = [[255, 255, 255, 255], [226, 0, 26, 255]]
    pixels[1] = [[1, 2, 3, 0], [226, 0, 26, 255]]
    Image.fromarray(pixels).save(tmp_path / "x.png")
    assert list(read_palette(tmp_path / "x.png")) == ["#ffffff", "#e2001a"]


def test_a_picture_of_many_colors_is_no_palette(tmp_path: Path) -> None:
    """A picture of 257 colors is refused."""
    ramp = np.zeros((1, 257, 3), dtype=np.uint8)
    ramp[0, :, 0] = np.arange(257) % 256
    ramp[0, 256, 1] = 1
    Image.fromarray(ramp).save(tmp_path / "x.png")
    with pytest.raises(PaletteError, match="more than 256 colors"):
        read_palette(tmp_path / "x.png")
