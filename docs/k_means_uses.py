"""Draw what k-means is used for: how many clusters there are, and which digits."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from drawing import COLORS, INK, Sizes, panels, pixels_of_a_photo
from sklearn.datasets import load_digits, make_blobs
from sklearn.metrics import confusion_matrix, silhouette_score

from kquant import KMeans


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
