"""How long to search for better colors; imports no numpy.

The numbers were found by measurement: see benchmarks/RESULTS.md.
"""

from typing import NamedTuple

from kquant.options import Effort


class Search(NamedTuple):
    """How much to try, up to a number of colors.

    Attributes
    ----------
    most : int
        The largest number of colors to which this applies.
    starts : int
        Number of starts of k-means with ``init="split"``.
    bins : int
        Number of bins per palette color, into which the colors of the picture are
        gathered for the search.
    """

    most: int
    starts: int
    bins: int


SEARCHES: dict[Effort, tuple[Search, ...]] = {
    "fast": (Search(256, 1, 25),),
    "default": (
        Search(32, 4, 60),
        Search(64, 3, 70),
        Search(160, 2, 40),
        Search(256, 1, 35),
    ),
    "best": (Search(64, 8, 80), Search(256, 3, 80)),
}
MIN_BINS: dict[Effort, int] = {"fast": 2000, "default": 2600, "best": 8000}
BREATHS: dict[Effort, int] = {"fast": 0, "default": 5, "best": 60}


def search_for(effort: Effort, k: int) -> Search:
    """Return how much to try for k colors.

    Parameters
    ----------
    effort : {"fast", "default", "best"}
    k : int
        1 to 256.

    Returns
    -------
    Search

    Examples
    --------
    >>> search_for("default", 8).starts
    4
    """
    return next(search for search in SEARCHES[effort] if k <= search.most)
