"""Profiles where Pillow does not look: in GIF files, and large ones in PNG files."""

import io
import random
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from kquant.errors import ImageReadError
from kquant.files.icc import rgb_profile
from kquant.files.reading import load, read_animation
from kquant.runtime.arrays import U8

ICC = rgb_profile((2.2,) * 3, ((0.68, 0.32), (0.265, 0.69), (0.15, 0.06)))
COLORS = np.array([[[200, 100, 50], [255, 0, 0], [7, 90, 7]]], np.uint8)


def read(path: Path) -> U8:
    """Read a file without alpha: (h, w, 3)."""
    raster = load(path)
    rows = raster.read_rows(0, raster.height).astype("<u4")
    return rows.view(np.uint8).reshape(raster.height, raster.width, 4)[..., :3]


@pytest.fixture
def expected(tmp_path: Path) -> U8:
    """Return the colors as sRGB, from a PNG with the profile."""
    Image.fromarray(COLORS).save(tmp_path / "expected.png", icc_profile=ICC)
    converted = read(tmp_path / "expected.png")
    assert (converted != COLORS).any()
    return converted


def extension(name: bytes, data: bytes) -> bytes:
    """Return an application extension of a GIF."""
    blocks = [data[i : i + 255] for i in range(0, len(data), 255)]
    body = b"".join(bytes([len(block)]) + block for block in blocks)
    return b"!\xff" + bytes([len(name)]) + name + body + b"\0"


def gif(path: Path, *extensions: bytes, frames: int = 1) -> Path:
    """Save the colors as a GIF, with extensions before the first frame."""
    buffer = io.BytesIO()
    first = Image.fromarray(COLORS).quantize(3)
    others = [first.transpose(Image.Transpose.FLIP_LEFT_RIGHT)] * (frames - 1)
    first.save(buffer, "GIF", save_all=True, append_images=others, duration=50)
    data = buffer.getvalue()
    table = 13 + (3 << (data[10] & 7) + 1)
    path.write_bytes(data[:table] + b"".join(extensions) + data[table:])
    return path


def test_gif(tmp_path: Path, expected: U8) -> None:
    """The block ICCRGBG1012 is found among others, before or behind it."""
    profile = extension(b"ICCRGBG1012", ICC)
    loop = extension(b"NETSCAPE2.0", b"\x01\0\0")
    comment = b"!\xfe\x02hi\0"
    for number, extensions in enumerate(
        ([profile], [loop, profile], [profile, loop], [comment, profile, comment])
    ):
        path = gif(tmp_path / f"{number}.gif", *extensions)
        np.testing.assert_array_equal(read(path), expected)


def test_gif_without_a_profile(tmp_path: Path) -> None:
    """Other blocks are not taken for one, and a damaged profile changes nothing."""
    for data in (
        extension(b"NETSCAPE2.0", b"\x01\0\0"),
        extension(b"ICCRGBG1012", b"?"),
    ):
        np.testing.assert_array_equal(read(gif(tmp_path / "a.gif", data)), COLORS)


def test_all_frames_of_a_gif(tmp_path: Path, expected: U8) -> None:
    """The profile holds for every frame."""
    path = gif(tmp_path / "a.gif", extension(b"ICCRGBG1012", ICC), frames=2)
    frames = read_animation(str(path)).frames()
    for frame, wanted in zip(frames, (expected, expected[:, ::-1]), strict=True):
        rows = frame.read_rows(0, 1).astype("<u4").view(np.uint8).reshape(1, 3, 4)
        np.testing.assert_array_equal(rows[..., :3], wanted)


def test_large_profile_of_a_png(tmp_path: Path, expected: U8) -> None:
    """A profile of 2 MB is followed, as in other formats, and so is what it stands by."""
    path, exif = tmp_path / "a.png", Image.Exif()
    exif[0x0112] = 3
    large = ICC + random.Random(1).randbytes(1 << 16) * 32
    icc = struct.pack(">I", len(large)) + large[4:]
    Image.fromarray(COLORS).save(path, icc_profile=icc, exif=exif, dpi=(300, 300))
    np.testing.assert_array_equal(read(path), expected[::-1, ::-1])
    assert load(path).dpi == pytest.approx((300, 300), rel=1e-3)
    assert PngImagePlugin.MAX_TEXT_CHUNK == 1 << 20


def test_long_texts_of_a_png(tmp_path: Path) -> None:
    """Texts that unpack to megabytes do no harm."""
    path, info = tmp_path / "a.png", PngImagePlugin.PngInfo()
    for name in ("a", "b"):
        info.add_text(name, "a" * (2 << 20), zip=True)
    info.add_itxt("XML:com.adobe.xmp", "a" * (2 << 20), zip=True)
    Image.fromarray(COLORS).save(path, pnginfo=info)
    np.testing.assert_array_equal(read(path), COLORS)


def test_profile_bomb(tmp_path: Path) -> None:
    """A profile that unpacks to 20 MB is refused in one sentence."""
    path = tmp_path / "a.png"
    Image.fromarray(COLORS).save(path, icc_profile=bytes(20 << 20))
    with pytest.raises(
        ImageReadError, match=r"a\.png has a color profile of more than"
    ):
        load(path)
