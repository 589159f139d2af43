"""The film: it ends in the picture that is written, and is small enough."""

import io

import numpy as np
import pytest
from PIL import Image

from kquant import Options
from kquant.files.formats import ImageFormat
from kquant.images.animation import Animation, Timing
from kquant.images.raster import Raster
from kquant.quantization.pipeline import quantize_frames
from kquant.report import film as module
from kquant.report.film import Story, film
from kquant.report.motion import PACES, Pace
from kquant.report.screen import PICTURE
from kquant.report.shrinking import as_raster, shrunk
from kquant.runtime.arrays import U8

QUICK = Pace(dots=40, scenes=3, moves=2, turns=2, colors=16)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make short films."""
    monkeypatch.setattr(module, "PACES", (QUICK,))


def frames_of(data: bytes) -> tuple[list[U8], list[int]]:
    """Return the frames and their durations."""
    frames, durations = [], []
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.info["loop"] == 0
        for number in range(getattr(picture, "n_frames", 1)):
            picture.seek(number)
            picture.load()
            frames.append(np.asarray(picture.convert("RGB")))
            durations.append(int(picture.info["duration"]))
    return frames, durations


def still(pixels: U8) -> Animation:
    """Return a picture as an animation of one frame."""
    return Animation(Raster.from_array(pixels), Timing((0,)))


def filmed(pixels: U8, options: Options, file_format: ImageFormat = "gif") -> list[U8]:
    """Return the frames of a film."""
    picture = still(pixels)
    result = quantize_frames(picture, options)
    return frames_of(film(picture, result, options, file_format))[0]


def in_place(frame: U8, width: int, height: int) -> U8:
    """Return the part of a frame that shows a picture of this size."""
    left = PICTURE.left + (PICTURE.width - width) // 2
    top = PICTURE.top + (PICTURE.height - height) // 2
    return frame[top : top + height, left : left + width]


@pytest.mark.parametrize("file_format", ["gif", "webp", "png"])
@pytest.mark.parametrize(
    "options", [Options(colors=5), Options(colors=5, dither="bayer")]
)
def test_ends_in_the_picture(
    gradient: U8, options: Options, file_format: ImageFormat
) -> None:
    """The last frame shows exactly the pixels that are written, the first the original."""
    picture = still(gradient)
    result = quantize_frames(picture, options)
    frames, durations = frames_of(film(picture, result, options, file_format))

    shown = in_place(frames[-1], 20 * 19, 15 * 19)[9::19, 9::19]
    assert np.array_equal(shown, result.image.to_array())
    assert durations[0] > 1000
    assert durations[-1] > 1000
    assert set(durations[1:-1]) <= {20, 30, 70}
    first = in_place(frames[0], 20 * 19, 15 * 19)[9::19, 9::19]
    assert np.abs(first.astype(int) - gradient).mean() < 6


def test_a_large_picture_is_seen_from_afar(photo: U8) -> None:
    """The last frame has the mean light of the written picture; flat areas are exact."""
    options = Options(colors=6)
    picture = still(photo)
    result = quantize_frames(picture, options)
    frames, _ = frames_of(film(picture, result, options, "webp"))

    shown = in_place(frames[-1], 388, 259)
    small = shrunk(as_raster(result.image), 388, 259).read_rows(0, 259)
    expected = np.ascontiguousarray(small).view(np.uint8).reshape(259, 388, 4)[..., :3]
    assert np.abs(shown.astype(int) - expected).mean() < 1
    flat = np.isin(expected, result.image.palette.colors).all(axis=2)
    assert (shown[flat] == expected[flat]).all(axis=1).mean() > 0.99


def test_the_same_film_in_each_format(gradient: U8) -> None:
    """WebP and PNG have the same frames."""
    webp, png = (filmed(gradient, Options(colors=3), x) for x in ("webp", "png"))
    assert len(webp) == len(png)
    assert all(np.array_equal(a, b) for a, b in zip(webp, png, strict=True))


@pytest.mark.parametrize(
    "pixels",
    [
        np.full((1, 1, 3), 200, dtype=np.uint8),
        np.zeros((3, 4, 4), dtype=np.uint8),
        np.arange(256, dtype=np.uint8).reshape(16, 16, 1).repeat(3, axis=2),
    ],
    ids=["one pixel", "transparent", "grays"],
)
def test_odd_pictures(pixels: U8) -> None:
    """There is a film of anything."""
    assert len(filmed(pixels, Options(colors=4))) >= 3


def test_frames_of_an_animation(gradient: U8) -> None:
    """The film shows the first frame; the colors are those of all."""
    frames = [Raster.from_array(gradient), Raster.from_array(255 - gradient)]
    picture = Animation.of(frames, Timing((50, 50)))
    result = quantize_frames(picture, Options(colors=6))
    data = film(picture, result, Options(colors=6), "webp")
    shown = in_place(frames_of(data)[0][-1], 380, 285)[9::19, 9::19]
    assert np.array_equal(shown, result.image.to_array()[:15])


def test_less_to_see_if_the_file_would_be_too_large(
    noise: U8, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other paces follow until the file is small enough; the last one is taken anyway."""
    tried: list[Pace] = []
    shots = Story.shots

    def counted(self: Story, pace: Pace) -> object:
        tried.append(pace)
        return shots(self, pace)

    monkeypatch.setattr(Story, "shots", counted)
    smaller = QUICK._replace(dots=10, scenes=2)
    monkeypatch.setattr(module, "PACES", (QUICK, smaller))
    picture = still(noise)
    result = quantize_frames(picture, Options(colors=9))
    whole = film(picture, result, Options(colors=9), "gif")
    monkeypatch.setattr(module, "MOST_BYTES", len(whole) - 1)
    less = film(picture, result, Options(colors=9), "gif")
    assert tried == [QUICK, QUICK, smaller]
    assert len(less) < len(whole)


def test_paces() -> None:
    """Each has less to see than the one before."""
    weights = [pace.weight for pace in PACES]
    assert weights == sorted(weights, reverse=True)
