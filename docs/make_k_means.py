"""Draw the pictures of k-means.md, and work out the figures that it quotes.

    python docs/make_k_means.py

The pictures, and the figures as figures.json, go to docs/k-means.
"""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from sklearn.datasets import load_digits, load_sample_image, make_blobs
from sklearn.metrics import confusion_matrix, silhouette_score

from kquant import KMeans, lloyd_steps

FOLDER = Path(__file__).parent / "k-means"
# Okabe and Ito's colors, which color-blind readers tell apart as well.
COLORS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00"]
GRAY, INK = "#b0b0b0", "#222222"
CENTER = {"marker": "X", "s": 70, "c": INK, "edgecolors": "white", "linewidths": 1.2}
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
    axes.set(xticks=[], yticks=[])
    axes.set_aspect("equal")


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
        pale = ListedColormap([*COLORS, *COLORS, "white"])
        ax.imshow(cells, pale, extent=(0, 1, 0, 1), origin="lower", alpha=0.45)
        ax.scatter(*X.T, s=1.5, c=INK, linewidths=0)
        ax.scatter(*step.centers.T, **CENTER)
        ax.set(xticks=[], yticks=[], title=f"{name}: inertia {step.inertia:.1f}")
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


def pixels_of_a_photo(count: int) -> Any:
    """Draw pixels of a photo, shape (count, 3)."""
    pixels = load_sample_image("china.jpg").reshape(-1, 3).astype(np.float64)
    return pixels[np.random.default_rng(0).choice(len(pixels), count, replace=False)]


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


def gaps(X: Any, ks: Iterable[int], references: int) -> list[float]:
    """Return the gap statistic of Tibshirani, Walther and Hastie (2001) for each k."""
    rng = np.random.default_rng(0)
    lows, highs = X.min(axis=0), X.max(axis=0)
    uniform = [rng.uniform(lows, highs, X.shape) for _ in range(references)]

    def log_inertia(points: Any, k: int) -> float:
        return float(np.log(KMeans(k).fit(points).inertia_))

    return [
        float(np.mean([log_inertia(u, k) for u in uniform]) - log_inertia(X, k))
        for k in ks
    ]


def draw_choice_of_k(folder: Path, sizes: Sizes) -> dict[str, Any]:
    """Draw elbow, silhouette and gap, for four blobs and for the pixels of a photo."""
    ks = range(1, sizes.most_k + 1)
    data = {
        "four blobs": make_blobs(800, 3, centers=6 * np.eye(4, 3), random_state=8)[0],
        "a photo": pixels_of_a_photo(min(sizes.pixels, 2000)),
    }
    figure, axes = panels(2, 3, 9.0, 4.8)
    figures: dict[str, Any] = {}
    for row, (name, X) in enumerate(data.items()):
        models = [KMeans(k).fit(X) for k in ks]
        inertia = [model.inertia_ / models[0].inertia_ for model in models]
        silhouettes = [silhouette_score(X, model.labels_) for model in models[1:]]
        gap = gaps(X, ks, sizes.references)
        for column, (x, y, title) in enumerate(
            [
                (ks, inertia, "inertia (1 cluster = 1)"),
                (ks[1:], silhouettes, "silhouette"),
                (ks, gap, "gap statistic"),
            ]
        ):
            ax = axes[3 * row + column]
            ax.plot(x, y, marker="o", markersize=4, color=COLORS[row])
            ax.set(title=f"{name}: {title}", xticks=ks)
            if column == 0:
                ax.set_ylim(0, 1.05)
        for ax in axes[3 * row : 3 * row + 3]:
            ax.set_xlabel("k")
        figures[f"{name}, silhouette"] = ks[1:][int(np.argmax(silhouettes))]
        figures[f"{name}, gap"] = ks[int(np.argmax(gap))]
    figure.savefig(folder / "choice-of-k.png")
    return figures


def majority(model: KMeans, truth: Any) -> Any:
    """Return the most frequent digit of each cluster, shape (10,)."""
    return np.array(
        [np.bincount(truth[model.labels_ == j]).argmax() for j in range(10)]
    )


def draw_digits(folder: Path, sizes: Sizes) -> dict[str, Any]:
    """Draw the centers of the digits, and which digits they catch."""
    X, truth = load_digits(return_X_y=True)
    model = KMeans(10).fit(X)
    digit = majority(model, truth)
    predicted = digit[model.labels_]
    figure, axes = panels(2, 5, 6.0, 2.9)
    for ax, j in zip(axes, np.argsort(digit, kind="stable"), strict=True):
        ax.imshow(model.cluster_centers_[j].reshape(8, 8), cmap="gray_r")
        ax.set_axis_off()
        ax.set_title(f"mostly {digit[j]}")
    figure.savefig(folder / "digits.png")
    table = confusion_matrix(truth, predicted)
    figure, (ax,) = panels(1, 1, 4.6, 4.4)
    ax.imshow(table, cmap="Blues")
    for (i, j), count in np.ndenumerate(table):
        color = "white" if count > table.max() / 2 else INK
        if count:
            ax.text(j, i, count, ha="center", va="center", color=color, fontsize=8)
    ax.set(xticks=range(10), yticks=range(10), xlabel="cluster says", ylabel="digit is")
    ax.tick_params(length=0)
    figure.savefig(folder / "confusion.png")
    return {
        "digits": f"{np.mean(predicted == truth):.2f}",
        **draw_scores(folder, sizes, X, truth),
    }


def draw_scores(folder: Path, sizes: Sizes, X: Any, truth: Any) -> dict[str, Any]:
    """Pair inertia and accuracy of many single starts, rightly and wrongly."""
    models = [
        KMeans(10, init="random", n_init=1, algorithm="lloyd", random_state=s).fit(X)
        for s in range(10 * max(1, sizes.seeds // 2))
    ]
    inertia = np.array([model.inertia_ for model in models])
    score = np.array([np.mean(majority(m, truth)[m.labels_] == truth) for m in models])
    figure, (ax,) = panels(1, 1, 6.0, 3.2)
    ax.scatter(inertia / 1e6, score, s=18, color=COLORS[4], label="a random start")
    for index, label, color in (
        (inertia.argmin(), "least inertia", COLORS[0]),
        (score.argmax(), "highest accuracy", COLORS[5]),
    ):
        ax.scatter(inertia[index] / 1e6, score[index], s=60, color=color, label=label)
    ax.set(xlabel="inertia, millions", ylabel="accuracy by majority")
    ax.legend(loc="lower left")
    figure.savefig(folder / "scores.png")
    tens = score.reshape(-1, 10), inertia.reshape(-1, 10)
    right = np.take_along_axis(tens[0], tens[1].argmin(axis=1)[:, None], axis=1)
    return {
        "single start": f"{score.mean():.2f}",
        "right pairing": f"{right.mean():.2f}",
        "wrong pairing": f"{tens[0].max(axis=1).mean():.2f}",
        "highest of all": f"{score.max():.2f}",
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
