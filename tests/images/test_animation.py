"""Frames one below another."""

import numpy as np
import pytest

from kquant.images.animation import Animation, Timing
from kquant.images.raster import Raster
from kquant.options import DITHERS, DitherKind, Options
from kquant.quantization.pipeline import quantize_frames
from kquant.runtime.arrays import U8


def _frames(count: int, alpha: int = 0) -> list[U8]:
    """Return frames of 5 x 4 pixels, those from number `alpha` on with alpha."""
    rng = np.random.default_rng(4)
    frames = [rng.integers(0, 256, (4, 5, 4), dtype=np.uint8) for _ in range(count)]
    return [
        frame if number >= alpha else frame[..., :3]
        for number, frame in enumerate(frames)
    ]


def _animation(frames: list[U8]) -> Animation:
    timing = Timing((100.0,) * len(frames))
    return Animation.of([Raster.from_array(frame) for frame in frames], timing)


def test_frames_lie_one_below_another() -> None:
    """Rows of the strip are those of the frames, also across their borders."""
    frames = _frames(3)
    animation = _animation(frames)
    assert (animation.strip.height, animation.frame_height) == (12, 4)
    together = Raster.from_array(np.concatenate(frames))
    for top, bottom in ((0, 12), (3, 5), (2, 11), (8, 9)):
        rows = animation.strip.read_rows(top, bottom)
        assert np.array_equal(rows, together.read_rows(top, bottom))
    for frame, expected in zip(animation.frames(), frames, strict=True):
        rows = Raster.from_array(expected).read_rows(0, 4)
        assert np.array_equal(frame.read_rows(0, 4), rows)


def test_opaque_frames_among_others_stay_opaque() -> None:
    """A frame without alpha is opaque in an animation with alpha."""
    animation = _animation(_frames(2, alpha=1))
    assert animation.strip.has_alpha
    assert np.all(animation.frame(0).read_rows(0, 4) >> 24 == 255)


def test_still() -> None:
    """A single frame is the strip itself."""
    still = _animation(_frames(1))
    assert (len(still.timing), still.strip.height) == (1, 4)
    assert still.frame(0) is still.strip


def test_frames_that_do_not_fit_are_refused() -> None:
    """All frames are of one size, and there is a duration for each."""
    small, large = _frames(1)[0][:2], _frames(1)[0]
    with pytest.raises(ValueError, match="one size"):
        _animation([small, large])
    with pytest.raises(ValueError, match="equal height"):
        Animation(Raster.from_array(large), Timing((1.0, 1.0, 1.0)))


@pytest.mark.parametrize("dither", DITHERS)
def test_equal_frames_become_equal(dither: DitherKind, noise: U8) -> None:
    """A frame that comes back looks the same again, dithered or not."""
    animation = _animation([noise, 255 - noise, noise])
    quantized = quantize_frames(animation, Options(colors=6, dither=dither))
    first, second, third = np.split(quantized.image.indices, 3)
    assert np.array_equal(first, third)
    assert not np.array_equal(first, second)
    assert len(quantized.image.palette) == 6
