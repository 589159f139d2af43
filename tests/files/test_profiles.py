"""Embedded profiles are converted to sRGB through LittleCMS."""

import io
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from kquant.files.profiles import to_srgb
from kquant.files.reading import load
from kquant.files.upright import raster_of
from kquant.runtime.arrays import F64, U8

RNG = np.random.default_rng(3)
RGB = RNG.integers(0, 256, (9, 11, 3), dtype=np.uint8)
ALPHA = RNG.integers(0, 256, (9, 11), dtype=np.uint8)
D50 = (0.9642, 1.0, 0.8249)
# Primaries as XYZ relative to D50: the columns that these spaces publish.
P3 = ((0.5151, 0.2412, -0.0011), (0.2919, 0.6922, 0.0419), (0.1572, 0.0666, 0.7841))
ADOBE = ((0.6097, 0.3111, 0.0195), (0.2053, 0.6257, 0.0609), (0.1492, 0.0632, 0.7446))


def profile(space: bytes, pcs: bytes, device: bytes, tags: dict[bytes, bytes]) -> bytes:
    """Write an ICC profile, version 2, by the specification of the ICC."""
    tags = {b"desc": _text(b"test"), b"wtpt": _xyz(D50), **tags}
    offset = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        table += name + struct.pack(">II", offset + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    size = 128 + len(table) + len(body)
    head = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x02400000, device, space, pcs)
    head = head.ljust(36, b"\0") + b"acsp"
    head = head.ljust(68, b"\0") + struct.pack(">3i", *(round(x * 65536) for x in D50))
    return head.ljust(128, b"\0") + table + body


def _text(text: bytes) -> bytes:
    length = struct.pack(">I", len(text) + 1)
    return b"desc\0\0\0\0" + length + text + b"\0" * 79


def _xyz(values: tuple[float, ...]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(x * 65536) for x in values))


def _gamma(exponent: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(exponent * 256))


def rgb_profile(primaries: tuple[tuple[float, ...], ...], gamma: float) -> bytes:
    """Describe a space by the XYZ of its primaries and a gamma."""
    columns = zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries, strict=True)
    tags = {name: _xyz(values) for name, values in columns}
    curves = dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), _gamma(gamma))
    return profile(b"RGB ", b"XYZ ", b"mntr", tags | curves)


def gray_profile(gamma: float) -> bytes:
    """Describe a gray by its gamma."""
    return profile(b"GRAY", b"XYZ ", b"mntr", {b"kTRC": _gamma(gamma)})


def cmyk_profile() -> bytes:
    """Describe four inks by Lab at the 16 corners: paper 95, each ink a color."""
    ramp = bytes(range(256))
    corners = bytearray()
    for c, m, y, k in np.ndindex(2, 2, 2, 2):
        lightness = 240 * (1 - 0.4 * c) * (1 - 0.5 * m) * (1 - 0.1 * y) * (1 - 0.9 * k)
        a = 128 + (1 - k) * (-40 * c + 70 * m - 5 * y)
        b = 128 + (1 - k) * (-45 * c - 5 * m + 85 * y)
        corners += bytes([int(lightness), int(a), int(b)])
    identity = struct.pack(">9i", *(65536 if i % 4 == 0 else 0 for i in range(9)))
    table = b"mft1\0\0\0\0" + bytes([4, 3, 2, 0]) + identity
    table += ramp * 4 + bytes(corners) + ramp * 3
    return profile(b"CMYK", b"Lab ", b"prtr", {b"A2B0": table})


