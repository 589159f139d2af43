"""The limit on pixels holds before anything is decoded; memory that is short is named."""

import io
import struct
import sys
import threading
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from kquant import load
from kquant.errors import ImageReadError
from kquant.files import limits
from kquant.files.limits import at_most
from kquant.files.reading import read_animation

SIDE = 40
FORMATS: dict[str, dict[str, Any]] = {
    **{name: {} for name in ("png", "jpg", "gif", "bmp", "tiff", "webp", "ppm")},
    **{name: {} for name in ("jp2", "tga", "avif", "pcx", "sgi", "qoi", "icns")},
    "ico": {"sizes": [(SIDE, SIDE)]},
}


@pytest.fixture(params=FORMATS)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a picture of 1,600 pixels in each format."""
    path = tmp_path / f"a.{request.param}"
    side = 128 if request.param == "icns" else SIDE
    Image.new("RGB", (side, side), "red").save(path, **FORMATS[request.param])
    return path


def test_the_limit_holds_before_decoding(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One pixel too many is refused from the header; the limit itself is not."""
    with Image.open(path) as image:
        pixels = image.width * image.height
    assert load(path, max_pixels=pixels).width * load(path).height == pixels

    def decoded(_image: Image.Image) -> None:
        raise AssertionError("it was decoded")

    monkeypatch.setattr(Image.Image, "load", decoded)
    with pytest.raises(ImageReadError, match=r"megapixels.*--max-pixels"):
        load(path, max_pixels=pixels - 1)


def test_a_higher_limit_works(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pillow's own limit, here a low one, does not stand in the way, and comes back."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 600)
    assert load(path).width >= SIDE
    assert Image.MAX_IMAGE_PIXELS == 600


def test_a_picture_within_an_icon(tmp_path: Path) -> None:
    """An icon that claims 16 pixels and holds a PNG of more is refused, not decoded."""
    inside = io.BytesIO()
    Image.new("RGB", (200, 200)).save(inside, "PNG")
    png = inside.getvalue()
    entry = struct.pack("<4B2H2I", 16, 16, 0, 0, 1, 24, len(png), 22)
    (tmp_path / "a.ico").write_bytes(struct.pack("<3H", 0, 1, 1) + entry + png)
    with pytest.raises(ImageReadError, match="--max-pixels"):
        load(tmp_path / "a.ico", max_pixels=1000)


def test_limits_of_several_threads() -> None:
    """Each thread has its own limit as long as it needs it; the old one comes back."""
    before, seen = Image.MAX_IMAGE_PIXELS, []

    def look(most: int) -> None:
        for _ in range(50):
            with at_most(most):
                seen.append(most / 2 == Image.MAX_IMAGE_PIXELS)

    threads = [threading.Thread(target=look, args=(most,)) for most in (10, 10, 99)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [True] * 150
    assert before == Image.MAX_IMAGE_PIXELS


class _Endless(io.RawIOBase):
    """A pipe that never ends, and counts what is read."""

    taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        self.taken += len(buffer)
        assert self.taken < 1 << 26, "nobody stops reading"
        return len(buffer)


def test_endless_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read only as far as a picture within the limit can reach."""
    stream = io.TextIOWrapper(io.BufferedReader(_Endless()))  # type: ignore[type-var]
    monkeypatch.setattr(sys, "stdin", stream)
    with pytest.raises(ImageReadError, match=r"standard input has more than 17 MB"):
        load("-", max_pixels=1000)


def _bomb(path: Path, width: int, height: int) -> None:
    """Write a PNG whose header claims a size and whose pixels are missing."""
    header = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b"")]
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            struct.pack(">I", len(data))
            + name
            + data
            + struct.pack(">I", zlib.crc32(name + data))
            for name, data in chunks
        )
    )


@pytest.mark.parametrize("kind", ["png", "lossy.webp", "lossless.webp", "alpha.webp"])
def test_want_of_memory_is_told_from_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """A decoder that fails where memory is short has not met damage."""
    path, asked = tmp_path / f"a.{kind.partition('.')[2] or kind}", []

    def is_available(size: int) -> bool:
        asked.append(size)
        return False

    monkeypatch.setattr(limits, "is_available", is_available)
    if kind == "png":
        _bomb(path, 300, 200)
    else:
        mode = "RGBA" if kind == "alpha.webp" else "RGB"
        picture = np.random.default_rng(0).integers(0, 255, (200, 300, len(mode)))
        Image.fromarray(picture.astype(np.uint8)).save(
            path, lossless=kind == "lossless.webp"
        )
        path.write_bytes(path.read_bytes()[:400])
    with pytest.raises(ImageReadError, match="needs more memory than is available"):
        read_animation(str(path))
    assert asked == [32 * 300 * 200]
    monkeypatch.setattr(limits, "is_available", lambda _size: True)
    with pytest.raises(ImageReadError, match="is damaged"):
        read_animation(str(path))
