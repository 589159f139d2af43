"""Compare `KMeans` with scikit-learn's: inertia, time, memory and iterations.

    python -m benchmarks.scikit_learn
    python -m benchmarks.scikit_learn --predict 12000000
    python -m benchmarks.scikit_learn --iterations photos/

The first compares `KMeans()` as it comes with the best of three `KMeans(n_init=10)`.
The second labels so many points on one core, in a process each. The third counts the
iterations of `--algorithm lloyd --tol 1e-4` from random points and from k-means++, on
the distinct colors of each photo, with 8 clusters.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random
from statistics import median
from typing import Any, NamedTuple

import numpy as np
from sklearn import cluster, datasets

from benchmarks.measure import once
from benchmarks.metrics import read
from benchmarks.tables import geometric_mean, markdown
from kquant import KMeans, Options, Raster
from kquant.images.counting import PictureColors
from kquant.kmeans import LloydOptions, WeightedPoints, fit
from kquant.options import SPACES, Space
from kquant.quantization.fit_weights import fit_weights
from kquant.quantization.sampling import histogram_for_fit
from kquant.quantization.search import fitting_space
from kquant.runtime.arrays import U8

SEEDS = 3
LATTICE = 2.0**-12  # to which the command rounds centroids in plain Lloyd iterations
Row = list[str]


class DataSet(NamedTuple):
    """Points to cluster, and the number of clusters."""

    name: str
    X: Any
    k: int


def data_sets() -> Iterator[DataSet]:
    """Yield the data sets, small ones first."""
    for name, k in ("iris", 3), ("wine", 3), ("breast_cancer", 2), ("digits", 10):
        yield DataSet(name, getattr(datasets, f"load_{name}")().data, k)
    for k in (20, 50, 100):
        blobs = datasets.make_blobs(20_640, 8, centers=k, random_state=k)[0]
        yield DataSet("blobs in 8 dimensions", blobs, k)
    photo = datasets.load_sample_image("china.jpg").reshape(-1, 3).astype(np.float64)
    for k in (8, 64, 256):
        yield DataSet("pixels of a photo", photo[::8], k)


def timed(fit: Callable[[Any], Any], X: Any) -> tuple[float, float, float]:
    """Fit a model; return its inertia, and the seconds by wall and by processor."""
    start = time.perf_counter(), time.process_time()
    model = fit(X)
    end = time.perf_counter(), time.process_time()
    return model.inertia_, end[0] - start[0], end[1] - start[1]


def compare_fits(sets: Iterable[DataSet]) -> Iterator[Row]:
    """Yield a row for each data set, and one of geometric means."""
    yield ["data", "points", "k", "inertia x", "s, theirs", "s", "s x", "processor s x"]
    ratios: list[tuple[float, float, float]] = []
    for name, X, k in sets:
        runs = []  # in turn, so that other work meets both
        for seed in range(SEEDS):
            theirs = cluster.KMeans(k, n_init=10, random_state=seed)
            runs.append((timed(theirs.fit, X), timed(KMeans(k).fit, X)))
        (best, *before), (inertia, *after) = (
            (min(r[0] for r in rows), *(median(r[i] for r in rows) for i in (1, 2)))
            for rows in zip(*runs, strict=True)
        )
        ratios.append((inertia / best, after[0] / before[0], after[1] / before[1]))
        yield [
            *(name, str(len(X)), str(k), f"{ratios[-1][0]:.4f}"),
            *(f"{before[0]:.3f}", f"{after[0]:.3f}"),
            *(f"{ratio:.2f}" for ratio in ratios[-1][1:]),
        ]
    means = [geometric_mean(column) for column in zip(*ratios, strict=True)]
    shares = [f"{means[0]:.4f}", "", "", *(f"{mean:.2f}" for mean in means[1:])]
    yield ["geometric mean", "", "", *shares]


PREDICT = """
import os, sys, time
os.environ["OMP_NUM_THREADS"] = "1"
os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
import numpy as np
from {package} import KMeans
X = np.random.default_rng(0).uniform(0, 255, ({n}, 3))
model = KMeans({k}, n_init=1, max_iter=5, init=X[:{k}], algorithm="lloyd")
model.fit(X[:20_000]).predict(X[:20_000])
start = time.process_time()
model.predict(X)
print(time.process_time() - start)
"""


def compare_predict(n: int, ks: Iterable[int]) -> Iterator[Row]:
    """Yield a row for each k: processor time of `predict`, and memory of the process."""
    yield ["points", "k", "s, theirs", "s", "s x", "MiB, theirs", "MiB", "MiB x"]
    for k in ks:
        runs: dict[str, list[tuple[float, float]]] = {
            "sklearn.cluster": [],
            "kquant": [],
        }
        for _ in range(SEEDS):
            for package, measured in runs.items():
                code = PREDICT.format(package=package, n=n, k=k)
                run = once([sys.executable, "-c", code], limit=600)
                measured.append((float(run.stdout), run.peak / (1 << 20)))
        row = [str(n), str(k)]
        for i, digits in (0, ".2f"), (1, ".0f"):
            before, after = (median(run[i] for run in r) for r in runs.values())
            row += [format(before, digits), format(after, digits)]
            row.append(f"{after / before:.2f}")
        yield row


def count_iterations(paths: Iterable[Path], seeds: int, space: Space) -> Iterator[Row]:
    """Yield a row for each photo: the median of iterations until convergence."""
    starts = ("random", "k-means++")
    yield ["photo", "distinct colors", *starts]
    for path in paths:
        data = weighted_colors(read(path), Options(8, space=space, sample="all"))
        medians = (
            median(iterations(data, init, seed) for seed in range(seeds))
            for init in starts
        )
        yield [path.stem, str(len(data)), *(f"{count:g}" for count in medians)]


def weighted_colors(picture: U8, options: Options) -> WeightedPoints:
    """Return the colors of a picture, with the weights of the command's fit."""
    pixels = PictureColors.of(Raster.of(picture))
    histogram = histogram_for_fit(pixels, options, Random(0))
    points = fitting_space(options, 8).points(histogram.colors)
    return WeightedPoints(points.astype(np.float64), fit_weights(histogram, 8))


def iterations(data: WeightedPoints, init: str, seed: int) -> int:
    """Return after how many iterations plain Lloyd converges at k = 8."""
    lloyd = LloydOptions(max_iter=1000, tol=1e-4, lattice=LATTICE)
    found = fit(data, 8, Random(seed), init=init, lloyd=lloyd)
    assert found.converged
    return found.n_iter


def main(arguments: list[str] | None = None) -> None:
    """Print the table that is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--predict", type=int, metavar="POINTS")
    parser.add_argument("--iterations", type=Path, metavar="FOLDER")
    parser.add_argument("--space", choices=SPACES, default="oklab")
    parser.add_argument("--seeds", type=int, default=51, help="of --iterations")
    options = parser.parse_args(arguments)
    if options.predict:
        rows = compare_predict(options.predict, (8, 64, 256))
    elif options.iterations:
        paths = sorted(options.iterations.iterdir())
        rows = count_iterations(paths, options.seeds, options.space)
    else:
        rows = compare_fits(data_sets())
    header = next(rows)
    print(markdown(header, []))
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
