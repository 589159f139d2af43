"""The recipe and settings of OpenCV's tutorial "K-Means Clustering in OpenCV"."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.recipes.picture import run


def recipe(pixels: NDArray[Any], k: int) -> tuple[Any, Any]:
    """Fit all pixels: ten attempts from random starts, ten iterations each."""
    cv2.setRNGSeed(0)
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 10, 1.0)
    points = pixels.astype(np.float32)
    start = np.empty((0,), dtype=np.int32)
    _, labels, centers = cv2.kmeans(
        points, k, start, criteria, 10, cv2.KMEANS_RANDOM_CENTERS
    )
    return labels.ravel(), centers


if __name__ == "__main__":
    run(recipe)
