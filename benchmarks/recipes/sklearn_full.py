"""scikit-learn's k-means on every distinct color, weighted, best of three starts.

This is the reference for the squared error; it is not meant to be fast.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans

from benchmarks.recipes.picture import run


def recipe(pixels: NDArray[Any], k: int) -> tuple[Any, Any]:
    """Fit on the distinct colors with their counts as weights."""
    colors, inverse, counts = np.unique(
        pixels, axis=0, return_inverse=True, return_counts=True
    )
    kmeans = KMeans(n_clusters=k, n_init=3, random_state=0)
    kmeans.fit(colors.astype(np.float64), sample_weight=counts)
    palette = np.rint(kmeans.cluster_centers_)
    kmeans.cluster_centers_ = palette  # maps to the 8-bit palette
    return kmeans.predict(colors.astype(np.float64))[inverse.ravel()], palette


if __name__ == "__main__":
    run(recipe)
