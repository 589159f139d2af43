"""How much colors count in a fit: quiet ones more, most of all at 16 to 32 colors."""

import numpy as np

from kquant.images.histogram import Histogram, bounded
from kquant.runtime.arrays import F64
from kquant.runtime.by_k import by_k

# Numbers of colors, and the share of the mean weight that every pixel gets in addition.
# With 8 colors, small busy things with a hue of their own need it, with 64 texture.
_EVEN = ((8, 0.5), (16, 0.0), (32, 0.0), (64, 0.5))


def fit_weights(histogram: Histogram, k: int) -> F64:
    """Return how much each color of a histogram counts in a fit of k colors.

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
    >>> fit_weights(two, 16).tolist(), fit_weights(two, 64).tolist()
    ([30.0, 90.0], [75.0, 105.0])
    """
    counts, quiet = histogram.counts, histogram.quiet
    if quiet is None or not len(quiet):
        return counts
    # Three digits: the same on every machine, whatever the last bits of a division.
    each = round(by_k(_EVEN, k) * float(quiet.sum() / counts.sum()), 3)
    return bounded(np.rint(quiet + each * counts)) if each else quiet
