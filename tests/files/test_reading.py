"""Picture files become upright 8-bit sRGB rasters, whatever they hold."""

import io
import struct
import sys
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from kquant.errors import ImageReadError
from kquant.files.reading import load
from kquant.images.raster import Raster
from kquant.runtime.arrays import U8

RNG = np.random.default_rng(7)
RGB = RNG.integers(0, 256, (5, 7, 3), dtype=np.uint8)
ALPHA = RNG.integers(0, 256, (5, 7), dtype=np.uint8)
RGBA = np.dstack([RGB, ALPHA])


def pixels(raster: Raster) -> U8:
    """Unpack a raster: (h, w, 4), or (h, w, 3) without alpha."""
    packed = raster.read_rows(0, raster.height).astype("<u4")
    channels = packed.view(np.uint8).reshape(raster.height, raster.width, 4)
    return channels if raster.has_alpha else channels[..., :3]


def saved(image: Image.Image, path: Path, **settings: Any) -> Path:
    """Save a picture and return where."""
    image.save(path, **settings)
    return path


def png(path: Path, bits: int, color: int, rows: list[bytes], **chunks: bytes) -> Path:
    """Write a PNG byte by byte, as Pillow cannot write all kinds."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color]
    width = len(rows[0]) * 8 // (bits * channels)
    header = struct.pack(">IIBBBBB", width, len(rows), bits, color, 0, 0, 0)
    extras = b"".join(chunk(name.encode(), data) for name, data in chunks.items())
    data = chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows)))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + extras
        + data
        + chunk(b"IEND", b"")
    )
    return path


@pytest.mark.parametrize("suffix", ["png", "bmp", "tiff", "ppm", "webp", "gif"])
def test_lossless_formats_give_their_pixels(tmp_path: Path, suffix: str) -> None:
    """What Pillow wrote without loss is read back as it was."""
    settings = {"lossless": True} if suffix == "webp" else {}
    path = saved(Image.fromarray(RGB), tmp_path / f"a.{suffix}", **settings)
    raster = load(path)
    assert (raster.width, raster.height, raster.has_alpha) == (7, 5, False)
    np.testing.assert_array_equal(pixels(raster), RGB)


def test_alpha_is_kept_exactly(tmp_path: Path) -> None:
    """RGBA is read exactly, also where it is transparent."""
    path = saved(Image.fromarray(RGBA), tmp_path / "a.png")
    np.testing.assert_array_equal(pixels(load(path)), RGBA)


def test_gray_with_alpha(tmp_path: Path) -> None:
    """LA becomes three equal channels and its alpha."""
    la = np.dstack([RGB[..., 0], ALPHA])
    path = saved(Image.fromarray(la), tmp_path / "a.png")
    np.testing.assert_array_equal(
        pixels(load(path))[..., [0, 1, 2, 3]], la[..., [0, 0, 0, 1]]
    )


def test_bilevel(tmp_path: Path) -> None:
    """1-bit pictures have the levels 0 and 255."""
    bits = RGB[..., 0] > 127
    path = saved(Image.fromarray(bits), tmp_path / "a.png")
    np.testing.assert_array_equal(pixels(load(path))[..., 1], bits * 255)


def test_cmyk_without_profile(tmp_path: Path) -> None:
    """Inks without a profile are taken for the complements of red, green and blue."""
    inks = np.array([[[0, 0, 0, 0], [255, 0, 0, 0], [0, 0, 0, 255], [0, 255, 255, 0]]])
    image = Image.fromarray(inks.astype(np.uint8), "CMYK")
    path = saved(image, tmp_path / "a.tif")
    expected = [[[255, 255, 255], [0, 255, 255], [0, 0, 0], [255, 0, 0]]]
    np.testing.assert_array_equal(pixels(load(path)), expected)


@pytest.mark.parametrize(
    ("transparency", "alpha"),
    [(1, [255, 0, 255]), (b"\x00\x80", [0, 128, 255])],
    ids=["index", "table"],
)
def test_palette_with_transparency(
    tmp_path: Path, transparency: object, alpha: list[int]
) -> None:
    """Indexed pictures get the alpha of their entries."""
    image = Image.fromarray(np.array([[0, 1, 2]], dtype=np.uint8), "P")
    image.putpalette([10, 20, 30, 40, 50, 60, 70, 80, 90])
    path = saved(image, tmp_path / "a.png", transparency=transparency)
    got = pixels(load(path))
    assert got[0, :, 3].tolist() == alpha
    assert got[0, :, :3].tolist() == [[10, 20, 30], [40, 50, 60], [70, 80, 90]]


def test_color_key_of_rgb(tmp_path: Path) -> None:
    """The one color that an RGB PNG declares transparent is transparent."""
    key = tuple(int(x) for x in RGB[2, 3])
    path = saved(Image.fromarray(RGB), tmp_path / "a.png", transparency=key)
    alpha = pixels(load(path))[..., 3]
    np.testing.assert_array_equal(
        alpha, np.where(np.equal(RGB, key).all(axis=2), 0, 255)
    )


@pytest.mark.parametrize(
    ("bits", "row", "key", "grays", "alpha"),
    [
        (1, b"\x40", 1, [0, 255, 0, 0, 0, 0, 0, 0], [255, 0] + [255] * 6),
        (2, b"\x1b", 2, [0, 85, 170, 255], [255, 255, 0, 255]),
        (4, b"\x0f", 15, [0, 255], [255, 0]),
        (8, b"\x05\x06", 6, [5, 6], [255, 0]),
        (16, b"\x00\x00\xff\xff\x80\x80", 0xFFFF, [0, 255, 128], [255, 0, 255]),
    ],
)
def test_color_key_of_gray(
    tmp_path: Path, bits: int, row: bytes, key: int, grays: list[int], alpha: list[int]
) -> None:
    """The transparent level of a gray PNG counts at the depth of the file."""
    path = png(tmp_path / "a.png", bits, 0, [row], tRNS=struct.pack(">H", key))
    got = pixels(load(path))
    assert got[0, :, 0].tolist() == grays
    assert got[0, :, 3].tolist() == alpha


def test_sixteen_bit_rgb_is_scaled(tmp_path: Path) -> None:
    """Color of 48 bits is scaled to 24, and its transparent color is kept."""
    levels = [(0, 0, 0), (0xFFFF, 0x8080, 0x0101), (0x1234, 0xABCD, 0xFFFF)]
    row = struct.pack(">9H", *(x for color in levels for x in color))
    key = struct.pack(">3H", *levels[2])
    got = pixels(load(png(tmp_path / "a.png", 16, 2, [row], tRNS=key)))
    exact = np.array(levels) / 257
    assert np.abs(got[0, :, :3] - exact).max() <= 1
    assert got[0, :, 3].tolist() == [255, 255, 0]


ORIENTED = {  # what a viewer shows, of the rows stored: from the EXIF standard
    1: lambda a: a,
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.transpose(1, 0, 2),
    6: lambda a: a[::-1].transpose(1, 0, 2),
    7: lambda a: a[::-1, ::-1].transpose(1, 0, 2),
    8: lambda a: a[:, ::-1].transpose(1, 0, 2),
}


@pytest.mark.parametrize("orientation", ORIENTED)
@pytest.mark.parametrize("suffix", ["png", "webp", "tiff"])
def test_orientation(tmp_path: Path, orientation: int, suffix: str) -> None:
    """All eight EXIF orientations end upright, and the resolution turns along."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    settings = {"lossless": True} if suffix == "webp" else {"dpi": (100, 200)}
    image, path = Image.fromarray(RGB), tmp_path / f"a.{suffix}"
    raster = load(saved(image, path, exif=exif, **settings))
    np.testing.assert_array_equal(pixels(raster), ORIENTED[orientation](RGB))
    if suffix != "webp":
        dpi = (100, 200) if orientation < 5 else (200, 100)
        assert raster.dpi == pytest.approx(dpi, rel=1e-3)


