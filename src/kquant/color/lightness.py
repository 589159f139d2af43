"""How much lightness counts in Oklab beside hue and chroma, by the number of colors."""

from kquant.runtime.by_k import by_k

# Numbers of colors, and the weight of lightness for each. Two colors draw light and
# dark; with eight, people like it best if hues are kept; with many, all hues are there
# and structure is what is missing. See benchmarks/RESULTS.md.
_WEIGHTS = ((2, 0.5), (8, 0.35), (16, 0.51), (32, 0.6), (64, 0.76), (128, 0.84))


def lightness_weight(k: int) -> float:
    """Return the weight of a difference in lightness, relative to one in a or b.

    Parameters
    ----------
    k : int
        The number of colors of a palette.

    Returns
    -------
    float
        From 0.5 at 2 colors down to 0.35 at 8, then up to 0.84 from 128 on, each linear
        in the logarithm of k.

    Examples
    --------
    >>> [round(lightness_weight(k), 2) for k in (2, 4, 8, 16, 32, 64, 256)]
    [0.5, 0.42, 0.35, 0.51, 0.6, 0.76, 0.84]
    """
    return by_k(_WEIGHTS, k)
