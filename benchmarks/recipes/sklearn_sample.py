"""The recipe of scikit-learn's example "Color Quantization using K-Means".

It fits on 1,000 shuffled pixels with values from 0 to 1, then predicts every pixel.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.utils import shuffle

from benchmarks.recipes.picture import run


def recipe(pixels: NDArray[Any], k: int) -> tuple[Any, Any]:
    """Fit the sample, then predict all pixels."""
    scaled = np.array(pixels, dtype=np.float64) / 255
    sample = shuffle(scaled, random_state=0, n_samples=1_000)
    kmeans = KMeans(n_clusters=k, random_state=0).fit(sample)
    return kmeans.predict(scaled), kmeans.cluster_centers_ * 255


if __name__ == "__main__":
    run(recipe)
