"""Measure what each part of the fit contributes: error and time without it.

python -m benchmarks.ablation --images photos/ -k 8,64,256
"""

import argparse
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import geometric_mean
from time import process_time
from typing import Any
from unittest.mock import patch

from kquant import Options, Raster, quantize
from kquant.files.reading import load
from kquant.quantization.effort import search_for
from kquant.quantization.quality import measure

SEARCH = "kquant.quantization.search"
# Name, options, and the constants of the fit to replace.
VARIANTS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("as it is", {}, {}),
    ("one start", {"n_init": 1}, {}),
    (
        "no breathing",
        {},
        {"search_for": lambda effort, k: search_for(effort, k)._replace(breaths=0)},
    ),
    ("one start, no breathing", {"effort": "fast"}, {}),
    ("the same, random start", {"effort": "fast", "init": "random", "n_init": 1}, {}),
    ("the same, k-means++", {"effort": "fast", "init": "k-means++", "n_init": 1}, {}),
    ("plain Lloyd steps", {}, {"RELAXATION": 1.0}),
    ("no polish on the colors", {}, {"_FINE_ITERATIONS": 1}),
    ("search on all colors", {}, {"MIN_BINS": {"default": 1 << 24}}),
    ("a sample of 65,536 pixels", {"sample": 1 << 16}, {}),
]


@contextmanager
def replaced(constants: dict[str, Any]) -> Iterator[None]:
    """Replace constants of the fit while the block runs."""
    with ExitStack() as stack:
        for name, value in constants.items():
            stack.enter_context(patch(f"{SEARCH}.{name}", value))
        yield


def run(
    raster: Raster, k: int, options: dict[str, Any], constants: dict[str, Any]
) -> tuple[float, float]:
    """Return the squared error in sRGB, and the processor time of all cores in s."""
    with replaced(constants):
        start = process_time()
        quantized = quantize(raster, Options(colors=k, space="srgb", **options))
        seconds = process_time() - start
    return measure(raster, quantized).squared_error, seconds


def main() -> None:
    """Print a table of ratios to the unchanged fit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=Path, required=True)
    parser.add_argument("-k", default="8,64,256")
    options = parser.parse_args()
    counts = [int(k) for k in options.k.split(",")]
    rasters = [load(path) for path in sorted(options.images.iterdir())]
    quantize(rasters[0], Options(colors=counts[0]))  # imports modules, starts threads
    print("| fit | " + " | ".join(f"error, time at k = {k}" for k in counts) + " |")
    print("| --- |" + " ---: |" * len(counts))
    base: dict[int, list[tuple[float, float]]] = {}
    for name, settings, constants in VARIANTS:
        cells = []
        for k in counts:
            results = [run(raster, k, settings, constants) for raster in rasters]
            pairs = list(zip(results, base.setdefault(k, results), strict=True))
            error = geometric_mean(a[0] / b[0] for a, b in pairs)
            time = geometric_mean(a[1] / b[1] for a, b in pairs)
            cells.append(f"{error:.4f}, {time:.2f}")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
