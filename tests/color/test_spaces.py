"""Color spaces, against published values and their own inverses."""

import numpy as np
import pytest

from kquant.color.packed import pack, unpack
from kquant.color.spaces import (
    LINEAR,
    MAX_CHROMA,
    decode_srgb,
    delta_e,
    encode_srgb,
    oklab_to_linear,
    oklab_to_oklch,
    oklab_to_srgb,
    oklch_to_oklab,
    srgb_to_oklab,
)
from kquant.runtime.arrays import U32

# B. Ottosson, "A perceptual color space for image processing": XYZ and Oklab.
OTTOSSON = [
    ((0.950, 1.000, 1.089), (1.000, 0.000, 0.000)),
    ((1.000, 0.000, 0.000), (0.450, 1.236, -0.019)),
    ((0.000, 1.000, 0.000), (0.922, -0.671, 0.263)),
    ((0.000, 0.000, 1.000), (0.153, -1.415, -0.449)),
]
XYZ_TO_LINEAR = np.array(  # IEC 61966-2-1
    [[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]]
)

# As CSS Color 4 implementations print them.
OKLAB = {
    (255, 255, 255): (1.0, 0.0, 0.0),
    (128, 128, 128): (0.59987, 0.0, 0.0),
    (255, 0, 0): (0.62796, 0.22486, 0.12585),
    (0, 255, 0): (0.86644, -0.23389, 0.17950),
    (0, 0, 255): (0.45201, -0.03246, -0.31153),
    (255, 255, 0): (0.96798, -0.07137, 0.19857),
    (255, 0, 255): (0.70167, 0.27457, -0.16916),
    (0, 255, 255): (0.90540, -0.14944, -0.03940),
    (0, 0, 0): (0.0, 0.0, 0.0),
}


@pytest.mark.parametrize(("xyz", "lab"), OTTOSSON)
def test_ottosson(xyz: tuple[float, ...], lab: tuple[float, ...]) -> None:
    """Pairs of XYZ and Oklab agree with those of Oklab's author, which have 3 decimals."""
    assert oklab_to_linear(lab) == pytest.approx(XYZ_TO_LINEAR @ xyz, abs=0.01)


@pytest.mark.parametrize(("rgb", "lab"), OKLAB.items())
def test_oklab_of_srgb(rgb: tuple[int, ...], lab: tuple[float, ...]) -> None:
    """The corners of sRGB have the Oklab values that CSS Color 4 software prints."""
    color = np.array([rgb], dtype=np.uint8)

    assert srgb_to_oklab(color)[0] == pytest.approx(lab, abs=2e-5)


@pytest.mark.parametrize(
    ("encoded", "linear"),
    [(0.0, 0.0), (0.04045, 0.0031308), (0.5, 0.2140411), (1.0, 1.0)],
)
def test_transfer_curve(encoded: float, linear: float) -> None:
    """The curve of IEC 61966-2-1 is linear below a knee and a power above, both ways."""
    assert decode_srgb(encoded) == pytest.approx(linear, abs=1e-7)
    assert encode_srgb(linear) == pytest.approx(encoded, abs=1e-6)


def test_encoding_clips_to_the_gamut() -> None:
    """Light that sRGB cannot show becomes the nearest end of the channel."""
    assert encode_srgb([-0.5, 1.5]) == pytest.approx([0.0, 1.0])
    assert oklab_to_srgb([[2.0, 0.0, 0.0]]).tolist() == [[255, 255, 255]]


def test_levels_survive_decoding() -> None:
    """All 256 levels come back from linear light."""
    assert np.rint(encode_srgb(LINEAR) * 255).tolist() == list(range(256))


def _assert_round_trip(packed: U32) -> None:
    colors = unpack(packed)
    lab = srgb_to_oklab(colors)

    assert np.array_equal(pack(colors), packed)
    assert np.array_equal(oklab_to_srgb(lab), colors)
    assert np.array_equal(oklab_to_srgb(oklch_to_oklab(oklab_to_oklch(lab))), colors)
    assert np.hypot(lab[:, 1], lab[:, 2]).max() <= MAX_CHROMA


def test_round_trip() -> None:
    """Every 211th color comes back from OKLCH unchanged."""
    _assert_round_trip(np.arange(0, 1 << 24, 211, dtype=np.uint32))


@pytest.mark.exhaustive
def test_round_trip_of_all_colors() -> None:
    """All 16.7 million colors come back from OKLCH unchanged."""
    for start in range(0, 1 << 24, 1 << 20):
        _assert_round_trip(np.arange(start, start + (1 << 20), dtype=np.uint32))


def test_oklch_by_hand() -> None:
    """A (3, 4, 5) triangle has chroma 5; hue is counted in degrees from +a to +b."""
    lab = [[0.5, 0.3, 0.4], [0.5, 0.0, -0.2], [0.5, -0.1, 0.0]]

    lightness, chroma, hue = oklab_to_oklch(lab).T

    assert lightness.tolist() == [0.5, 0.5, 0.5]
    assert chroma == pytest.approx([0.5, 0.2, 0.1])
    assert hue == pytest.approx([53.1301, 270.0, 180.0])


def test_oklch_back_by_hand() -> None:
    """A chroma of 5 at the hue of a (3, 4, 5) triangle has a = 3 and b = 4."""
    angle = np.degrees(np.arctan2(4, 3))

    assert oklch_to_oklab([0.5, 5.0, angle]) == pytest.approx([0.5, 3.0, 4.0])


def test_differences_by_hand() -> None:
    """Black and white are 1 apart in Oklab lightness, so their difference is 100."""
    black, white = np.zeros((2, 3), np.uint8), np.full((2, 3), 255, np.uint8)
    black[1] = 255

    assert delta_e(black, white) == pytest.approx([100, 0], abs=1e-4)
