"""K-means as textbooks have it: float64, every distance at once.

Fitted on 100,000 sampled pixels, then mapped in blocks of as many, for all pixels at
once would not fit in memory.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.recipes.picture import run

BLOCK = 100_000


def recipe(pixels: NDArray[Any], k: int) -> tuple[Any, Any]:
    """Lloyd's algorithm from k random pixels, at most 20 iterations."""
    rng = np.random.default_rng(0)
    sample = rng.choice(pixels, min(BLOCK, len(pixels)), replace=False).astype(float)
    centers = rng.choice(sample, k, replace=False)
    for _ in range(20):
        labels = nearest(sample, centers)
        moved = np.array([mean(sample[labels == i], centers[i]) for i in range(k)])
        if np.allclose(moved, centers):
            break
        centers = moved
    blocks = np.array_split(pixels.astype(float), -(-len(pixels) // BLOCK))
    return np.concatenate([nearest(block, centers) for block in blocks]), centers


def nearest(points: NDArray[Any], centers: NDArray[Any]) -> NDArray[Any]:
    """Return the index of the nearest centre of each point."""
    distances = ((points[:, None, :] - centers[None, :, :]) ** 2).sum(axis=2)
    labels: NDArray[Any] = distances.argmin(axis=1)
    return labels


def mean(cluster: NDArray[Any], otherwise: NDArray[Any]) -> NDArray[Any]:
    """Return the mean of a cluster; its old centre when it is empty."""
    return cluster.mean(axis=0) if len(cluster) else otherwise


if __name__ == "__main__":
    run(recipe)
