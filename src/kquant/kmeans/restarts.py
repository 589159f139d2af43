"""k-means with restarts: how many starts there are, and the best of them wins."""

from collections.abc import Iterator
from random import Random

from kquant.kmeans.breathing import breathe
from kquant.kmeans.lloyd import KMeansFit, LloydOptions, inertia_of, run
from kquant.kmeans.seeding import SEEDINGS
from kquant.kmeans.weighted_points import WeightedPoints
from kquant.runtime.arrays import F64

_RANDOM_STARTS = 10  # like scikit-learn's n_init="auto"


def default_n_init(init: str) -> int:
    """Return the default number of starts: 10 for "random", 1 for other seedings.

    Parameters
    ----------
    init : str
        A name in `SEEDINGS`.

    Returns
    -------
    int
    """
    return _RANDOM_STARTS if init == "random" else 1


def fit(
    data: WeightedPoints,
    k: int,
    rng: Random,
    *,
    init: str | F64 = "split",
    n_init: int = 1,
    lloyd: LloydOptions = LloydOptions(),  # noqa: B008 - frozen
) -> KMeansFit:
    """Run k-means from several starts and return the one with the least inertia.

    Parameters
    ----------
    data : WeightedPoints
    k : int
        Number of centroids to find, 1..n; fixed centroids are not counted.
    rng : random.Random
    init : {"split", "k-means++", "random"} or float64 array, shape (k, d)
        "split" gives only one start, so the starts after it are random. An array
        holds the centroids of the only start.
    n_init : int
        Number of starts; not used if `init` is an array.
    lloyd : LloydOptions
        A start that uses up `max_iter` is not improved by breathing.

    Returns
    -------
    KMeansFit

    Raises
    ------
    KeyError
        If there is no seeding called `init`.
    ValueError
        If `n_init` is less than 1.
    """
    best: KMeansFit | None = None
    for start in _starts(data, k, rng, init, n_init):
        result = run(data, start, lloyd)
        if lloyd.breaths and result.n_iter < lloyd.max_iter:
            result = _breathed(data, result, lloyd)
        if best is None or result.inertia < best.inertia:
            best = result
    if best is None:
        raise ValueError(f"n_init must be at least 1, got {n_init}")
    return best


def _starts(
    data: WeightedPoints, k: int, rng: Random, init: str | F64, n_init: int
) -> Iterator[F64]:
    """Yield the centroids of each start, shape (k, d)."""
    if not isinstance(init, str):
        yield init
        return
    seed = SEEDINGS[init]
    for _ in range(n_init):
        yield seed(data, k, rng)
        seed = SEEDINGS["random" if init == "split" else init]


def _breathed(
    data: WeightedPoints, result: KMeansFit, lloyd: LloydOptions
) -> KMeansFit:
    """Improve a result beyond its local optimum."""
    centroids = breathe(data, result.centroids, lloyd)
    part = data.partition(centroids)
    inertia = inertia_of(data, centroids, part, lloyd)
    return result._replace(centroids=centroids, labels=part.labels, inertia=inertia)