def test_first_frame_of_an_animation(tmp_path: Path) -> None:
    """Of several frames, the first is read."""
    frames = [Image.new("RGB", (3, 2), color) for color in ("red", "lime", "blue")]
    for suffix in ("gif", "webp", "png", "tiff"):
        path = tmp_path / f"a.{suffix}"
        frames[0].save(path, save_all=True, append_images=frames[1:], lossless=True)
        assert pixels(load(path))[0, 0, :3].tolist() == [255, 0, 0]


def test_multi_picture_jpeg(tmp_path: Path) -> None:
    """Only the first picture is read of the several that phones put into a JPEG."""
    frames = [Image.new("RGB", (16, 16), color) for color in ("white", "black")]
    path = tmp_path / "a.mpo"
    frames[0].save(path, "MPO", save_all=True, append_images=frames[1:])
    assert pixels(load(path)).min() == 255


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """The path - is standard input."""
    buffer = io.BytesIO()
    Image.fromarray(RGB).save(buffer, "PNG")
    buffer.seek(0)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(buffer))
    np.testing.assert_array_equal(pixels(load("-")), RGB)


def test_damage_is_an_error_whatever_the_format(tmp_path: Path) -> None:
    """A file cut in half is refused with one sentence that names it."""
    large = Image.fromarray(RNG.integers(0, 256, (64, 64, 3), dtype=np.uint8))
    for suffix in ("png", "jpg", "bmp", "tiff", "gif", "webp"):
        path = saved(large, tmp_path / f"a.{suffix}")
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        with pytest.raises(ImageReadError, match=f"{path.name} ") as caught:
            load(path)
        assert "\n" not in str(caught.value)


def test_damage_is_not_hidden_by_the_look_at_exif(tmp_path: Path) -> None:
    """A PNG that is cut off is refused although its orientation was looked for."""
    path = tmp_path / "a.png"
    Image.fromarray(RNG.integers(0, 256, (64, 64, 3), dtype=np.uint8)).save(path)
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(ImageReadError, match="is damaged: it is cut off"):
        load(path)


def test_bombs_are_refused(tmp_path: Path) -> None:
    """A small file that claims 400 megapixels is refused before it is unpacked."""
    path = tmp_path / "bomb.png"
    rows = [b"\0" * 2500]
    png(path, 1, 0, rows)
    data = bytearray(path.read_bytes())
    data[16:24] = struct.pack(">II", 20000, 20000)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    path.write_bytes(data)
    with pytest.raises(ImageReadError, match=r"megapixels.*attack"):
        load(path)


def test_files_are_closed(tmp_path: Path) -> None:
    """A picture can be replaced or deleted as soon as it has been read."""
    frames = [Image.new("L", (3, 2), level) for level in (0, 255)]
    path = tmp_path / "a.gif"
    frames[0].save(path, save_all=True, append_images=frames[1:])
    raster = load(path)
    path.unlink()
    assert pixels(raster).max() == 0  # an open file would be warned of, an error here
