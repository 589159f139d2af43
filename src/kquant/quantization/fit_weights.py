"""How much colors count in a fit: quiet ones more, an effect that shrinks as k grows."""

import math

import numpy as np

from kquant.images.histogram import Histogram, bounded
from kquant.runtime.arrays import F64

_ALL_QUIET = 32  # colors up to which quiet surroundings count in full
# Share of the mean weight that is added equally to every pixel: 0 up to `_ALL_QUIET`
# colors, all of it from twice as many on.
_EVEN = 0.5


def fit_weights(histogram: Histogram, k: int) -> F64:
    """Return how much each color of a histogram counts in a fit of k colors.

    With few colors, sky and skin need most of them; with many, texture gets a share.

    Parameters
    ----------
    histogram : Histogram
        With n colors.
    k : int
        The number of colors of the palette.

    Returns
    -------
    float64 array, shape (n,)
        Whole and positive. The counts, if surroundings do not matter.

    Examples
    --------
    >>> two = Histogram(np.array([1, 2]), np.array([3, 1]), np.array([30, 90]))
    >>> fit_weights(two, 8).tolist(), fit_weights(two, 64).tolist()
    ([30.0, 90.0], [75.0, 105.0])
    """
    counts, quiet = histogram.counts, histogram.quiet
    if quiet is None or not len(quiet):
        return counts
    even = _EVEN * min(max(math.log2(k / _ALL_QUIET), 0.0), 1.0)
    # Three digits: the same on every machine, whatever the last bits of a logarithm.
    each = round(even * float(quiet.sum() / counts.sum()), 3)
    return bounded(np.rint(quiet + each * counts)) if each else quiet
