"""What the pictures of k-means.md have in common: colors, axes, a photo, sizes."""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from sklearn.datasets import load_sample_image

# Okabe and Ito's colors, which color-blind readers tell apart as well.
COLORS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00"]
INK, PALE = "#222222", "#cccccc"
CENTER = {
    "marker": "X",
    "s": 70,
    "c": INK,
    "edgecolors": "white",
    "linewidths": 1.2,
    "clip_on": False,
    "zorder": 3,
}
STYLE = {
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": 10,
    "font.size": 9,
    "legend.frameon": False,
    "savefig.dpi": 100,
}


class Sizes(NamedTuple):
    """How much of everything there is; the tests take less."""

    pixels: int = 100_000
    seeds: int = 20
    starts: int = 60
    references: int = 10
    most_k: int = 10


def panels(rows: int, columns: int, width: float, height: float) -> tuple[Figure, Any]:
    """Return a figure and its axes, shape (rows * columns,)."""
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(rows, columns, squeeze=False).ravel()


def scatter(axes: Axes, X: Any, labels: Any, centers: Any) -> None:
    """Draw points in the colors of their clusters, and the centers."""
    axes.scatter(*X.T, s=6, c=[COLORS[j % len(COLORS)] for j in labels], linewidths=0)
    axes.scatter(*centers.T, **CENTER)
    frame(axes)
    axes.set_aspect("equal")


def frame(axes: Axes) -> None:
    """Draw a pale frame without ticks: the scale of the points does not matter."""
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(visible=True, color=PALE)


def pixels_of_a_photo(count: int) -> Any:
    """Draw pixels of a photo, shape (count, 3)."""
    pixels = load_sample_image("china.jpg").reshape(-1, 3).astype(np.float64)
    return pixels[np.random.default_rng(0).choice(len(pixels), count, replace=False)]
