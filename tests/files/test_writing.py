"""Pictures are written with exactly the colors of their palette."""

import io
import struct
from typing import Any

import numpy as np
import pytest
from PIL import Image

from kquant.errors import ImageWriteError
from kquant.files.formats import IMAGE_FORMATS, ImageFormat
from kquant.files.writing import encode
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.runtime.arrays import U8

RNG = np.random.default_rng(11)
EXACT: tuple[ImageFormat, ...] = ("png", "gif", "webp", "tiff", "bmp")


def picture(k: int, *, alpha: U8 | None = None, **more: Any) -> IndexedImage:
    """Make a picture that uses all of k distinct colors, in no special order."""
    codes = RNG.choice(1 << 24, k, replace=False)
    colors = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1)
    indices = RNG.permutation(np.resize(np.arange(k), 300)).reshape(20, 15)
    palette = Palette(colors.astype(np.uint8))
    return IndexedImage(indices.astype(np.uint8), palette, alpha, **more)


def written(image: IndexedImage, file_format: ImageFormat) -> bytes:
    """Encode in memory."""
    file = io.BytesIO()
    encode(image, file_format, file)
    return file.getvalue()


def decoded(data: bytes, mode: str = "RGB") -> U8:
    """Decode to channels."""
    return np.asarray(Image.open(io.BytesIO(data)).convert(mode))


def png_chunk(data: bytes, name: bytes) -> bytes:
    """Return the content of a chunk of a PNG, found by its length and name."""
    at = 8
    while data[at + 4 : at + 8] != name:
        at += 12 + struct.unpack(">I", data[at : at + 4])[0]
    return data[at + 8 : at + 8 + struct.unpack(">I", data[at : at + 4])[0]]


def test_every_format_has_an_encoder() -> None:
    """Every format of pixels is written and read again: all but PDF and SVG."""
    for file_format in IMAGE_FORMATS:
        if file_format not in {"pdf", "svg"}:
            assert decoded(written(picture(3), file_format)).shape == (20, 15, 3)


@pytest.mark.parametrize("k", [1, 2, 3, 4, 5, 16, 17, 255, 256])
@pytest.mark.parametrize("file_format", EXACT)
def test_colors_are_exact(file_format: ImageFormat, k: int) -> None:
    """What is decoded again is the same, pixel by pixel."""
    image = picture(k)
    np.testing.assert_array_equal(
        decoded(written(image, file_format)), image.to_array()
    )


@pytest.mark.parametrize(
    ("k", "bits"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 4), (16, 4), (17, 8), (256, 8)]
)
def test_png_takes_the_fewest_bits(k: int, bits: int) -> None:
    """2, 4 and 16 colors take 1, 2 and 4 bits per pixel, in an indexed picture."""
    header = png_chunk(written(picture(k), "png"), b"IHDR")
    assert tuple(header[8:10]) == (bits, 3)


@pytest.mark.parametrize("k", [1, 3, 16, 200, 256])
def test_png_keeps_the_order_of_the_palette(k: int) -> None:
    """The chunk PLTE lists the whole palette in order."""
    image = picture(k)
    assert png_chunk(written(image, "png"), b"PLTE") == image.palette.colors.tobytes()


def test_png_with_some_transparency_is_indexed() -> None:
    """Entries that are not opaque come before the palette, and alpha is exact."""
    image = picture(5, alpha=RNG.choice([0, 128, 255], (20, 15)).astype(np.uint8))
    data = written(image, "png")
    assert png_chunk(data, b"IHDR")[9] == 3
    assert png_chunk(data, b"PLTE").endswith(image.palette.colors.tobytes())
    assert png_chunk(data, b"tRNS") == b"\0" + 5 * b"\x80"
    got, expected = decoded(data, "RGBA"), image.to_array()
    np.testing.assert_array_equal(got[..., 3], expected[..., 3])
    shown = expected[..., 3] > 0
    np.testing.assert_array_equal(got[shown], expected[shown])


def test_png_with_much_transparency_is_indexed() -> None:
    """When colors and opacities make more than 256 pairs, similar ones become one."""
    alpha = RNG.integers(0, 256, (20, 15), dtype=np.uint8)
    image = picture(60, alpha=alpha)
    data = written(image, "png")
    assert png_chunk(data, b"IHDR")[9] == 3
    got = decoded(data, "RGBA")
    assert abs(got[..., 3].astype(int) - alpha).max() < 40
    shown = np.unique(got[got[..., 3] > 0][:, :3], axis=0)
    np.testing.assert_array_equal(shown, np.unique(image.palette.colors, axis=0))


