"""Films as files: every pixel and every duration comes back, in each format."""

import io

import numpy as np
import pytest
from PIL import Image

from kquant.files.films import Patch, Shot, encode_film
from kquant.files.formats import ImageFormat
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.runtime.arrays import U8


def image(height: int, width: int, seed: int, k: int = 256) -> IndexedImage:
    """Return a picture of random colors."""
    rng = np.random.default_rng(seed)
    colors = rng.integers(0, 256, (k, 3), dtype=np.uint8)
    return IndexedImage(rng.integers(0, k, (height, width), np.uint8), Palette(colors))


SHOTS = [
    Shot(900, (Patch(0, 0, image(40, 60, 1)),)),
    Shot(70, (Patch(5, 7, image(20, 18, 2)),)),
    Shot(80, (Patch(0, 0, image(9, 9, 3, 2)), Patch(30, 20, image(17, 30, 4)))),
    Shot(1500, (Patch(59, 39, image(1, 1, 5, 1)),)),
]


def screens() -> list[U8]:
    """Return what is to be seen at each shot."""
    found: list[U8] = []
    screen = np.zeros((40, 60, 3), dtype=np.uint8)
    for shot in SHOTS:
        for left, top, part in shot.patches:
            screen[top : top + part.height, left : left + part.width] = part.to_array()
        found.append(screen.copy())
    return found


@pytest.mark.parametrize("file_format", ["gif", "webp", "png"])
def test_all_comes_back(file_format: ImageFormat) -> None:
    """More than 256 colors in one frame are no problem, not even for GIF."""
    file = io.BytesIO()
    encode_film(SHOTS, file_format, file)

    with Image.open(file) as film:
        assert film.info["loop"] == 0
        frames, durations = [], []
        for number in range(getattr(film, "n_frames", 1)):
            film.seek(number)
            film.load()
            frames.append(np.asarray(film.convert("RGB")))
            durations.append(film.info["duration"])
    assert sum(durations) == sum(shot.duration for shot in SHOTS)
    if file_format == "gif":  # a frame for each patch
        assert durations == [900, 70, 20, 60, 1500]
        del frames[2]
    for seen, expected in zip(frames, screens(), strict=True):
        assert np.array_equal(seen, expected)
