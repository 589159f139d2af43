"""Comparisons: the table, the marked k, and nothing but palette colors on the sheet."""

import numpy as np
import pytest

from kquant import Options, quantize
from kquant.art.canvas import blends
from kquant.art.options import Art, Page
from kquant.images.indexed import IndexedImage
from kquant.images.raster import Raster
from kquant.images.truecolor import TruecolorImage
from kquant.report.comparison import compare
from kquant.runtime.arrays import U8


def colors_of(image: IndexedImage | TruecolorImage) -> set[tuple[int, ...]]:
    """Return the colors that are there."""
    pixels = image.pixels if isinstance(image, TruecolorImage) else image.to_array()
    return {tuple(x) for x in np.unique(pixels.reshape(-1, 3), axis=0).tolist()}


@pytest.fixture(scope="module")
def photo(photo: U8) -> U8:
    """Return a real photo of 160 x 107 pixels, which is fitted sooner."""
    return np.ascontiguousarray(photo[::4, ::4])


@pytest.mark.parametrize("page", [None, Page("x", 120, 90, dpi=60, title="Lake")])
def test_sheet(photo: U8, page: Page | None) -> None:
    """All palettes are there, with paper, ink and their blends, and no other color."""
    found = compare(Raster.from_array(photo), Options(), Art(None, page, (2, 5, 9)))
    palettes = [quantize(photo, Options(colors=k)).image.palette for k in (2, 5, 9)]
    assert list(found.artwork.palettes) == palettes
    allowed = {tuple(x) for palette in palettes for x in palette.colors.tolist()}
    text = {*blends((0, 0, 0), (255, 255, 255), 14)}
    shown = colors_of(found.artwork.image)
    assert allowed | {(0, 0, 0), (255, 255, 255)} <= shown <= allowed | text


def test_table(photo: U8) -> None:
    """Errors fall, gains are relative to the row before, and auto is marked."""
    options = Options(colors="auto", max_error=5)
    k = len(quantize(photo, options).image.palette)
    found = compare(Raster.from_array(photo), options, Art(compare=(2, k, k + 1)))
    first, second, third = found.rows
    assert found.auto_k == k
    assert [row["colors"] for row in found.rows] == [2, k, k + 1]
    assert [row["auto"] for row in found.rows] == [False, True, False]
    assert first["gain"] is None
    assert second["gain"] == pytest.approx(1 - second["delta_e"] / first["delta_e"])
    assert third["delta_e"] < second["delta_e"] < 5.2 < first["delta_e"]


def test_the_mark_is_on_the_sheet(photo: U8) -> None:
    """The sheet differs only in the label of the k that is marked."""
    raster = Raster.from_array(photo)

    def ink(error: float) -> int:
        art = Art(compare=(3, 4))
        sheet = compare(raster, Options(colors="auto", max_error=error), art).artwork
        pixels = sheet.image
        assert isinstance(pixels, IndexedImage)
        return int((pixels.to_array() == 0).all(axis=2).sum())

    far, three = ink(0.5), ink(100)
    assert far == three  # neither 1 nor 200 colors is on the sheet
    errors = [
        row["delta_e"] for row in compare(raster, Options(), Art(compare=(3,))).rows
    ]
    assert ink(errors[0] + 0.1) > far


def test_few_colors() -> None:
    """When the picture has all of its colors, the sheet ends."""
    three = np.array([[[255, 0, 0], [0, 0, 0], [9, 9, 9]]], dtype=np.uint8)
    found = compare(Raster.from_array(three), Options(), Art(compare=(1, 2, 3, 4, 8)))
    assert [row["colors"] for row in found.rows] == [1, 2, 3]
    assert found.rows[-1]["delta_e"] == 0
    assert (found.distinct, found.auto_k) == (3, 3)


def test_small_pictures_stay_exact(noise: U8) -> None:
    """Pixels of a small picture are squares, as they are written."""
    small = noise[:10, :20]
    found = compare(Raster.from_array(small), Options(), Art(compare=(4,)))
    reduced = quantize(small, Options(colors=4)).image.to_array()
    squares = reduced.repeat(10, axis=0).repeat(10, axis=1)
    image = found.artwork.image
    assert isinstance(image, IndexedImage)
    assert np.array_equal(image.to_array()[24:124, 24:224], squares)


def test_transparent_areas_are_paper(veiled: U8) -> None:
    """What is transparent has the color of the paper."""
    image = compare(
        Raster.from_array(veiled), Options(), Art(compare=(2,))
    ).artwork.image
    assert image.is_opaque


def test_min_region_is_that_of_the_whole_picture() -> None:
    """On a small sheet, regions are as small as the picture is shrunk."""
    pixels = np.full((1500, 1500, 3), 255, dtype=np.uint8)
    pixels[300:900, 300:900] = pixels[1200:1300, 1200:1300] = [200, 0, 0]

    def red(min_region: int) -> int:
        options = Options(min_region=min_region)
        found = compare(Raster.from_array(pixels), options, Art(compare=(2,)))
        image = found.artwork.image
        assert isinstance(image, IndexedImage)
        return int((image.to_array() == [200, 0, 0]).all(axis=2).sum())

    assert red(9_000) == red(1)
    assert red(1) - red(11_000) == 32 * 32  # as large as the small square is shown
