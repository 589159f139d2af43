"""Pictures decoded ahead, while something else is waited for."""

import gc
import os
import threading
import warnings
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kquant.errors import ImageReadError
from kquant.files.decode import Decoded, decode, decode_ahead
from kquant.files.reading import read_animation, read_still
from kquant.images.animation import Animation
from kquant.runtime.arrays import U8
from kquant.runtime.startup import Ahead


def pixels_of(animation: Animation) -> list[list[int]]:
    """Return the packed pixels of all frames, row by row."""
    strip = animation.strip
    rows: list[list[int]] = strip.read_rows(0, strip.height).tolist()
    return rows


def decoded_in_a_thread(path: Path) -> Decoded | None:
    """Decode a picture as the program does while numpy is imported."""
    return Ahead(lambda: decode_ahead(str(path))).result()


def read_ahead(path: Path) -> Animation:
    """Read a picture that a thread has decoded."""
    decoded = decoded_in_a_thread(path)
    assert decoded is not None
    return read_animation(str(path), decoded=decoded)


@pytest.fixture
def picture(tmp_path: Path, noise: U8) -> Path:
    """Return a small PNG."""
    path = tmp_path / "a.png"
    Image.fromarray(noise).save(path)
    return path


def test_a_picture_decoded_ahead_is_not_decoded_again(
    picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader takes the decoded picture, with the same pixels, and decodes nothing."""
    expected = pixels_of(read_animation(str(picture)))
    monkeypatch.setattr("kquant.files.reading.decode", None)

    assert pixels_of(read_ahead(picture)) == expected


def test_animations_keep_their_frames(tmp_path: Path) -> None:
    """All frames and their times are read when the first one was decoded ahead."""
    first, second = (Image.new("L", (4, 3), level) for level in (0, 200))
    path = tmp_path / "a.gif"
    first.save(path, save_all=True, append_images=[second], duration=[50, 70])

    animation = read_ahead(path)

    assert list(animation.timing.durations) == [50, 70]
    levels = [int(x.read_rows(0, 1)[0, 0]) & 255 for x in animation.frames()]
    assert levels == [0, 200]


def test_orientation(tmp_path: Path) -> None:
    """A picture on its side stands upright when it was decoded ahead."""
    exif = Image.Exif()
    exif[0x0112] = 6  # the first row is the right edge
    side = Image.fromarray(np.arange(6, dtype=np.uint8).reshape(2, 3))
    side.save(tmp_path / "a.png", exif=exif)

    levels = np.array(pixels_of(read_ahead(tmp_path / "a.png"))) & 255

    assert levels.tolist() == [[3, 0], [4, 1], [5, 2]]


@pytest.mark.parametrize(
    "content", [b"no picture", b"", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"]
)
def test_errors_are_those_of_the_reader(tmp_path: Path, content: bytes) -> None:
    """A broken file is not decoded ahead, so that the reader meets and explains it."""
    path = tmp_path / "a.png"
    path.write_bytes(content)

    decoded = decoded_in_a_thread(path)

    assert decoded is None
    with pytest.raises(ImageReadError, match=r"a\.png"):
        read_animation(str(path), decoded=decoded)


def test_damage_met_after_the_first_frame_is_explained(tmp_path: Path) -> None:
    """A GIF cut off in its second frame is explained when that frame is read."""
    rng = np.random.default_rng(1)
    frames = [Image.fromarray(rng.integers(0, 256, (40, 40), np.uint8)) for _ in "ab"]
    path = tmp_path / "a.gif"
    frames[0].save(path, save_all=True, append_images=frames[1:])
    path.write_bytes(path.read_bytes()[:-400])

    decoded = decoded_in_a_thread(path)

    assert decoded is not None
    with pytest.raises(ImageReadError, match=r"a\.gif is damaged"):
        read_animation(str(path), decoded=decoded)


@pytest.mark.parametrize("cut", [-400, 0], ids=["data", "header"])
def test_damage_after_the_first_frame_does_a_still_no_harm(
    tmp_path: Path, cut: int
) -> None:
    """The first frame is read, and that there are more is known, however damaged."""
    rng = np.random.default_rng(1)
    frames = [rng.integers(0, 256, (40, 40), np.uint8) for _ in "ab"]
    path = tmp_path / "a.gif"
    first, second = map(Image.fromarray, frames)
    if cut:
        first.save(path, save_all=True, append_images=[second])
        path.write_bytes(path.read_bytes()[:cut])
    else:
        first.save(path)
        path.write_bytes(path.read_bytes()[:-1] + b"!\xf9\x01\x01\x00")

    for decoded in (None, decoded_in_a_thread(path)):
        raster, is_animated = read_still(str(path), decoded=decoded)
        assert is_animated
        np.testing.assert_array_equal(raster.read_rows(0, 40) & 255, frames[0])
    with pytest.raises(ImageReadError, match=r"a\.gif is damaged"):
        read_animation(str(path))


def test_stills_are_no_animations(tmp_path: Path) -> None:
    """A picture of one frame has none that were not read."""
    for suffix in ("gif", "png", "webp", "tif"):
        path = tmp_path / f"a.{suffix}"
        Image.new("L", (4, 3), 9).save(path)
        assert not read_still(str(path))[1]


def test_a_tiff_is_left_to_the_reader(tmp_path: Path, noise: U8) -> None:
    """Decoding a TIFF silences standard error, which only the reader may do."""
    for suffix in ("tif", "tiff", "TIF"):
        path = tmp_path / f"a.{suffix}"
        Image.fromarray(noise).save(path, "TIFF")
        assert decoded_in_a_thread(path) is None
        assert len(pixels_of(read_animation(str(path)))) == len(noise)


def test_a_suffix_of_another_format(tmp_path: Path, noise: U8) -> None:
    """Content that the suffix does not name is left to the reader, which knows it."""
    path = tmp_path / "a.png"
    for content in ("TIFF", "BMP"):
        Image.fromarray(noise).save(path, content)
        assert decoded_in_a_thread(path) is None
        assert len(pixels_of(read_animation(str(path)))) == len(noise)


def test_names_that_promise_no_picture(picture: Path) -> None:
    """A name without a known suffix, a missing file and a folder are left alone."""
    for name in ("a", "a.txt"):
        picture.with_name(name).write_bytes(picture.read_bytes())
    picture.with_name("folder.png").mkdir()

    for name in ("a", "a.txt", "missing.png", "folder.png"):
        assert decoded_in_a_thread(picture.with_name(name)) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_pipes_are_left_alone(tmp_path: Path) -> None:
    """A pipe can be read once only, so it is not opened ahead.

    Opening it would wait for someone to write to it.
    """
    path = tmp_path / "a.png"
    os.mkfifo(path)
    results: list[Decoded | None] = []

    thread = threading.Thread(
        target=lambda: results.append(decode_ahead(str(path))), daemon=True
    )
    thread.start()
    thread.join(20)

    assert results == [None]


def test_a_failed_decoding_closes_the_file(tmp_path: Path, picture: Path) -> None:
    """No file stays open when the pixels cannot be decoded."""
    path = tmp_path / "cut.png"
    path.write_bytes(picture.read_bytes()[:300])

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with pytest.raises(OSError, match="truncated"):
            decode(str(path))
        gc.collect()

    assert not [str(warning.message) for warning in caught]
