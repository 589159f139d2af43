"""Arrays of random numbers without `numpy.random`, which is slow to import."""

from random import Random

import numpy as np

from kquant.runtime.arrays import F64


def uniform(rng: Random, n: int) -> F64:
    """Draw uniform random numbers.

    Parameters
    ----------
    rng : random.Random
    n : int
        How many numbers.

    Returns
    -------
    float64 array, shape (n,)
        From 0 up to but not including 1, in steps of 2**-32; a seed gives the same
        numbers on every machine.
    """
    return np.frombuffer(rng.randbytes(4 * n), dtype="<u4") / 2.0**32
