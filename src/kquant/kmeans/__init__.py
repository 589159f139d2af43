"""k-means for weighted points in any dimension.

`KMeans` is an estimator with scikit-learn's interface, and `lloyd_steps` shows the
steps of Lloyd's algorithm. They and kquant itself are built on `fit`, which combines a
start (`SEEDINGS`), Lloyd iterations (`lloyd`), breathing and restarts.
"""

from typing import TYPE_CHECKING

from kquant.kmeans.breathing import breathe
from kquant.kmeans.line import solve_line
from kquant.kmeans.lloyd import (
    RELAXATION,
    KMeansFit,
    LloydOptions,
    LloydStep,
    lloyd,
    run,
)
from kquant.kmeans.partition import Partition
from kquant.kmeans.restarts import default_n_init, fit
from kquant.kmeans.seeding import (
    SEEDINGS,
    kmeans_plus_plus,
    principal_split,
    random_points,
)
from kquant.kmeans.weighted_points import WeightedPoints
from kquant.runtime.startup import imported_when_used

if TYPE_CHECKING:
    from kquant.kmeans.estimator import KMeans

__all__ = [
    "RELAXATION",
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


__getattr__ = imported_when_used(__name__, {"KMeans": "kquant.kmeans.estimator"})
