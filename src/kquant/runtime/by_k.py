"""Values that change smoothly with the number of colors."""

import math
from collections.abc import Sequence


def by_k(values: Sequence[tuple[int, float]], k: int) -> float:
    """Return a value for k colors, between those that a table names.

    Parameters
    ----------
    values : sequence of (int, float)
        Numbers of colors, rising, and the value at each. Below the first and above
        the last, their values hold.
    k : int
        The number of colors of a palette.

    Returns
    -------
    float
        Linear in the logarithm of k; rounded to four digits, to be the same on every
        machine.

    Examples
    --------
    >>> by_k([(8, 1.0), (32, 3.0)], 16)
    2.0
    """
    (least, low), *later = values
    for most, high in later:
        if k <= most:
            part = math.log2(max(k, least) / least) / math.log2(most / least)
            return round(low + part * (high - low), 4)
        least, low = most, high
    return low
