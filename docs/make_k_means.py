"""Draw the pictures of k-means.md, and work out the figures that it quotes.

    python docs/make_k_means.py

The pictures, and the figures as figures.json, go to docs/k-means. Those of how k-means
runs are drawn here, those of what it is used for in k_means_uses.py.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from drawing import (
    CENTER,
    COLORS,
    INK,
    STYLE,
    Sizes,
    frame,
    panels,
    pixels_of_a_photo,
    scatter,
)
from k_means_uses import draw_choice_of_k, draw_digits
from matplotlib.colors import ListedColormap
from sklearn.datasets import make_blobs

from kquant import KMeans, lloyd_steps

FOLDER = Path(__file__).parent / "k-means"


def draw_steps(folder: Path, _: Sizes) -> dict[str, Any]:
    """Draw three blobs, step by step from a poor start."""
    X = make_blobs(300, 2, centers=3, cluster_std=1.1, random_state=3)[0]
    lowest = X[np.argsort(X[:, 1])[:3]]
    steps = list(lloyd_steps(X, 3, init=lowest))
    shown = [0, 1, 2, 3, len(steps) // 2, len(steps) - 1]
    figure, axes = panels(2, 3, 7.5, 5.0)
    for ax, i in zip(axes, shown, strict=True):
        scatter(ax, X, steps[i].labels, steps[i].centers)
        ax.set_title(f"step {i + 1}: inertia {steps[i].inertia:,.0f}")
    figure.savefig(folder / "steps.png")
    return {"steps": len(steps), "last inertia": f"{steps[-1].inertia:,.0f}"}


def draw_voronoi(folder: Path, _: Sizes) -> dict[str, Any]:
    """Draw the cells of uniform points: at the start, and when nothing moves any more."""
    X = np.random.default_rng(1).uniform(size=(3000, 2))
    first, *_, last = lloyd_steps(X, 12, init="random", random_state=5)
    grid = np.stack(np.meshgrid(*[np.linspace(0, 1, 400)] * 2), axis=-1).reshape(-1, 2)
    figure, axes = panels(1, 2, 7.5, 4.0)
    for ax, step, name in zip(axes, (first, last), ("start", "end"), strict=True):
        gaps = np.square(grid[:, None] - step.centers).sum(axis=2)
        cells = gaps.argmin(axis=1).reshape(400, 400)
        across, down = np.diff(cells, axis=1) != 0, np.diff(cells, axis=0) != 0
        cells[:-1, :-1][across[:-1] | down[:, :-1]] = 12  # white borders
        pale = ListedColormap([*mpl.colormaps["Set3"].colors, "white"])
        ax.imshow(
            cells, pale, extent=(0, 1, 0, 1), origin="lower", interpolation="nearest"
        )
        ax.scatter(*X.T, s=1.2, c=INK, linewidths=0)
        ax.scatter(*step.centers.T, **CENTER)
        frame(ax)
        ax.set_title(f"{name}: inertia {step.inertia:.1f}")
    figure.savefig(folder / "voronoi.png")
    return {
        "voronoi start": f"{first.inertia:.1f}",
        "voronoi end": f"{last.inertia:.1f}",
    }


def draw_peaks(folder: Path, sizes: Sizes) -> dict[str, Any]:
    """Count which starts find all of four peaks of different sizes."""
    peaks = np.array([[0.0, 0.0], [10, 1], [1, 9], [11, 10]])
    counts = [600, 300, 200, 150]
    rng = np.random.default_rng(0)
    X = peaks.repeat(counts, axis=0) + rng.normal(0, 0.5, (sum(counts), 2))

    def found(seed: int, **options: Any) -> tuple[bool, KMeans]:
        model = KMeans(4, algorithm="lloyd", random_state=seed, **options).fit(X)
        gaps = np.linalg.norm(peaks[:, None] - model.cluster_centers_, axis=2)
        return bool(gaps.min(axis=1).max() < 1), model

    ways: dict[str, dict[str, Any]] = {
        "one random start": {"init": "random", "n_init": 1},
        "ten random starts": {"init": "random", "n_init": 10},
        "one k-means++": {"init": "k-means++"},
        "ten k-means++": {"init": "k-means++", "n_init": 10},
        "one split": {"init": "split"},
    }
    results = {
        name: [found(seed, **way) for seed in range(sizes.starts)]
        for name, way in ways.items()
    }
    figures = {name: sum(ok for ok, _ in runs) for name, runs in results.items()}
    failure = next(model for ok, model in results["one random start"] if not ok)
    success = next(model for ok, model in results["one split"] if ok)
    figure, axes = panels(1, 3, 9.0, 3.3)
    for ax, model, name in zip(
        axes, (failure, success), ("random", "split"), strict=False
    ):
        scatter(ax, X, model.labels_, model.cluster_centers_)
        ax.set_title(f"one {name} start: inertia {model.inertia_:,.0f}")
    bars = axes[2].barh(list(figures), list(figures.values()), color=COLORS[0])
    axes[2].bar_label(bars, padding=3)
    axes[2].invert_yaxis()
    axes[2].set(
        xlim=(0, sizes.starts * 1.15), title=f"all peaks found, of {sizes.starts}"
    )
    figure.savefig(folder / "peaks.png")
    return figures


def draw_iterations(folder: Path, sizes: Sizes) -> dict[str, Any]:
    """Count iterations until convergence, from random points and from k-means++."""
    X = pixels_of_a_photo(sizes.pixels)
    runs = {
        init: [
            KMeans(8, init=init, n_init=1, algorithm="lloyd", random_state=seed).fit(X)
            for seed in range(sizes.seeds)
        ]
        for init in ("random", "k-means++")
    }
    best = min(model.inertia_ for models in runs.values() for model in models)
    figure, (ax,) = panels(1, 1, 6.0, 3.2)
    for (init, models), color in zip(runs.items(), COLORS, strict=False):
        over = [100 * (model.inertia_ / best - 1) for model in models]
        ax.scatter([m.n_iter_ for m in models], over, c=color, alpha=0.8, label=init)
        ax.axvline(np.median([m.n_iter_ for m in models]), color=color, linestyle=":")
    ax.set(xlabel="iterations (dotted: median)", ylabel="inertia, % above the best")
    ax.legend()
    figure.savefig(folder / "iterations.png")
    return {
        f"iterations from {init}": f"{np.median([m.n_iter_ for m in models]):g}"
        for init, models in runs.items()
    }


DRAWINGS: list[Callable[[Path, Sizes], dict[str, Any]]] = [
    draw_steps,
    draw_voronoi,
    draw_peaks,
    draw_iterations,
    draw_choice_of_k,
    draw_digits,
]


def main(folder: Path = FOLDER, sizes: Sizes = Sizes()) -> None:  # noqa: B008 - frozen
    """Draw all pictures, and write the figures."""
    folder.mkdir(exist_ok=True)
    figures: dict[str, Any] = {}
    with mpl.rc_context(STYLE):
        for draw in DRAWINGS:
            figures |= draw(folder, sizes)
    text = json.dumps(figures, indent=2) + "\n"
    (folder / "figures.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
