"""k-means for weighted points in any dimension.

`KMeans` is the estimator in scikit-learn's manner; `fit` is what it, and kquant
itself, is made of: a start (`SEEDINGS`), Lloyd iterations (`lloyd`), restarts.
"""

from kquant.kmeans.breathing import breathe
from kquant.kmeans.estimator import KMeans
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
