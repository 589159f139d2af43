"""Starts of k-means: how many there are, and that their inertia falls to the optimum."""

import numpy as np
import pytest

from kquant import Options, quantize
from kquant.images.counting import PictureColors
from kquant.images.histogram import Histogram
from kquant.images.raster import Raster
from kquant.quantization.search import fitting_space
from kquant.report.starts import starts_of
from kquant.runtime.arrays import U8


def histogram(pixels: U8) -> Histogram:
    """Count the colors of a picture."""
    return PictureColors.of(Raster.from_array(pixels)).histogram()


def test_each_method_has_its_starts(noise: U8) -> None:
    """Those of the options are marked; random starts are ten, as in scikit-learn."""
    options = Options(colors=4, n_init=3)
    palette = quantize(noise, options).image.palette.colors
    found = starts_of(histogram(noise), palette, options).starts
    own = [start.init for start in found if start.is_own]
    others = [start.init for start in found if not start.is_own]
    assert own == ["split", "random", "random"]
    assert others == ["k-means++", *["random"] * 10]
    for start in found:
        assert min(start.inertia) == pytest.approx(start.inertia[-1], rel=1e-3)
        assert start.inertia[0] > start.inertia[-1]


def test_inertia_is_that_of_the_run(noise: U8) -> None:
    """What is within bins counts too: the result has nearly the inertia that -v shows."""
    options = Options(colors=4)
    result = quantize(noise, options)
    assert result.fit is not None
    found = starts_of(histogram(noise), result.image.palette.colors, options).found
    assert found == pytest.approx(
        result.fit.inertia / fitting_space(options, 4).steps ** 2, rel=0.02
    )


def test_grays_have_no_own_start() -> None:
    """Their optimum is computed; the starts are there for comparison."""
    ramp = np.repeat(np.arange(0, 250, 10, dtype=np.uint8)[:, None, None], 3, axis=2)
    palette = quantize(ramp, Options(colors=3)).image.palette.colors
    gray = histogram(ramp)
    assert not any(x.is_own for x in starts_of(gray, palette, Options()).starts)
    plain = Options(algorithm="lloyd")
    assert any(x.is_own for x in starts_of(gray, palette, plain).starts)


def test_nothing_to_fit() -> None:
    """There is no start with a given palette, or with as many colors as there are."""
    two = histogram(np.array([[[0, 0, 0], [9, 9, 9]]], dtype=np.uint8))
    colors = np.array([[0, 0, 0], [9, 9, 9]], dtype=np.uint8)
    assert starts_of(two, colors, Options(colors=2)) == ((), 0.0)
    assert starts_of(two, colors[:1], Options(palette=("black",))).starts == ()
