"""Small vivid areas."""

import numpy as np
import pytest

from kquant import Options, Raster, quantize
from kquant.color.packed import pack
from kquant.color.spaces import delta_e
from kquant.images.histogram import Histogram
from kquant.images.palette import Palette
from kquant.options import SPACES, Space
from kquant.quantization.quality import measure
from kquant.quantization.vivid import find_accents, vivid_weights
from kquant.runtime.arrays import U8

GREEN = "#28aa3c"
BROWNS = Palette.from_hex("#1c1714 #5a4632 #8c7a64 #b4aaa0").colors


def brown_picture(photo: U8) -> U8:
    """Return the photo in the grays and browns of an old print."""
    gray = photo.astype(float) @ [0.3, 0.59, 0.11]
    toned = np.stack([gray * 1.05 + 8, gray * 0.97 + 4, gray * 0.85], axis=-1)
    tint = 0.15 * (photo - gray[..., None])
    brown: U8 = np.clip(toned + tint, 0, 255).astype(np.uint8)
    return brown


def with_square(picture: U8, share: float) -> U8:
    """Put a green square, with some grain, on a share of a picture."""
    height, width = picture.shape[:2]
    side = round((share * height * width) ** 0.5)
    grain = np.random.default_rng(0).normal(0, 6, (side, side, 1))
    rows, columns = (slice(n // 3, n // 3 + side) for n in (height, width))
    changed = picture.copy()
    green = Palette.from_hex(GREEN).colors[0]
    changed[rows, columns] = np.clip(green + grain, 0, 255)
    return changed


def distance_to_green(colors: U8) -> float:
    """Return the least difference between green and a palette."""
    green = Palette.from_hex(GREEN).colors.repeat(len(colors), axis=0)
    return float(delta_e(green, colors).min())


def histogram_of(hexes: str, counts: list[float]) -> Histogram:
    """Make a histogram."""
    packed = pack(Palette.from_hex(hexes).colors)
    order = np.argsort(packed)
    return Histogram(packed[order], np.array(counts)[order])


def test_weights_by_hand() -> None:
    """A gray pixel weighs 8, and one of pure red 8 * (1 + 15 * 0.2577) = 39."""
    histogram = histogram_of("#808080 #ff0000", [3, 2])
    weights = vivid_weights(histogram.colors, histogram.counts)

    assert sorted(weights.tolist()) == [3 * 8, 2 * 39]


@pytest.mark.parametrize(("space", "share"), [("oklab", 0.0005), ("srgb", 0.0015)])
def test_green_square_survives(photo: U8, space: Space, share: float) -> None:
    """A little green in a brown photo is lost at k = 8, and kept with `vivid`.

    In Oklab hues count so much at 8 colors that 0.15 % of green stays anyhow.

    Without it, the nearest color is a brown or gray: differences of Oklab, times 100,
    are above 10 between hues, and about 2 where they begin to be seen.
    """
    picture = with_square(brown_picture(photo), share)

    plain, vivid = (
        quantize(picture, Options(colors=8, space=space, vivid=vivid))
        for vivid in (False, True)
    )

    assert distance_to_green(plain.image.palette.colors) > 10
    assert distance_to_green(vivid.image.palette.colors) < 2
    assert len(vivid.image.palette) == 8


@pytest.mark.parametrize("k", [8, 16, 32])
@pytest.mark.parametrize("space", SPACES)
def test_cost(photo: U8, k: int, space: Space) -> None:
    """A photo without small vivid areas becomes at most 8 % worse.

    That is the price that the design sets. In Oklab it is a mean difference, as the
    weights of the fit are not those of the squared error.
    """
    raster = Raster.from_array(photo)
    plain, vivid = (
        measure(raster, quantize(raster, Options(colors=k, space=space, vivid=vivid)))
        for vivid in (False, True)
    )

    if space == "srgb":
        assert vivid.mse <= 1.08 * plain.mse
    assert vivid.delta_e <= 1.08 * plain.delta_e


def test_with_lock(photo: U8) -> None:
    """Locked colors and the accent are both among the k colors."""
    picture = with_square(brown_picture(photo), 0.0015)
    options = Options(colors=8, vivid=True, lock=("#ffffff", "#e2001a"))

    palette = quantize(picture, options).image.palette

    assert len(palette) == 8
    assert {"#ffffff", "#e2001a"} <= set(palette.hex())
    assert distance_to_green(palette.colors) < 2


def test_accent_is_found() -> None:
    """Two similar greens, 3 pixels and 1 of 1000, are one accent at their mean.

    Green is 0xaa and 0xae: near a quarter of the way, at 0xab.
    """
    histogram = histogram_of(
        "#1c1714 #5a4632 #8c7a64 #b4aaa0 #28aa3c #28ae3c", [246, 250, 250, 250, 3, 1]
    )

    accents = find_accents(histogram, BROWNS, 2)

    assert Palette(accents).hex() == ["#28ab3c"]


@pytest.mark.parametrize(
    ("hexes", "counts"),
    [
        ("#5a4632 #28aa3c", [9999, 1]),  # too small
        ("#5a4632 #c8c8c8 #000000", [500, 300, 200]),  # not vivid
        ("#5a4632 #8c7a46", [500, 500]),  # not far
        ("#417837 #3c8238 #378c39 #32963a", [400, 60, 20, 8]),  # not by itself
    ],
)
def test_no_accent(hexes: str, counts: list[float]) -> None:
    """Specks, grays, colors near the palette and ends of color ranges are no accents."""
    assert len(find_accents(histogram_of(hexes, counts), BROWNS, 3)) == 0


def test_grays_are_untroubled() -> None:
    """A gray picture is the same with and without `vivid`."""
    ramp = np.arange(256, dtype=np.uint8).reshape(16, 16, 1).repeat(3, axis=2)

    plain, vivid = (
        quantize(ramp, Options(colors=5, vivid=vivid)) for vivid in (False, True)
    )

    assert plain.image.palette == vivid.image.palette
    assert plain.fit is not None
    assert vivid.fit is not None
    assert plain.fit.inertia == vivid.fit.inertia
