"""Decoded pictures become upright rasters."""

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from kquant.files.upright import dpi_of, raster_of
from kquant.images.raster import Raster
from kquant.runtime.arrays import U8, U32
from kquant.runtime.threads import for_each

RGBA = np.random.default_rng(7).integers(0, 256, (5, 7, 4), dtype=np.uint8)


def pixels(raster: Raster) -> U8:
    """Unpack a raster: (h, w, 4), or (h, w, 3) without alpha."""
    packed = raster.read_rows(0, raster.height).astype("<u4")
    channels = packed.view(np.uint8).reshape(raster.height, raster.width, 4)
    return channels if raster.has_alpha else channels[..., :3]


def test_palette_of_rgba_entries() -> None:
    """A palette with alpha of its own, as in DDS files, keeps it."""
    image = Image.fromarray(np.array([[0, 1]], dtype=np.uint8), "P")
    image.putpalette([1, 2, 3, 4, 5, 6, 7, 8], "RGBA")
    got = pixels(raster_of(image, 1, None))
    assert got.tolist() == [[[1, 2, 3, 4], [5, 6, 7, 8]]]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_bands_join_up(orientation: int) -> None:
    """Rows that are read one at a time are those that are read at once."""
    raster = raster_of(Image.fromarray(RGBA), orientation, None)
    rows = [raster.read_rows(y, y + 1) for y in range(raster.height)]
    np.testing.assert_array_equal(np.vstack(rows), raster.read_rows(0, raster.height))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_rows_may_be_read_by_several_threads(
    orientation: int, use_threads: Callable[[int], None]
) -> None:
    """Threads that read different rows at the same time get their own rows."""
    rng = np.random.default_rng(orientation)
    large = rng.integers(0, 256, (400, 500, 4), dtype=np.uint8)
    raster = raster_of(Image.fromarray(large), orientation, None)
    whole, bands = raster.read_rows(0, raster.height), raster.bands(4000)
    parts: dict[tuple[int, int], U32] = {}

    def read(band: tuple[int, int]) -> None:
        parts[band] = raster.read_rows(*band)

    use_threads(4)
    for_each(read, bands)

    assert len(bands) > 40
    np.testing.assert_array_equal(np.vstack([parts[band] for band in bands]), whole)


@pytest.mark.parametrize(
    ("dpi", "expected"),
    [
        ((300, 300), (300, 300)),
        ((72, 144), (72, 144)),
        ((1, 1), None),
        ((0, 0), None),
        ((-72, 72), None),
        ((float("nan"), 72), None),
        ((float("inf"), 72), None),
        ((1e9, 1e9), None),
        (("a", "b"), None),
        (300, None),
        (None, None),
    ],
)
def test_only_credible_resolutions_are_kept(dpi: object, expected: object) -> None:
    """Numbers that cannot be a resolution are ignored."""
    image = Image.new("L", (1, 1))
    image.info["dpi"] = dpi
    assert dpi_of(image, 1) == expected


def test_resolution_turns_with_the_picture() -> None:
    """Across and down change places from orientation 5 on."""
    image = Image.new("L", (1, 1))
    image.info["dpi"] = (100, 200)

    found = [dpi_of(image, orientation) for orientation in range(1, 9)]

    assert found == [(100, 200)] * 4 + [(200, 100)] * 4
