"""Pictures decoded ahead of their reading."""

import os
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kquant.arrays import U8
from kquant.errors import ImageReadError
from kquant.files import opening
from kquant.files.opening import decoded_ahead, taken
from kquant.files.reading import read_animation


def pixels_of(path: Path) -> list[int]:
    """Read a picture, as packed pixels."""
    strip = read_animation(path).strip
    return [int(x) for x in strip.read_rows(0, strip.height).reshape(-1)]


@pytest.fixture
def picture(tmp_path: Path, noise: U8) -> Path:
    """Return a small PNG."""
    path = tmp_path / "a.png"
    Image.fromarray(noise).save(path)
    return path


def test_the_same_picture(picture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was decoded ahead is used, and is what would have been decoded."""
    expected = pixels_of(picture)
    with decoded_ahead(str(picture)):
        assert opening._ahead is not None
        opening._ahead.join()
        with monkeypatch.context() as context:
            context.setattr("kquant.files.reading.decode", None)
            assert pixels_of(picture) == expected
        assert pixels_of(picture) == expected  # decoded now, as it is taken once only


def test_animations_keep_their_frames(tmp_path: Path) -> None:
    """All frames are read, be the first decoded ahead or not."""
    first, second = (Image.new("L", (4, 3), level) for level in (0, 200))
    first.save(tmp_path / "a.gif", save_all=True, append_images=[second])

    with decoded_ahead(str(tmp_path / "a.gif")):
        animation = read_animation(tmp_path / "a.gif")

    assert len(animation.timing) == 2
    assert [int(x.read_rows(0, 1)[0, 0]) & 255 for x in animation.frames()] == [0, 200]


def test_another_picture_is_not_taken_for_it(picture: Path) -> None:
    """Only the same path, at the same scale, gets what was decoded."""
    with decoded_ahead(str(picture)):
        assert taken(str(picture.with_name("b.png")), reduced=False) is None
        assert taken(str(picture), reduced=True) is None
        assert taken(str(picture), reduced=False) is not None
    with decoded_ahead(str(picture)):
        pass
    assert taken(str(picture), reduced=False) is None


@pytest.mark.parametrize("content", [b"no picture", b""])
def test_errors_are_those_of_the_reader(tmp_path: Path, content: bytes) -> None:
    """A broken file is reported when it is read, in the usual words."""
    path = tmp_path / "a.png"
    path.write_bytes(content)
    with pytest.raises(ImageReadError) as expected:
        read_animation(path)

    with decoded_ahead(str(path)), pytest.raises(ImageReadError) as raised:
        read_animation(path)

    assert str(raised.value) == str(expected.value)


def test_formats_go_by_the_suffix(tmp_path: Path, noise: U8) -> None:
    """A TIFF by another name is left to the reader, which silences libtiff."""
    path = tmp_path / "a.png"
    Image.fromarray(noise).save(path, "TIFF")
    with decoded_ahead(str(path)):
        assert taken(str(path), reduced=False) is None

    assert pixels_of(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_pipes_are_left_alone(tmp_path: Path) -> None:
    """What can be read only once is not read ahead."""
    path = tmp_path / "a.png"
    os.mkfifo(path)
    before = threading.active_count()

    with decoded_ahead(str(path)):
        assert threading.active_count() == before


def test_orientation(tmp_path: Path) -> None:
    """A picture on its side stands upright, decoded ahead or not."""
    exif = Image.Exif()
    exif[0x0112] = 6
    side = Image.fromarray(np.arange(6, dtype=np.uint8).reshape(2, 3))
    side.save(tmp_path / "a.png", exif=exif)

    with decoded_ahead(str(tmp_path / "a.png")):
        strip = read_animation(tmp_path / "a.png").strip

    assert (strip.width, strip.height) == (2, 3)
