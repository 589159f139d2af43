"""k-means with restarts: the best of several starts, by inertia."""

from collections.abc import Iterator
from random import Random

from kquant.arrays import F64
from kquant.kmeans.breathing import breathe
from kquant.kmeans.lloyd import KMeansFit, LloydOptions, run
from kquant.kmeans.points import WeightedPoints
from kquant.kmeans.seeding import SEEDINGS

_RANDOM_STARTS = 10  # as scikit-learn's n_init="auto"


def default_n_init(init: str) -> int:
    """Return how many starts are made unless told: 10 random ones, 1 of others."""
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
    k : int in 1..n
        How many to find; fixed ones that the data may have are not counted.
    rng : random.Random
    init : {"split", "k-means++", "random"} or float64 array, shape (k, d)
        As there is just one split, the further starts after it are random.
        An array is where to start, once.
    n_init : int
        Number of starts.
    lloyd : LloydOptions
    """
    best: KMeansFit | None = None
    for start in _starts(data, k, rng, init, n_init):
        result = run(data, start, lloyd)
        if lloyd.breaths:
            result = _breathed(data, result, lloyd)
        if best is None or result.inertia < best.inertia:
            best = result
    if best is None:
        raise ValueError(f"n_init must be at least 1, got {n_init}")
    return best


def _starts(
    data: WeightedPoints, k: int, rng: Random, init: str | F64, n_init: int
) -> Iterator[F64]:
    """Yield the centroids to start from."""
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
    return result._replace(
        centroids=centroids, labels=part.labels, inertia=part.inertia
    )
