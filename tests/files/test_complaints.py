"""What is said of damaged files: no jargon, and no blame for what is not their fault."""

import io
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kquant import load
from kquant.errors import ImageReadError, KquantError
from kquant.files.complaints import complaint_about
from kquant.files.paths import suffix_of

NOISE = np.random.default_rng(2).integers(0, 256, (40, 50, 3), dtype=np.uint8)
JARGON = ("index", "object", "Error", "b'", "chunk", "stream", "header=", "unpack_from")


def _file(file_format: str, picture: Image.Image | None = None) -> bytes:
    buffer = io.BytesIO()
    (picture or Image.fromarray(NOISE)).save(buffer, file_format)
    return buffer.getvalue()


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "QOI"])
def test_cut_files(tmp_path: Path, file_format: str) -> None:
    """A file that ends early is called cut off, or at least damaged."""
    data = _file(file_format)
    path = tmp_path / "a"
    path.write_bytes(data[: len(data) * 2 // 3])
    with pytest.raises(
        ImageReadError, match=r"a is damaged: (it is cut off|its )"
    ) as e:
        load(path)
    assert e.value.__cause__ is not None


def _tiff_with(tag: int, kind: int, value: bytes) -> bytes:
    """Return a TIFF, one tag of which has been spoiled."""
    data = bytearray(_file("TIFF", Image.new("L", (4, 4))))
    start = struct.unpack_from("<I", data, 4)[0]
    for i in range(struct.unpack_from("<H", data, start)[0]):
        at = start + 2 + 12 * i
        if struct.unpack_from("<H", data, at)[0] == tag:
            data[at + 2 : at + 4] = struct.pack("<H", kind)
            data[at + 8 : at + 12] = value
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(_tiff_with(256, 5, b"\1\0\0\0"), id="width-is-a-fraction"),
        pytest.param(_tiff_with(259, 3, b"\x63\0\0\0"), id="compression-99"),
        pytest.param(_tiff_with(273, 4, b"\xff\xff\xff\x7f"), id="strip-elsewhere"),
        pytest.param(b"BM" + bytes(60), id="bmp-of-zeros"),
        pytest.param(b"P6 9 9 255 ", id="ppm-without-pixels"),
        pytest.param(b"P6 nine 9 255 ", id="ppm-of-words"),
        pytest.param(_file("PNG").replace(b"IDAT", b"IDAX"), id="png-without-pixels"),
        pytest.param(_file("GIF")[:20], id="gif-header"),
        pytest.param(b"8BPS\0\1" + bytes(60), id="psd-of-zeros"),
    ],
)
def test_no_jargon(tmp_path: Path, data: bytes) -> None:
    """One short sentence in words that a user knows."""
    path = tmp_path / "a"
    path.write_bytes(data)
    with pytest.raises(KquantError) as caught:
        load(path)
    sentence = str(caught.value).removeprefix(str(path))
    assert sentence.startswith((" is ", " has ", " cannot ", " would "))
    assert len(sentence) <= 160
    assert not any(word in sentence for word in JARGON)


def test_a_bug_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in kquant's own code is passed on as it is."""
    path = tmp_path / "a.png"
    path.write_bytes(_file("PNG"))

    def buggy(*_args: object) -> None:
        raise IndexError("index 3 is out of bounds")

    monkeypatch.setattr("kquant.files.reading.raster_of", buggy)
    with pytest.raises(IndexError):
        load(path)


def test_a_name_that_no_file_can_have() -> None:
    """Python itself refuses it, before the system is asked."""
    with pytest.raises(ImageReadError, match="cannot be the path of a file"):
        load("a\0b.png")


def _raised(call: Callable[[], object]) -> Exception:
    """Return the error that a call raises."""
    with pytest.raises((IndexError, TypeError)) as caught:
        call()
    return caught.value


def test_the_words_of_pillow_are_not_repeated() -> None:
    """An error out of Pillow is told in plain words."""
    error = _raised(lambda: Image.new("L", (1, 1)).getpixel((9, 9)))

    assert "index out of range" in str(error)
    assert complaint_about(error, 1) == "is damaged: its pixels cannot be decoded"


def test_own_errors_are_no_damage_even_if_pillow_calls() -> None:
    """An error in kquant's code is not the file's fault, though Pillow called it."""
    error = _raised(lambda: Image.new("L", (1, 1)).point(suffix_of))  # type: ignore[arg-type]

    assert complaint_about(error, 1) is None
