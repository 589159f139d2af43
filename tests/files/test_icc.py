"""Colors that a PNG describes by gAMA and cHRM are converted to sRGB."""

import io
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms, PngImagePlugin

from kquant.files.icc import gray_profile, rgb_profile
from kquant.files.reading import load
from kquant.runtime.arrays import F64, U8

RAMP = np.arange(256, dtype=np.uint8)[None]
COLORS = np.array([[[200, 100, 50], [255, 0, 0], [7, 7, 7]]], dtype=np.uint8)
SRGB = (0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)  # white, R, G, B
P3 = (0.3127, 0.3290, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06)
# From linear Display P3 to linear sRGB, as CSS Color 4 publishes it.
P3_TO_SRGB = np.array(
    [
        [1.2249401762805598, -0.2249401762805597, 0.0],
        [-0.0420569547096880, 1.0420569547096880, 0.0],
        [-0.0196375545903344, -0.0786360455506319, 1.0982736001409663],
    ]
)


def encoded(light: F64) -> F64:
    """Turn light, 0 to 1, into levels of sRGB, 0 to 255, by its standard."""
    light = np.clip(light, 0, 1)
    curve = 1.055 * np.maximum(light, 0.0031308) ** (1 / 2.4) - 0.055
    return np.asarray(255 * np.where(light <= 0.0031308, 12.92 * light, curve))


def colors_of(
    path: Path,
    image: Image.Image,
    gamma: float | None = None,
    points: tuple[float, ...] | None = None,
    icc: bytes | None = None,
    **chunks: bytes,
) -> U8:
    """Save a PNG with these chunks and return how it is read: (h, w, 3)."""
    info = PngImagePlugin.PngInfo()
    for name, data in chunks.items():
        info.add(name.encode(), data)
    if gamma is not None:
        info.add(b"gAMA", struct.pack(">I", round(gamma * 100_000)))
    if points is not None:
        info.add(b"cHRM", struct.pack(">8I", *(round(x * 100_000) for x in points)))
    image.save(path, pnginfo=info, icc_profile=icc)
    raster = load(path)
    packed = raster.read_rows(0, raster.height).astype("<u4")
    return packed.view(np.uint8).reshape(raster.height, raster.width, 4)[..., :3]


@pytest.mark.parametrize("gamma", [1.0, 0.55, 0.35, 0.3])
@pytest.mark.parametrize("mode", ["L", "RGB", "P", "I;16"])
def test_gamma(tmp_path: Path, gamma: float, mode: str) -> None:
    """A gAMA alone moves every level as computed by hand, and grays stay gray."""
    if mode == "I;16":
        image = Image.fromarray(RAMP.astype(np.uint16) * 257)
    else:
        image = Image.fromarray(RAMP).convert(mode)
    got = colors_of(tmp_path / "a.png", image, gamma)
    exact = encoded((RAMP / 255) ** (1 / gamma))
    assert np.abs(got - exact[..., None]).max() < 0.6
    assert (got == got[..., :1]).all()


def test_gamma_and_chromaticities(tmp_path: Path) -> None:
    """Display P3 in numbers gives what its published matrix gives."""
    image = Image.fromarray(COLORS)
    got = colors_of(tmp_path / "a.png", image, 1 / 2.2, P3)
    exact = encoded(((COLORS / 255) ** 2.2) @ P3_TO_SRGB.T)
    assert np.abs(got - exact).max() <= 1


def test_grays_ignore_the_chromaticities(tmp_path: Path) -> None:
    """What red is does not matter to a picture without it."""
    image = Image.fromarray(RAMP)
    got = colors_of(tmp_path / "a.png", image, 1.0, P3)
    np.testing.assert_array_equal(got, colors_of(tmp_path / "b.png", image, 1.0))


@pytest.mark.parametrize(
    ("gamma", "points"),
    [(0.45455, None), (0.45455, SRGB), (0.45, None), (None, P3), (None, SRGB)],
)
def test_srgb_in_effect(
    tmp_path: Path, gamma: float | None, points: tuple[float, ...] | None
) -> None:
    """The numbers of sRGB change nothing, and chromaticities need a gamma."""
    image = Image.fromarray(COLORS)
    got = colors_of(tmp_path / "a.png", image, gamma, points)
    np.testing.assert_array_equal(got, COLORS)


def test_srgb_overrules_the_numbers(tmp_path: Path) -> None:
    """A PNG that says it is sRGB is sRGB."""
    image = Image.fromarray(COLORS)
    got = colors_of(tmp_path / "a.png", image, 1.0, P3, sRGB=b"\0")
    np.testing.assert_array_equal(got, COLORS)


def test_a_profile_overrules_the_numbers(tmp_path: Path) -> None:
    """An embedded profile is what counts."""
    image = Image.fromarray(COLORS)
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    got = colors_of(tmp_path / "a.png", image, 1.0, P3, icc)
    np.testing.assert_array_equal(got, COLORS)


@pytest.mark.parametrize("points", [(0.0,) * 8, (0.3,) * 8, (0.3, 0.3, 1, 0) * 2])
def test_senseless_chromaticities(tmp_path: Path, points: tuple[float, ...]) -> None:
    """Primaries that mix to no white are ignored; the gamma is not."""
    image = Image.fromarray(COLORS)
    got = colors_of(tmp_path / "a.png", image, 1.0, points)
    np.testing.assert_array_equal(got, colors_of(tmp_path / "b.png", image, 1.0))


@pytest.mark.parametrize("gamma", [0.0, 0.00001, 40_000.0])
def test_senseless_gammas(tmp_path: Path, gamma: float) -> None:
    """A gamma that would leave nothing to see is ignored."""
    got = colors_of(tmp_path / "a.png", Image.fromarray(COLORS), gamma)
    np.testing.assert_array_equal(got, COLORS)


def test_texts_are_no_numbers(tmp_path: Path) -> None:
    """Texts called like the numbers are only texts."""
    info = PngImagePlugin.PngInfo()
    for name in ("gamma", "chromaticity", "srgb"):
        info.add_text(name, "1.0")
    path = tmp_path / "a.png"
    Image.fromarray(COLORS).save(path, pnginfo=info)
    packed = load(path).read_rows(0, 1).astype("<u4")
    channels = packed.view(np.uint8).reshape(1, 3, 4)
    np.testing.assert_array_equal(channels[..., :3], COLORS)


def test_profiles_are_well_formed() -> None:
    """LittleCMS opens the profiles and finds what they were made of, seen in D50."""
    profile = ImageCms.ImageCmsProfile(io.BytesIO(rgb_profile((2.2,) * 3))).profile
    assert profile.xcolor_space == "RGB "
    assert profile.red_primary is not None
    assert profile.red_primary[1][:2] == pytest.approx((0.6484, 0.3309), abs=2e-3)
    gray = ImageCms.ImageCmsProfile(io.BytesIO(gray_profile(1.8))).profile
    assert gray.xcolor_space == "GRAY"
