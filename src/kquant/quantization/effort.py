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
    breaths : int
        How often each start tries to leave its local optimum.
    light : float
        Bins with less than this part of their mean weight are joined with their
        neighbors.
    """

    most: int
    starts: int
    bins: int
    breaths: int
    light: float = 0.0


SEARCHES: dict[Effort, tuple[Search, ...]] = {
    "fast": (Search(256, 1, 25, 0),),
    "default": (
        Search(32, 4, 60, 5),
        Search(64, 3, 70, 5),
        Search(160, 2, 40, 5),
        Search(256, 1, 50, 4, light=0.35),
    ),
    "best": (Search(64, 8, 80, 60), Search(256, 3, 80, 60)),
}
MIN_BINS: dict[Effort, int] = {"fast": 2000, "default": 2600, "best": 8000}


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
