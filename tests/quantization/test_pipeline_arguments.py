"""Wrong arguments in Python get one error that says what to write."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from kquant import Options, Palette, quantize, remap, save
from kquant.runtime.arrays import U8


@pytest.mark.parametrize("options", [6, {}, {"colors": 6}, "6"])
def test_options(noise: U8, options: Any) -> None:
    """Neither a number nor a dict is taken for options."""
    words = r"write quantize\(picture, Options\(colors=6\)\)"
    with pytest.raises(TypeError, match=words):
        quantize(noise, options)
    with pytest.raises(TypeError, match=words):
        remap(noise, ["#fff"], options)


@pytest.mark.parametrize("path", ["photo.jpg", Path("photo.jpg")])
def test_path(path: Any) -> None:
    """A path is not a picture, and the message names the function that reads it."""
    with pytest.raises(TypeError, match=r"quantize\(load\(.*photo.jpg.*\)\)"):
        quantize(path)
    with pytest.raises(TypeError, match="read the file first"):
        remap(path, ["#fff"])


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (Image.new("CMYK", (2, 2)), "must be RGB or RGBA, got CMYK: use its convert"),
        (Image.new("P", (2, 2)), "must be RGB or RGBA, got P"),
        (np.zeros((2, 2), np.uint8), r"RGBA, got \(2, 2\)"),
        (np.zeros((2, 2, 5), np.uint8), r"RGBA, got \(2, 2, 5\)"),
        (np.zeros((0, 2, 3), np.uint8), r"RGBA, got \(0, 2, 3\)"),
        (np.zeros((2, 2, 3)), "must be uint8, from 0 to 255, got float64"),
        ([[1, 2], [3]], "with rows of one length"),
        (None, r"RGBA, got \(\)"),
    ],
)
def test_other_pictures(picture: Any, words: str) -> None:
    """An array of CMYK looks like one of RGBA, so the mode of a picture counts."""
    with pytest.raises(ValueError, match=words):
        quantize(picture)


def test_pillow_pictures(noise: U8) -> None:
    """RGB and RGBA of Pillow are taken as they are."""
    few = Options(colors=4)
    result = quantize(Image.fromarray(noise), few)  # type: ignore[arg-type] # welcome
    assert np.array_equal(result.image.indices, quantize(noise, few).image.indices)


def test_list_of_colors(noise: U8) -> None:
    """A list of colors is a palette."""
    palette = Palette.from_hex("#ffffff #000080")
    expected = remap(noise, palette)
    image = remap(noise, ["#fff", "navy"])

    assert image.palette == palette
    assert np.array_equal(image.indices, expected.indices)


@pytest.mark.parametrize(
    ("palette", "words"),
    [
        ("#fff", r"must be a Palette or a list .* got '#fff'"),
        (5, r"must be a Palette or a list .* got 5"),
        (["nope"], "'nope' is not a color"),
        ([5], "5 is not a color"),
        ([], "a palette holds 1 to 256 colors, got 0"),
    ],
)
def test_other_palettes(noise: U8, palette: Any, words: str) -> None:
    """What is no list of colors is refused, with an example of one."""
    with pytest.raises((TypeError, ValueError), match=words):
        remap(noise, palette)


def test_save_takes_the_image(noise: U8, tmp_path: Path) -> None:
    """The result of `quantize` holds the picture, and is not one itself."""
    words = r"quantize\(picture\).image, not a Quantized"
    with pytest.raises(TypeError, match=words):
        save(quantize(noise), tmp_path / "x.png")  # type: ignore[arg-type] # refused
    assert not list(tmp_path.iterdir())
