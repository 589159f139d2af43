"""A picture at several numbers of colors, compared with single runs."""

from dataclasses import replace

import numpy as np
import pytest

from kquant import Options, quantize
from kquant.images.counting import PictureColors
from kquant.images.raster import Raster
from kquant.quantization.pipeline import remap
from kquant.quantization.quality import measure
from kquant.report.at_each_k import AtEachK
from kquant.runtime.arrays import U8


@pytest.mark.parametrize(
    "options",
    [
        Options(),
        Options(space="srgb", sort="hue"),
        Options(lock=("red",), vivid=True),
        Options(algorithm="lloyd", init="k-means++", seed=3),
        Options(dither="bayer", sort="share"),
    ],
)
def test_as_single_runs(photo: U8, options: Options) -> None:
    """Each k gives what `quantize` gives, whatever was asked for before."""
    raster = Raster.from_array(
        np.tile(photo, (2, 1, 1))
    )  # large: the fit takes a sample
    several = AtEachK(raster, options)
    several.at(3)
    found = several.at(12)

    single = quantize(raster, replace(options, colors=12))
    plain = quantize(raster, replace(options, colors=12, dither="none"))
    assert found.k == 12
    assert set(found.palette) == set(single.image.palette)
    if options.dither == "none":
        assert found.palette == single.image.palette
        assert np.array_equal(found.image.indices, single.image.indices)
        assert np.allclose(found.shares, single.image.shares())
    assert found.error == pytest.approx(measure(raster, plain).delta_e)


def test_one_count_and_one_sample(photo: U8, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pixels are sampled once, however many k there are."""
    drawn = []
    sample = PictureColors.sample

    def counted(self: PictureColors, *args: object, **words: object) -> object:
        drawn.append(args)
        return sample(self, *args, **words)  # type: ignore[arg-type]

    monkeypatch.setattr(PictureColors, "sample", counted)
    several = AtEachK(Raster.from_array(np.tile(photo, (2, 1, 1))), Options())
    for k in (2, 4, 8, 64):
        several.at(k)
    assert len(drawn) == 1


def test_only_the_shown_picture_is_painted(photo: U8) -> None:
    """Palette and error are those of the whole picture, pixels those of a part."""
    whole, part = Raster.from_array(photo), Raster.from_array(photo[:9, :7])
    found = AtEachK(whole, Options(), part).at(5)
    assert found.palette == quantize(photo, Options(colors=5)).image.palette
    assert found.image.indices.shape == (9, 7)


def test_auto(photo: U8) -> None:
    """The number of colors for an error is the one that "auto" finds."""
    options = Options(colors="auto", max_error=5)
    several = AtEachK(Raster.from_array(photo), options)
    assert several.auto_k() == len(quantize(photo, options).image.palette)
    assert several.at(2).k == 2  # for which there is no bound


def test_few_colors_and_none() -> None:
    """A picture with fewer colors keeps them; one without pixels has no error."""
    red = AtEachK(Raster.from_array(np.full((1, 1, 3), 9, dtype=np.uint8)), Options())
    clear = AtEachK(Raster.from_array(np.zeros((2, 2, 4), dtype=np.uint8)), Options())
    assert (red.at(8).k, red.at(8).error, red.at(8).shares.tolist()) == (1, 0.0, [1.0])
    assert (clear.at(8).k, clear.at(8).error) == (1, 0.0)


def test_regions_of_an_animation_are_those_of_a_frame(noise: U8) -> None:
    """A frame shown at its size loses the regions that it loses in the result."""
    options = Options(colors=4, min_region=9)
    frames = np.concatenate([noise, noise[::-1], noise[:, ::-1]])
    frame = Raster.from_array(noise)
    several = AtEachK(Raster.from_array(frames), options, frame, frames=3)
    found = several.at(4)
    expected = remap(PictureColors.of(frame), found.palette, options)
    assert np.array_equal(found.image.indices, expected.indices)
