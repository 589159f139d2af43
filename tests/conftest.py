"""Pictures and threads for many tests."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

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
def heeding_interrupts() -> Iterator[None]:
    """Have processes heed Ctrl-C, which shells make those in the background ignore."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def in_step(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int], None]:
    """Return a function that has threads wait for each other in a function of numpy.

    None of so many threads goes on until all have called it. So if they wrote to the
    same array, all but one would go on with the numbers of another one.
    """

    def keep_in_step(name: str, count: int) -> None:
        barrier, function = threading.Barrier(count), getattr(np, name)

        def waiting(*args: Any, **settings: Any) -> Any:
            result = function(*args, **settings)
            with suppress(threading.BrokenBarrierError):  # some may have ended
                barrier.wait(0.2)
            return result

        monkeypatch.setattr(np, name, waiting)

    return keep_in_step


@pytest.fixture
def use_threads(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Return a function that sets the number of threads, even on a single core."""
    monkeypatch.setattr(threads, "_most", threads._most)  # is put back afterwards
    monkeypatch.setattr(threads, "available_cores", lambda: 8)
    return threads.limit_threads
