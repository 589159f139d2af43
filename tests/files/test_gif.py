"""GIF files: every pixel and all of the time come back, in few bytes."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kquant.files.gif import encode_gif, whole_ticks
from kquant.images.animation import Timing
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.runtime.arrays import U8


def palette(k: int) -> Palette:
    """Return k distinct colors."""
    codes = np.random.default_rng(k).choice(1 << 24, k, replace=False)
    colors = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1)
    return Palette(colors.astype(np.uint8))


def strip(frames: U8, k: int, alpha: U8 | None = None) -> IndexedImage:
    """Put frames one below another."""
    width = frames.shape[2]
    alpha = None if alpha is None else alpha.reshape(-1, width)
    return IndexedImage(frames.reshape(-1, width), palette(k), alpha)


def written(image: IndexedImage, timing: Timing | None) -> bytes:
    """Encode in memory."""
    file = io.BytesIO()
    encode_gif(image, file, timing)
    return file.getvalue()


def decoded(data: bytes) -> tuple[list[U8], list[int]]:
    """Return the frames as RGBA, and how long they are shown."""
    frames, durations = [], []
    with Image.open(io.BytesIO(data)) as image:
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            frames.append(np.asarray(image.convert("RGBA")))
            durations.append(image.info.get("duration", 0))
    return frames, durations


def by_pillow(image: IndexedImage, count: int) -> bytes:
    """Encode an opaque animation as Pillow does, optimized."""
    colors = image.palette.colors.tobytes()
    frames = []
    for part in np.split(image.indices, count):
        frames.append(Image.fromarray(part).convert("P"))
        frames[-1].putpalette(colors)
    file, more = io.BytesIO(), frames[1:]
    frames[0].save(
        file, "GIF", save_all=True, append_images=more, optimize=True, duration=50
    )
    return file.getvalue()


@settings(max_examples=150)
@given(st.data())
def test_all_comes_back(data: st.DataObject) -> None:
    """Whatever changes, appears or disappears, each frame is shown for its time."""
    count = data.draw(st.integers(1, 5))
    k = data.draw(st.sampled_from([1, 2, 3, 4, 9, 16, 255, 256]))
    rng = np.random.default_rng(data.draw(st.integers(0, 1 << 32)))
    frames = rng.integers(0, k, (count, 6, 7), dtype=np.uint8)
    alpha = rng.choice(np.array([0, 127, 128, 255], np.uint8), frames.shape)
    alpha[rng.random(frames.shape) < data.draw(st.sampled_from([0.1, 0.9, 1]))] = 255
    for number in range(1, count):  # most pixels stay as they are
        stay = rng.random((6, 7)) < data.draw(st.sampled_from([0.1, 0.8, 0.95, 1]))
        frames[number, stay] = frames[number - 1, stay]
        alpha[number, stay] = alpha[number - 1, stay]
    times = [20 * (number + 1) for number in range(count)]
    image = strip(frames, k, alpha)
    got, durations = decoded(written(image, Timing(tuple(map(float, times)))))
    expected = image.to_array().reshape(count, 6, 7, 4)
    expected[..., 3] = np.where(expected[..., 3] >= 128, 255, 0)
    expected[expected[..., 3] == 0] = 0
    assert sum(durations) == sum(times)
    ends = np.cumsum(durations)
    for number, end in enumerate(np.cumsum(times)):
        seen = got[np.searchsorted(ends, end)].copy()
        seen[seen[..., 3] == 0] = 0
        assert np.array_equal(seen, expected[number])


@pytest.mark.parametrize("k", [4, 16, 64, 256])
@pytest.mark.parametrize("what", ["square", "noise", "pan"])
def test_smaller_than_by_pillow(k: int, what: str) -> None:
    """Fewer bytes than Pillow's optimized file, for frames alike and for others."""
    rng = np.random.default_rng(k)
    ground = rng.integers(0, k, (40, 70), dtype=np.uint8)
    frames = np.stack([ground[:, :50]] * 6)
    for number, frame in enumerate(frames):
        if what == "square":
            frame[5:15, 7 * number : 7 * number + 10] = number % k
        elif what == "noise":
            noisy = rng.random(frame.shape) < 0.3
            frame[noisy] = rng.integers(0, k, frame.shape, dtype=np.uint8)[noisy]
        else:
            frame[...] = ground[:, 3 * number : 3 * number + 50]
    image = strip(frames, k)
    data = written(image, Timing((50.0,) * 6))
    assert len(data) < len(by_pillow(image, 6))
    got, _ = decoded(data)
    assert np.array_equal(np.array(got)[..., :3].reshape(-1, 50, 3), image.to_array())


def test_first_frame_has_a_gap_if_a_later_one_hides_pixels() -> None:
    """Otherwise Pillow would show a color in place of what is cleared."""
    frames = np.zeros((3, 4, 4), dtype=np.uint8)
    alpha = np.full((3, 4, 4), 255, dtype=np.uint8)
    frames[1, 1], alpha[2, 2] = 1, 0
    got, _ = decoded(written(strip(frames, 2, alpha), Timing((50.0,) * 3)))
    assert np.array_equal(np.array(got)[..., 3], alpha)


def test_one_table() -> None:
    """The palette comes once, in order, with room for an entry that is not drawn."""
    frames = np.arange(4, dtype=np.uint8).reshape(1, 2, 2).repeat(3, axis=0)
    frames[1, 0, 0] = 3
    data = written(strip(frames, 4), Timing((50.0,) * 3))
    colors = palette(4).colors.tobytes()
    assert data.startswith(b"GIF89a\2\0\2\0\xf1\0\0" + colors)
    assert data.count(colors) == 1


def test_still() -> None:
    """A still picture has no durations; hidden pixels have an entry after the palette."""
    frames = np.arange(4, dtype=np.uint8).reshape(1, 2, 2)
    assert b"!\xf9" not in written(strip(frames, 4), None)
    alpha = np.array([[[255, 255], [255, 255], [0, 127]]], dtype=np.uint8)
    indices = np.array([[[0, 1], [2, 3], [0, 0]]], dtype=np.uint8)
    data = written(strip(indices, 4, alpha), None)
    assert data[10] & 7 == 2  # a table of eight
    assert Image.open(io.BytesIO(data)).info["transparency"] == 4


def test_equal_frames_become_one() -> None:
    """They are shown as long, in as few frames as durations allow."""
    frames = np.zeros((4, 3, 3), dtype=np.uint8)
    frames[3] = 1
    image = strip(frames, 2)
    got, durations = decoded(written(image, Timing((300_000.0,) * 4)))
    assert durations == [600_000, 300_000, 300_000]
    assert [frame[0, 0].tolist() == frame[2, 2].tolist() for frame in got] == [True] * 3
    assert np.array_equal(got[0], got[1])
    assert not np.array_equal(got[1], got[2])


def test_whole_ticks() -> None:
    """Hundredths of a second: 15 ms are 20, as ties go to even numbers, 4 ms are 10."""
    assert [whole_ticks(time) for time in (0, 4, 15, 24, 26)] == [0, 10, 20, 20, 30]