def test_png_of_many_colors_with_much_transparency_is_rgba() -> None:
    """Colors that leave too few entries for opacities are written in full."""
    image = picture(250, alpha=RNG.integers(0, 256, (20, 15), dtype=np.uint8))
    data = written(image, "png")
    assert png_chunk(data, b"IHDR")[9] == 6
    np.testing.assert_array_equal(decoded(data, "RGBA"), image.to_array())


@pytest.mark.parametrize("file_format", ["webp", "tiff"])
def test_alpha_is_exact(file_format: ImageFormat) -> None:
    """Alpha of all levels is kept where the format has it."""
    image = picture(9, alpha=RNG.integers(0, 256, (20, 15), dtype=np.uint8))
    got = decoded(written(image, file_format), "RGBA")
    np.testing.assert_array_equal(got, image.to_array())


@pytest.mark.parametrize("k", [1, 2, 16, 255])
def test_gif_is_opaque_or_not(k: int) -> None:
    """GIF shows pixels of at least half opacity in their color, and hides the others."""
    alpha = RNG.choice([0, 127, 128, 255], (20, 15)).astype(np.uint8)
    image = picture(k, alpha=alpha)
    got = decoded(written(image, "gif"), "RGBA")
    np.testing.assert_array_equal(got[..., 3], np.where(alpha > 127, 255, 0))
    seen = alpha > 127
    np.testing.assert_array_equal(got[seen][:, :3], image.to_array()[seen][:, :3])


def test_gif_needs_an_entry_for_transparency() -> None:
    """256 colors and transparency are too many, and the message says how many are not."""
    image = picture(256)
    alpha = np.full((21, 15), 255, dtype=np.uint8)
    alpha[20] = 0
    indices = np.vstack([image.indices, image.indices[:1]])
    with pytest.raises(ImageWriteError, match="255"):
        written(IndexedImage(indices, image.palette, alpha), "gif")
    indices = np.where(indices == 7, np.uint8(8), indices)  # one entry is free
    image = IndexedImage(indices, image.palette, alpha)
    got = decoded(written(image, "gif"), "RGBA")
    np.testing.assert_array_equal(got[:20], image.to_array()[:20])
    assert not got[20, :, 3].any()


@pytest.mark.parametrize("file_format", ["jpg", "bmp"])
def test_transparent_becomes_white(file_format: ImageFormat) -> None:
    """In formats without alpha, white lies behind: black at half opacity is mid-gray."""
    alpha = np.repeat(np.array([0, 128, 255], dtype=np.uint8), 16)[None].repeat(16, 0)
    indices = np.zeros((16, 48), dtype=np.uint8)
    image = IndexedImage(indices, Palette.from_hex("#000000"), alpha)
    row = decoded(written(image, file_format))[8, 8::16]
    np.testing.assert_allclose(row[:, 0], [255, 127, 0], atol=2)


def test_opaque_alpha_costs_nothing() -> None:
    """A picture whose alpha is full everywhere is written like one without."""
    image = picture(4, alpha=np.full((20, 15), 255, dtype=np.uint8))
    plain = IndexedImage(image.indices, image.palette)
    for file_format in EXACT:
        assert written(image, file_format) == written(plain, file_format)


@pytest.mark.parametrize("file_format", ["png", "tiff", "bmp", "jpg"])
@pytest.mark.parametrize("dpi", [(300.0, 300.0), (72.0, 144.0), (65535.0, 1.5)])
def test_resolution_is_kept(file_format: ImageFormat, dpi: tuple[float, float]) -> None:
    """The resolution is kept as exactly as the format can state it."""
    data = written(picture(3, dpi=dpi), file_format)
    got = Image.open(io.BytesIO(data)).info["dpi"]
    assert [float(x) for x in got] == pytest.approx(dpi, abs=0.51)


def test_too_large_for_the_format() -> None:
    """A picture too large for a format is refused, with a format that can hold it."""
    image = IndexedImage(np.zeros((1, 70_000), np.uint8), Palette.from_hex("#123456"))
    for file_format in ("gif", "webp", "jpg"):
        with pytest.raises(ImageWriteError, match=f"{file_format}.*png"):
            written(image, file_format)
