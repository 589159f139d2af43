"""Blue noise: patterns that are spread evenly."""

import numpy as np
import pytest

from kquant.mapping.dither.blue_noise import void_and_cluster
from kquant.mapping.dither.ordered import thresholds


def test_the_matrix_shipped_is_what_the_script_makes() -> None:
    """The thresholds are the ranks, in steps of 16, of the void-and-cluster method."""
    np.testing.assert_array_equal(thresholds("blue-noise") // 16, void_and_cluster())


def test_every_rank_occurs_once() -> None:
    """The thresholds are 4096 different ones, so each share is met exactly."""
    ranks = np.sort(thresholds("blue-noise") // 16, axis=None)

    np.testing.assert_array_equal(ranks, np.arange(64 * 64))


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_blue_noise_is_blue(share: float) -> None:
    """Low frequencies have less than half of the power that they have in white noise.

    White noise of a share g has the power g (1 - g) at all frequencies. Blue noise has
    most of it above the principal frequency sqrt(g) (Ulichney 1988); low is below half
    of that.
    """
    pattern = thresholds("blue-noise") < share * 65536
    assert pattern.mean() == pytest.approx(share, abs=1 / 4096)

    power = np.abs(np.fft.fft2(pattern - pattern.mean())) ** 2 / pattern.size
    frequency = np.hypot(*np.meshgrid(np.fft.fftfreq(64), np.fft.fftfreq(64)))
    low = (frequency > 0) & (frequency < share**0.5 / 2)
    assert power[low].mean() < share * (1 - share) / 2
