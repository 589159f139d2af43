"""Defaults of pictures for print."""

import numpy as np
import pytest

from kquant.art.options import Art, default_min_region
from kquant.art.print_defaults import few_colors, is_gray_photo, options_for_print
from kquant.images.counting import PictureColors
from kquant.images.raster import Raster
from kquant.options import Options
from kquant.runtime.arrays import U8

Y, X = np.mgrid[:300, :400].astype(np.uint8)
PHOTO = Raster.of(np.stack([X, Y, X ^ Y], axis=-1))
LOGO = Raster.of(np.stack([X // 40, X // 40, Y // 60], axis=-1).astype(np.uint8))


def colors_of(pixels: U8) -> PictureColors:
    """Return the colors of a picture."""
    return PictureColors.of(Raster.of(pixels))


def test_size_of_specks() -> None:
    """A 30,000th of 12 megapixels is 400 pixels; small pictures have no specks."""
    assert default_min_region(4000, 3000) == 400
    assert default_min_region(768, 512) == 13
    assert default_min_region(100, 100) == 1
    assert default_min_region(4000, 3000, shapes=True) == 1200


def test_photos_are_cleaned() -> None:
    """Specks go from photos where that is asked for, and k stays."""
    asked = Options(colors=6)

    assert options_for_print(asked, Art(), PHOTO) == asked
    assert options_for_print(asked, Art(clean=True, keeps_colors=True), PHOTO) == (
        Options(colors=6, min_region=4)
    )
    assert options_for_print(asked, Art(clean=True), PHOTO, shapes=True) == (
        Options(colors=6, min_region=12)
    )


def test_graphics_keep_colors_and_specks() -> None:
    """A picture of few colors keeps all of them, and its small regions with them."""
    kept = options_for_print(Options(), Art(clean=True, keeps_colors=True), LOGO)

    assert (kept.colors, kept.min_region) == (256, 1)
    assert options_for_print(Options(colors=3), Art(clean=True), LOGO).colors == 3


def test_gray_photos_are_cleaned_when_they_are_reduced() -> None:
    """A photo has at most 256 grays; on a page it keeps them, unless k is given.

    Text has as many, but most of it is paper.
    """
    gray = np.clip(X.astype(int) // 2 + Y // 4, 0, 255).astype(np.uint8)
    text = np.where(X < 40, gray, 255)
    photo, scan = (Raster.of(np.stack([x] * 3, axis=-1)) for x in (gray, text))
    asked = Options(colors=6)

    assert (
        options_for_print(asked, Art(clean=True), photo, shapes=True).min_region == 12
    )
    assert options_for_print(asked, Art(clean=True), scan) == asked
    kept = options_for_print(asked, Art(clean=True, keeps_colors=True), photo)
    assert (kept.colors, kept.min_region) == (256, 1)


def test_what_gray_photos_are() -> None:
    """Eight of 17 equal shares are less than half, of 16 they are half; no tint is allowed."""
    seventeen, sixteen = (
        np.tile(np.arange(n, dtype=np.uint8)[None, :, None], (4, 1, 3))
        for n in (17, 16)
    )
    tinted = seventeen.copy()
    tinted[0, 0, 0] = 200

    assert is_gray_photo(colors_of(seventeen))
    assert not is_gray_photo(colors_of(sixteen))
    assert not is_gray_photo(colors_of(tinted))


@pytest.mark.parametrize(("count", "few"), [(256, True), (257, False)])
@pytest.mark.parametrize("height", [1, 1000])
def test_what_few_colors_are(count: int, few: bool, height: int) -> None:
    """256 fit into a palette, wherever in the picture they are."""
    pixels = np.zeros((height, 300, 3), dtype=np.uint8)
    numbers = np.arange(300) % count
    pixels[0, :, 0], pixels[0, :, 1] = numbers % 256, numbers // 256

    assert (few_colors(Raster.of(pixels)) is not None) is few
