"""Indexed PNG: every pixel comes back, the same bytes on any number of threads."""

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kquant.files.formats import COMPRESSIONS, Compression
from kquant.files.indexed_png import encode_indexed_png
from kquant.images.opacity import Flat
from kquant.runtime.arrays import U8

ENTRIES = [1, 2, 3, 4, 5, 16, 17, 256]


def flat(height: int, width: int, entries: int, alpha: bytes = b"") -> Flat:
    """Return noise and slopes."""
    rng = np.random.default_rng(entries)
    noise = rng.integers(0, entries, (height, width), dtype=np.uint8)
    noise[height // 2 :] = np.arange(width) * entries // width
    colors = rng.integers(0, 256, (entries, 3), dtype=np.uint8)
    return Flat(noise, colors, alpha)


def written(picture: Flat, compress: Compression = "default") -> bytes:
    """Encode in memory."""
    file = io.BytesIO()
    encode_indexed_png(picture, (72, 144), file, compress, "kquant 1: -k 8")
    return file.getvalue()


def decoded(data: bytes) -> U8:
    """Decode to indices."""
    return np.asarray(Image.open(io.BytesIO(data)))


@given(
    st.integers(1, 40),
    st.integers(1, 40),
    st.sampled_from(ENTRIES),
    st.sampled_from(COMPRESSIONS),
)
def test_all_comes_back(
    height: int, width: int, entries: int, compress: Compression
) -> None:
    """Each bit depth, each size from 1 x 1 on, and each way to compress."""
    picture = flat(height, width, entries)
    assert np.array_equal(decoded(written(picture, compress)), picture.indices)


@pytest.mark.parametrize("entries", [2, 8, 200])
def test_several_pieces(entries: int, use_threads: Callable[[int], None]) -> None:
    """A large picture is the same bytes whatever the number of threads."""
    picture = flat(1200, 1100, entries)
    results = []
    for count in (1, 4):
        use_threads(count)
        results.append(written(picture))
    assert results[0] == results[1]
    assert np.array_equal(decoded(results[0]), picture.indices)


@pytest.mark.skipif(not shutil.which("pngcheck"), reason="pngcheck is not installed")
@pytest.mark.parametrize("entries", ENTRIES)
def test_pngcheck(entries: int, tmp_path: Path) -> None:
    """The program that checks PNG finds no fault."""
    path = tmp_path / "x.png"
    path.write_bytes(written(flat(700, 801, entries, b"\0" * min(2, entries))))
    subprocess.run(["pngcheck", "-q", path], check=True)
