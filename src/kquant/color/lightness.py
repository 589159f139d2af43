"""How much lightness counts in Oklab beside hue and chroma, by the number of colors."""

import math

# Numbers of colors, and the weight of lightness for each. With few colors people like
# it best if hues are kept; with many, all hues are there and structure is what is
# missing. See benchmarks/RESULTS.md.
_BY_K = ((8, 0.5), (16, 0.51), (32, 0.6), (64, 0.76), (128, 0.84))


def lightness_weight(k: int) -> float:
    """Return the weight of a difference in lightness, relative to one in a or b.

    Parameters
    ----------
    k : int
        The number of colors of a palette.

    Returns
    -------
    float
        It rises with the logarithm of k, from 0.5 up to 8 colors to 0.84 from 128 on.

    Examples
    --------
    >>> [round(lightness_weight(k), 2) for k in (2, 8, 16, 24, 32, 64, 256)]
    [0.5, 0.5, 0.51, 0.56, 0.6, 0.76, 0.84]
    """
    (least, low), *later = _BY_K
    for most, high in later:
        if k <= most:
            part = math.log2(max(k, least) / least) / math.log2(most / least)
            return round(low + part * (high - low), 4)  # the same on every machine
        least, low = most, high
    return low
