"""K-means as in textbooks: float64, all distances at once.

It is fitted to 100,000 sampled pixels. Then all pixels are mapped in blocks of this
size, because the distances of all of them at once would not fit in memory.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.recipes.picture import run

BLOCK = 100_000


def recipe(pixels: NDArray[Any], k: int) -> tuple[Any, Any]:
    """Run Lloyd's algorithm from k random pixels, for at most 20 iterations."""
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
    """Return the index of the nearest center of each point."""
    distances = ((points[:, None, :] - centers[None, :, :]) ** 2).sum(axis=2)
    labels: NDArray[Any] = distances.argmin(axis=1)
    return labels


def mean(cluster: NDArray[Any], otherwise: NDArray[Any]) -> NDArray[Any]:
    """Return the mean of a cluster, or its old center if it is empty."""
    return cluster.mean(axis=0) if len(cluster) else otherwise


if __name__ == "__main__":
    run(recipe)
