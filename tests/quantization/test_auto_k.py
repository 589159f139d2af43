"""As few colors as an error allows."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kquant import Options, Raster, quantize
from kquant.quantization.auto_k import smallest_k
from kquant.quantization.quality import measure
from kquant.runtime.arrays import U8


def table(errors: Sequence[float]) -> Callable[[int], float]:
    """Return the error of each k from 1 on."""
    return lambda k: errors[k - 1]


@pytest.mark.parametrize(
    ("target", "k"), [(9.0, 1), (8.0, 1), (7.9, 2), (4.0, 2), (1.0, 8), (0.125, 64)]
)
def test_by_hand(target: float, k: int) -> None:
    """With an error of 8 / k, a target of 1 takes 8 colors."""
    assert smallest_k(lambda k: 8 / k, target, 1, 256) == k


def test_out_of_reach() -> None:
    """k is the largest if no error reaches the target, and the smallest if all do."""
    assert smallest_k(lambda k: 9.0 - k / 1000, 1.0, 3, 200) == 200
    assert smallest_k(lambda k: 1.0 / k, 1.0, 3, 200) == 3
    assert smallest_k(lambda k: 1.0 / k, 0.0, 5, 5) == 5


def test_errors_of_zero() -> None:
    """An error of zero, as with all 40 colors of a picture, has no logarithm to fail on."""
    assert smallest_k(lambda k: max(40.0 - k, 0.0), 0.0, 1, 256) == 40


@pytest.mark.parametrize("target", [1.9, 2.0, 2.2, 2.5, 2.8])
@pytest.mark.parametrize("power", [0.4, 0.5, 0.6])
def test_few_are_tried(target: float, power: float) -> None:
    """With errors that fall as those of photos do, few k are tried.

    The first is 16; four more are within reach of 32 colors, and a gap between 32 and
    64 is halved once more.
    """
    tried = set()

    def error(k: int) -> float:
        tried.add(k)
        return 9.0 / float(k**power)

    k = smallest_k(error, target, 1, 256)

    assert error(k) <= target < error(k - 1)
    assert len(tried) <= (5 if k <= 32 else 7)


@given(
    errors=st.lists(st.integers(0, 12), min_size=1, max_size=90),
    targets=st.lists(st.integers(0, 12), min_size=2, max_size=6),
    least=st.integers(1, 9),
)
@settings(max_examples=500)
def test_monotone(errors: list[int], targets: list[int], least: int) -> None:
    """A smaller target never gives a smaller k, however the errors jump about.

    The k that is found reaches the target unless it is the largest, and the k before
    it does not, unless there is none.
    """
    error, most = table(errors), len(errors)
    least = min(least, most)

    found = [smallest_k(error, t, least, most) for t in sorted(targets)]

    assert found == sorted(found, reverse=True)
    for k, target in zip(found, sorted(targets), strict=True):
        assert error(k) <= target or k == most
        assert error(k) > target or k == least or error(k - 1) > target


@pytest.mark.parametrize("options", [{}, {"space": "srgb"}, {"vivid": True}])
def test_within_and_not_before(photo: U8, options: dict[str, Any]) -> None:
    """The error is within the target, and that of one color fewer is not."""
    target = 3.0
    quantized = quantize(photo, Options(colors="auto", max_error=target, **options))

    k = len(quantized.image.palette)
    assert quantized.tried[k] <= target < quantized.tried[k - 1]
    measured = measure(Raster.from_array(photo), quantized).delta_e
    assert measured == pytest.approx(quantized.tried[k], rel=1e-3)
    assert len(quantized.tried) <= 5


def test_same_as_asking_for_that_k(photo: U8) -> None:
    """The result is the same as with the number of colors that was found."""
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


@pytest.mark.parametrize("count", [1, 5, 32])
def test_few_colors_are_all_kept(gradient: U8, count: int) -> None:
    """A picture of up to 32 colors keeps them all, whatever the target."""
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
    """Locked colors are among those found, even if fewer colors would be enough."""
    small, lock = photo[::4, ::4], ("#ff0000", "#00ff00", "#123456")

    found = quantize(
        small, Options(colors="auto", max_error=4.0, lock=lock)
    ).image.palette
    fewest = quantize(
        small, Options(colors="auto", max_error=100.0, lock=lock)
    ).image.palette

    assert set(lock) <= set(found)
    assert sorted(fewest) == sorted(lock)
