"""k-means for weighted points in any dimension.

`KMeans` is the estimator in scikit-learn's manner; `fit` is what it, and kquant
itself, is made of: a start (`SEEDINGS`), Lloyd iterations (`lloyd`), restarts.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kquant.kmeans.breathing import breathe
from kquant.kmeans.exact import solve_line
from kquant.kmeans.fit import default_n_init, fit
from kquant.kmeans.lloyd import KMeansFit, LloydOptions, LloydStep, lloyd, run
from kquant.kmeans.points import Partition, WeightedPoints
from kquant.kmeans.seeding import (
    SEEDINGS,
    kmeans_plus_plus,
    principal_split,
    random_points,
)

if TYPE_CHECKING:
    from kquant.kmeans.estimator import KMeans

__all__ = [
    "SEEDINGS",
    "KMeans",
    "KMeansFit",
    "LloydOptions",
    "LloydStep",
    "Partition",
    "WeightedPoints",
    "breathe",
    "default_n_init",
    "fit",
    "kmeans_plus_plus",
    "lloyd",
    "principal_split",
    "random_points",
    "run",
    "solve_line",
]


def __getattr__(name: str) -> Any:
    """Import the estimator when it is first used; the command line never does."""
    if name == "KMeans":
        return import_module("kquant.kmeans.estimator").KMeans
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
