"""Time against size in PNG files."""

import io
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kquant import Options, quantize
from kquant.files.formats import COMPRESSIONS, Compression
from kquant.files.frames import encode_animation
from kquant.files.png import software_of
from kquant.files.writing import encode
from kquant.images.animation import Timing
from kquant.runtime.arrays import U8


@pytest.mark.parametrize("k", [8, 40])
def test_compress(noise: U8, k: int) -> None:
    """The picture is the same however it is compressed, and "max" is the smallest."""
    image = quantize(np.tile(noise, (4, 4, 1)), Options(colors=k)).image
    sizes = {}
    for compress in COMPRESSIONS:
        buffer = io.BytesIO()
        encode(image, "png", buffer, compress)
        sizes[compress] = len(buffer.getvalue())

        assert (np.asarray(Image.open(buffer).convert("RGB")) == image.to_array()).all()
    assert sizes["max"] <= min(sizes.values())


@pytest.mark.parametrize("compress", ["default", "max"])
def test_software(noise: U8, tmp_path: Path, compress: Compression) -> None:
    """The record is one chunk before the palette; all other bytes stay as they were."""
    image = quantize(noise, Options(colors=8)).image
    path, plain = tmp_path / "x.png", io.BytesIO()
    encode(image, "png", plain, compress)
    with path.open("wb") as file:
        encode(image, "png", file, compress, "kquant 1: -k 8")

    body = b"tEXtSoftware\0kquant 1: -k 8"
    chunk = len(body[4:]).to_bytes(4) + body + zlib.crc32(body).to_bytes(4)
    data = path.read_bytes()
    assert data.count(chunk) == 1
    assert data.index(chunk) < data.index(b"PLTE")
    assert data.replace(chunk, b"") == plain.getvalue()
    assert software_of(str(path)) == "kquant 1: -k 8"


def test_software_of_an_animation(noise: U8, tmp_path: Path) -> None:
    """Animated PNG has the record once."""
    image = quantize(noise, Options(colors=8)).image
    path = tmp_path / "x.png"
    with path.open("wb") as file:
        timing = Timing((10.0, 20.0))
        encode_animation(image, timing, "png", file, software="kquant 1: -k 8")
    assert path.read_bytes().count(b"tEXt") == 1
    assert software_of(str(path)) == "kquant 1: -k 8"


def test_no_software(tmp_path: Path) -> None:
    """Other files, cut ones and missing ones have no record."""
    path = tmp_path / "x.png"
    assert software_of(str(path)) == software_of(str(tmp_path)) == ""
    Image.new("L", (2, 2)).save(path)
    data = path.read_bytes()
    assert software_of(str(path)) == ""
    long = b"\xff\xff\xff\xfftEXtSoftware\0x"
    for other in (b"", data[:8], data[:11], data[:20], data[:8] + long, b"GIF89a"):
        path.write_bytes(other)
        assert software_of(str(path)) == ""
