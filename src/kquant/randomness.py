"""Random numbers in numpy arrays, without `numpy.random`, which is slow to import."""

from random import Random

import numpy as np

from kquant.arrays import F64


def uniform(rng: Random, n: int) -> F64:
    """Draw n numbers in 0..1, without 1, shape (n,): the same for a seed everywhere."""
    return np.frombuffer(rng.randbytes(4 * n), dtype="<u4") / 2.0**32
