"""As few colors as an error allows."""

import numpy as np
import pytest

from kquant import Options, quantize
from kquant.errors import OptionError
from kquant.images.animation import Animation, Timing
from kquant.images.raster import Raster
from kquant.options import DEFAULT_MAX_ERROR
from kquant.quantization.quality import describe, measure
from kquant.runtime.arrays import U8


@pytest.mark.parametrize("options", [{}, {"space": "srgb"}, {"vivid": True}])
def test_within_and_not_before(photo: U8, options: dict[str, str]) -> None:
    """The error is within the target, and one color fewer would not do."""
    target = 3.0
    quantized = quantize(photo, Options(colors="auto", max_error=target, **options))  # type: ignore[arg-type] # any option

    k = len(quantized.image.palette)
    assert quantized.tried[k] <= target < quantized.tried[k - 1]
    measured = measure(Raster.from_array(photo), quantized).delta_e
    assert measured == pytest.approx(quantized.tried[k], rel=1e-3)
    assert len(quantized.tried) <= 5


def test_same_as_asking_for_that_k(photo: U8) -> None:
    """Auto finds k, and nothing else: the picture is that of -k with this number."""
    found = quantize(photo, Options(colors="auto", max_error=4.0)).image
    again = quantize(photo, Options(colors=len(found.palette))).image

    assert found.palette == again.palette
    assert np.array_equal(found.indices, again.indices)


def test_smaller_targets_take_no_fewer_colors(photo: U8) -> None:
    """The number of colors only rises when the target falls."""
    small = photo[::4, ::4]
    targets = [9.0, 6.0, 4.1, 4.0, 3.9, 3.0, 2.9, 2.2, 1.8]
    ks = [
        len(quantize(small, Options(colors="auto", max_error=t)).image.palette)
        for t in targets
    ]

    assert ks == sorted(ks)
    assert ks[0] < ks[-1]


def test_a_photo_takes_about_twenty_colors(photo: U8) -> None:
    """With the default target this photo, a colorful one, takes 12 to 40."""
    found = quantize(photo, Options(colors="auto", max_error=DEFAULT_MAX_ERROR))

    assert 12 <= len(found.image.palette) <= 40


@pytest.mark.parametrize("count", [1, 5, 32])
def test_few_colors_are_all_kept(gradient: U8, count: int) -> None:
    """A drawing is not a photo: up to 32 colors stay, whatever the target."""
    few = gradient.reshape(1, -1, 3)[:, :count]
    quantized = quantize(few, Options(colors="auto", max_error=50.0))

    assert np.array_equal(quantized.image.to_array(), few)
    assert quantized.tried == {count: 0.0}


def test_all_colors_when_no_error_is_allowed(gradient: U8) -> None:
    """A picture of 100 colors and a target of 0 keeps all of them."""
    hundred = gradient.reshape(10, -1, 3)[:, :10]

    image = quantize(hundred, Options(colors="auto", max_error=0.0)).image

    assert np.array_equal(image.to_array(), hundred)


def test_lock_counts(photo: U8) -> None:
    """Locked colors are among those found, and there are never fewer."""
    small, lock = photo[::4, ::4], ("#ff0000", "#00ff00", "#123456")

    found = quantize(
        small, Options(colors="auto", max_error=4.0, lock=lock)
    ).image.palette
    fewest = quantize(
        small, Options(colors="auto", max_error=100.0, lock=lock)
    ).image.palette

    assert set(lock) <= set(found)
    assert sorted(fewest) == sorted(lock)


def test_facts(photo: U8) -> None:
    """What was tried is reported, in order, in words for JSON."""
    small, options = photo[::4, ::4], Options(colors="auto", max_error=4.0)
    quantized = quantize(small, options)

    still = Animation(Raster.from_array(small), Timing((0,)))
    facts = describe(still, quantized, options)

    assert facts["colors"] == {"asked": "auto", "used": len(quantized.image.palette)}
    assert facts["max_error"] == 4.0
    assert facts["tried"][0]["colors"] == 16
    assert [x["delta_e"] for x in facts["tried"]] == list(quantized.tried.values())


@pytest.mark.parametrize("value", [-1, 101, float("nan")])
def test_range(value: float) -> None:
    """Differences are from 0 to 100."""
    with pytest.raises(OptionError, match="max_error must be between 0 and 100"):
        Options(colors="auto", max_error=value)
