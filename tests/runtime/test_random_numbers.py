"""Random numbers in arrays."""

import subprocess
import sys
from random import Random

import numpy as np
import pytest

from kquant.runtime.random_numbers import uniform


def test_numbers_are_those_of_the_generator() -> None:
    """Each number is 4 bytes of the generator as a fraction of 2**32, low byte first."""
    data = Random(5).randbytes(12)

    numbers = uniform(Random(5), 3)

    expected = [int.from_bytes(data[i : i + 4], "little") for i in (0, 4, 8)]
    assert numbers.tolist() == [x / 2**32 for x in expected]


def test_numbers_go_on() -> None:
    """Two draws from a generator are one draw of both lengths."""
    rng = Random(1)

    assert np.array_equal(
        np.concatenate([uniform(rng, 4), uniform(rng, 5)]), uniform(Random(1), 9)
    )


def test_numbers_are_evenly_spread() -> None:
    """The mean of n numbers is 1/2, within five standard errors of sqrt(1 / 12 n)."""
    numbers = uniform(Random(0), 30_000)

    assert 0 <= numbers.min() < numbers.max() < 1
    assert numbers.mean() == pytest.approx(0.5, abs=5 * (1 / 12 / 30_000) ** 0.5)


def test_numpys_generators_are_not_imported() -> None:
    """`numpy.random`, which takes milliseconds of every start, is not needed."""
    program = (
        "import sys; from random import Random; "
        "from kquant.runtime.random_numbers import uniform; uniform(Random(0), 9); "
        "print('numpy.random' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert run.stdout == "False\n"
