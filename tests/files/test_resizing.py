"""Resizing: light mixes, alpha weighs, and nothing else changes."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kquant import load, save
from kquant.errors import OptionError
from kquant.files import resizing
from kquant.files.resizing import resize, resize_animation
from kquant.images.animation import Animation, Timing
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.images.raster import Raster
from kquant.images.size import Size
from kquant.runtime.arrays import U8, U32


def pixels(rows: Sequence[Sequence[tuple[int, ...]]]) -> Raster:
    """Return a raster of colors that are written out."""
    return Raster.from_array(np.array(rows, dtype=np.uint8))


def packed(raster: Raster) -> U32:
    """Return all pixels."""
    return raster.read_rows(0, raster.height)


BLACK, WHITE = (0, 0, 0), (255, 255, 255)


def test_light_is_averaged() -> None:
    """Half black and half white is the gray of half the light: 188, not 128."""
    raster = resize(pixels([[BLACK, WHITE], [WHITE, BLACK]]), Size(1, 1))

    assert packed(raster).tolist() == [[188 | 188 << 8 | 188 << 16]]


def test_transparent_pixels_lend_no_color() -> None:
    """A clear green beside an opaque red gives red, half opaque."""
    raster = resize(pixels([[(255, 0, 0, 255), (0, 255, 0, 0)]]), Size(1, 1))

    assert packed(raster).tolist() == [[255 | 128 << 24]]
    assert raster.has_alpha


def test_what_is_cut_off_lends_nothing() -> None:
    """To cover, the middle is taken: the columns at both ends are gone."""
    row = [BLACK, BLACK, WHITE, WHITE, WHITE, WHITE, BLACK, BLACK]
    raster = resize(pixels([row, row]), Size(1, 1, "cover"))

    # Of the 2 x 2 in the middle, all is white, and so are their neighbors.
    assert packed(raster).tolist() == [[0xFFFFFF]]


def test_the_same_size_is_the_same_picture() -> None:
    """Nothing is computed."""
    raster = pixels([[BLACK, WHITE]])

    assert resize(raster, Size(2, None)) is raster


@given(st.integers(0, 255), st.integers(1, 40), st.integers(1, 40))
def test_flat_pictures_stay_flat(level: int, width: int, height: int) -> None:
    """Any size of one color is of that color, enlarged or reduced."""
    raster = Raster.from_array(np.full((7, 11, 3), level, dtype=np.uint8))
    resized = resize(raster, Size(width, height, "cover"))

    assert (resized.width, resized.height) == (width, height)
    assert (packed(resized) == level * 0x010101).all()


@pytest.mark.parametrize("size", [Size(13, None), Size(90, 31, "cover")])
def test_bands_make_no_difference(
    size: Size, noise: U8, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture that is resized band by band is as if it were resized at once."""
    raster = Raster.from_array(noise)
    whole = packed(resize(raster, size))
    monkeypatch.setattr(resizing, "_BAND", 1)
    banded = packed(resize(raster, size))

    levels = [x.view(np.uint8).astype(int) for x in (whole, banded)]
    assert np.abs(levels[0] - levels[1]).max() <= 1


def test_frames_are_resized_one_by_one() -> None:
    """No frame lends anything to the next, and the timing stays."""
    frames = [pixels([[BLACK, BLACK]] * 2), pixels([[WHITE, WHITE]] * 2)]
    resized = resize_animation(Animation.of(frames, Timing((10, 20))), Size(1, 1), 9)

    assert packed(resized.strip).tolist() == [[0], [0xFFFFFF]]
    assert resized.timing == Timing((10, 20))


def test_too_many_pixels_are_refused() -> None:
    """The limit holds for what comes out, too."""
    picture = Animation(pixels([[BLACK]]), Timing((0,)))

    with pytest.raises(OptionError, match="4 x 4 pixels are more than the 15"):
        resize_animation(picture, Size(4, None), 15)


def test_load(tmp_path: Path) -> None:
    """A file can be read in another size."""
    black = IndexedImage(np.zeros((4, 6), dtype=np.uint8), Palette.from_hex("#000000"))
    save(black, tmp_path / "a.png")

    assert load(tmp_path / "a.png", size="3").height == 2
    assert load(tmp_path / "a.png", size=Size(5, 5, "cover")).height == 5