def converted(image: Image.Image, icc: bytes) -> U8:
    """Convert by another function of ImageCms than kquant uses."""
    result = ImageCms.profileToProfile(
        image,
        ImageCms.ImageCmsProfile(io.BytesIO(icc)),
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    assert result is not None
    return np.asarray(result)


def ours(image: Image.Image, icc: bytes) -> U8:
    """Convert as `load` does; (h, w, 3), or (h, w, 4) with alpha."""
    image = image.copy()
    image.info["icc_profile"] = icc
    raster = raster_of(image, 1, None)
    packed = raster.read_rows(0, raster.height).astype("<u4")
    channels = packed.view(np.uint8).reshape(raster.height, raster.width, 4)
    return channels if raster.has_alpha else channels[..., :3]


def encoded(light: F64) -> F64:
    """Turn light, 0 to 1, into levels of sRGB, 0 to 255, by its standard."""
    curve = 1.055 * np.maximum(light, 0.0031308) ** (1 / 2.4) - 0.055
    return np.asarray(255 * np.where(light <= 0.0031308, 12.92 * light, curve))


RGB_PROFILES = {
    "display-p3": rgb_profile(P3, 2.2),
    "adobe-rgb": rgb_profile(ADOBE, 2.2),
    "linear": rgb_profile(P3, 1.0),
}


@pytest.mark.parametrize("icc", RGB_PROFILES.values(), ids=RGB_PROFILES)
def test_rgb(icc: bytes) -> None:
    """RGB profiles are converted as by LittleCMS, which changes the stored numbers."""
    image = Image.fromarray(RGB)
    np.testing.assert_array_equal(ours(image, icc), converted(image, icc))
    assert (ours(image, icc) != RGB).any()


@pytest.mark.parametrize("icc", RGB_PROFILES.values(), ids=RGB_PROFILES)
def test_alpha_is_kept(icc: bytes) -> None:
    """Alpha is not changed by the conversion."""
    got = ours(Image.fromarray(np.dstack([RGB, ALPHA])), icc)
    np.testing.assert_array_equal(got[..., :3], converted(Image.fromarray(RGB), icc))
    np.testing.assert_array_equal(got[..., 3], ALPHA)


def test_adobe_colors_worked_out_by_hand() -> None:
    """Full green of Adobe RGB is clipped to that of sRGB, and grays stay grays."""
    green = Image.new("RGB", (1, 1), (0, 255, 0))
    assert ours(green, RGB_PROFILES["adobe-rgb"])[0, 0].tolist() == [0, 255, 0]
    gray = Image.new("RGB", (1, 1), (128, 128, 128))
    r, g, b = ours(gray, RGB_PROFILES["adobe-rgb"])[0, 0].tolist()
    assert max(r, g, b) - min(r, g, b) <= 1
    assert abs(g - 128) <= 1


@pytest.mark.parametrize("gamma", [1.0, 1.8, 2.6])
def test_gray(gamma: float) -> None:
    """Gray profiles move the levels as computed by hand, and alpha is not changed."""
    image, icc = Image.fromarray(RGB[..., 0]), gray_profile(gamma)
    exact = encoded((RGB[..., 0] / 255) ** (round(gamma * 256) / 256))
    expected = ours(image, icc)
    assert np.abs(expected - exact[..., None]).max() < 0.6
    with_alpha = ours(Image.fromarray(np.dstack([RGB[..., 0], ALPHA])), icc)
    np.testing.assert_array_equal(with_alpha[..., :3], expected)
    np.testing.assert_array_equal(with_alpha[..., 3], ALPHA)


def test_sixteen_bit_gray() -> None:
    """Deep grays are converted too, once they have 8 bits."""
    icc, levels = gray_profile(1.0), RGB[..., 0]
    deep = Image.fromarray(levels.astype(np.uint16) * 257)
    expected = ours(Image.fromarray(levels), icc)
    np.testing.assert_array_equal(ours(deep, icc), expected)


def test_gray_picture_with_rgb_profile() -> None:
    """A gray picture with an RGB profile is converted as one with R = G = B."""
    image, icc = Image.fromarray(RGB[..., 0]), RGB_PROFILES["linear"]
    np.testing.assert_array_equal(
        ours(image, icc), converted(image.convert("RGB"), icc)
    )


def test_palette_picture() -> None:
    """The colors of an indexed picture are converted."""
    image = Image.fromarray(RGB).quantize(7)
    icc = RGB_PROFILES["display-p3"]
    expected = converted(image.convert("RGB"), icc)
    np.testing.assert_array_equal(ours(image, icc), expected)


def test_cmyk() -> None:
    """Four inks are converted by their profile, not taken for plain complements."""
    inks = RNG.integers(0, 256, (5, 6, 4), dtype=np.uint8)
    image, icc = Image.fromarray(inks, "CMYK"), cmyk_profile()
    got = ours(image, icc)
    np.testing.assert_array_equal(got, converted(image, icc))
    assert (got != np.asarray(image.convert("RGB"))).any()


def test_lab() -> None:
    """Lab with its own profile is converted; without one Pillow knows it."""
    values = RNG.integers(64, 192, (4, 4, 3), dtype=np.uint8)
    image = Image.fromarray(values, "LAB")
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    np.testing.assert_array_equal(ours(image, icc), converted(image, icc))


@pytest.mark.parametrize(
    "icc",
    [
        b"not a profile",
        RGB_PROFILES["linear"][:200],
        RGB_PROFILES["linear"][:128] + b"\xff" * 300,
        gray_profile(1.0),
        cmyk_profile(),
    ],
    ids=["text", "cut", "garbled", "gray", "cmyk"],
)
def test_useless_profiles_are_ignored(icc: bytes) -> None:
    """A broken profile, or one for another kind of picture, is ignored."""
    np.testing.assert_array_equal(ours(Image.fromarray(RGB), icc), RGB)


def test_srgb_costs_nothing() -> None:
    """A picture whose profile is sRGB in effect is returned as it is."""
    image = Image.fromarray(RGB)
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    image.info["icc_profile"] = srgb.tobytes()
    assert to_srgb(image) is image


@pytest.mark.parametrize("suffix", ["png", "tiff", "webp"])
def test_from_a_file(tmp_path: Path, suffix: str) -> None:
    """The profile is read from files."""
    icc, path = RGB_PROFILES["display-p3"], tmp_path / f"a.{suffix}"
    image = Image.fromarray(RGB)
    image.save(path, icc_profile=icc, lossless=True)
    raster = load(path)
    packed = raster.read_rows(0, raster.height).astype("<u4")
    channels = packed.view(np.uint8).reshape(raster.height, raster.width, 4)
    np.testing.assert_array_equal(channels[..., :3], converted(image, icc))
