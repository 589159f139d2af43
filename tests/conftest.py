"""Pictures and threads for many tests."""

import os
from collections.abc import Callable

# As in the program: threads of numpy and scikit-learn would be in each other's way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pytest
from hypothesis import settings
from sklearn.datasets import load_sample_image

from kquant.runtime import threads
from kquant.runtime.arrays import U8

settings.register_profile("kquant", deadline=None)  # no test depends on the clock
settings.load_profile("kquant")


@pytest.fixture(scope="session")
def photo() -> U8:
    """Return a real photo of 640 x 427 pixels, 97,000 colors."""
    pixels: U8 = np.ascontiguousarray(load_sample_image("china.jpg"))
    pixels.flags.writeable = False
    return pixels


@pytest.fixture
def noise() -> U8:
    """Return 48 x 64 pixels of random colors, nearly all of them distinct."""
    return np.random.default_rng(7).integers(0, 256, (48, 64, 3), dtype=np.uint8)


@pytest.fixture
def gradient() -> U8:
    """Return 15 x 20 pixels, each of another color, from blue to orange."""
    ramp = np.linspace(0, 1, 300)
    ends = np.array([[20, 40, 200], [255, 160, 30]])
    ramp = np.rint(ends[0] + ramp[:, None] * (ends[1] - ends[0]))
    ramp[:, 1] += np.arange(300) % 2
    colors: U8 = ramp.astype(np.uint8).reshape(15, 20, 3)
    return colors


@pytest.fixture
def veiled(noise: U8) -> U8:
    """Return the noise with alpha: 0 above, 128 in the middle, 255 below."""
    alpha = np.repeat(np.array([0, 128, 255], dtype=np.uint8), 16)
    return np.dstack([noise, np.repeat(alpha[:, None], 64, axis=1)])


@pytest.fixture
def use_threads(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Return a function that sets the number of threads, even on a single core."""
    monkeypatch.setattr(threads, "_most", threads._most)  # is put back afterwards
    monkeypatch.setattr(threads, "available_cores", lambda: 8)
    return threads.limit_threads
