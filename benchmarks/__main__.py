"""Run kquant and its rivals on the same pictures, and write a Markdown report."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from tqdm import tqdm

from benchmarks import bars, growth, machine, tables, throughput, vivid
from benchmarks.compare import Bench
from benchmarks.measure import ROOT, measure
from benchmarks.rivals import BASE, select
from benchmarks.tools import Tool

SUFFIXES = {".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"}
LEGEND = """\
Geometric means over the pictures.
MSE: squared sRGB difference, summed over the channels.
ΔE00, ΔEok: mean CIEDE2000 and mean Oklab difference.
s: wall time of the whole process, the median of the runs after a warm-up.
MiB: its largest resident memory. kB: the file.
Columns with x: kquant's figure divided by the tool's, over the pictures that both
finished; below 1, kquant is better."""

T = TypeVar("T")
Report = tuple[list[str], list[Any]]  # paragraphs, and the results that they report


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark, and write its report."""
    words = sys.argv[1:] if arguments is None else arguments
    options = _options(words)
    wanted = BASE if options.mode is grow else options.rivals
    tools = [tool.find(options.python) for tool in wanted]
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(Path(scratch), options.runs, options.limit)
        paragraphs, results = options.mode(bench, tools, options)
    command = " ".join(_without_path(word) for word in words)
    about = machine.describe(tools, options.python)
    head = ["# Benchmarks", about, f"    python -m benchmarks {command}"]
    text = "\n\n".join([*head, *paragraphs]) + "\n"
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    if options.raw:
        options.raw.write_text(json.dumps([asdict(r) for r in results], indent=1))


def compare(bench: Bench, tools: list[Tool], options: argparse.Namespace) -> Report:
    """Compare all tools on all pictures, for each k."""
    sources = _pictures(options.images)
    found = [tool for tool in tools if tool.program]
    total = len(found) * len(sources) * len(options.k)
    results = _watched(bench.run(found, sources, options.k), total)
    sizes = [r.pixels / 1e6 for r in results]
    parts = [
        f"{len(sources)} pictures, {min(sizes):.2f} to {max(sizes):.2f} megapixels.",
        LEGEND,
    ]
    for k in options.k:
        table = tables.comparison([r for r in results if r.k == k], tools)
        parts += [f"## k = {k}", table]
    verdicts, absent = bars.judge(results)
    small = list(vivid.judge(bench, tools[0])) if tools[0].program else []
    absent += [] if small else [vivid.TITLE]
    parts += ["## Bars", bars.table([*verdicts, *small])]
    parts += [f"Not in this run: {'; '.join(absent)}."] if absent else []
    return parts, results


def grow(bench: Bench, tools: list[Tool], options: argparse.Namespace) -> Report:
    """Measure kquant and the floor on the first picture, tiled to several sizes."""
    named = {tool.name: tool for tool in tools if tool.program}
    base = measure(named["imports"].call(), bench.limit, bench.runs).peak
    both = [named[name] for name in ("kquant", "floor") if name in named]
    source = _pictures(options.images)[0]
    total = len(both) * len(options.megapixels) * len(options.k)
    steps = growth.run(bench, both, source, options.megapixels, options.k)
    grown = _watched(steps, total)
    about = "Bytes a pixel: memory above that of the imports alone."
    judged = bars.table(growth.judge(grown))
    table = growth.table(grown, base)
    return ["## Growth", about, table, "## Bars", judged], grown


def rate(bench: Bench, tools: list[Tool], options: argparse.Namespace) -> Report:
    """Measure how many pictures per second each tool does, two at a time."""
    sources = _pictures(options.images)
    found = [tool for tool in tools if tool.program]
    steps = throughput.run(bench, found, sources, options.k)
    rates = _watched(steps, len(found) * len(options.k))
    about = f"{len(sources)} pictures, {throughput.JOBS} at a time."
    judged = bars.table(throughput.judge(rates))
    return ["## Throughput", about, throughput.table(rates), "## Bars", judged], rates


def _options(words: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    add = parser.add_argument
    add("--images", nargs="+", type=Path, default=[ROOT / "sample_images"])
    add("-k", type=_numbers, default="4,8,16,64,256", help="default %(default)s")
    add("--rivals", type=_rivals, default="all", help="names or families, or all")
    add("--runs", type=int, default=3, help="runs after the warm-up; default 3")
    add("--limit", type=float, default=60, help="seconds a run may take; default 60")
    add("--out", type=Path, help="Markdown file; default standard output")
    add("--raw", type=Path, help="also write every result to this JSON file")
    add("--python", default=sys.executable, help="interpreter of kquant and recipes")
    mode = parser.add_mutually_exclusive_group()
    for name, function in ("growth", grow), ("throughput", rate):
        text = (function.__doc__ or "").splitlines()[0]
        mode.add_argument(
            f"--{name}", dest="mode", action="store_const", const=function, help=text
        )
    add("--megapixels", type=_numbers, default="1,4,16,50", help="sizes for --growth")
    parser.set_defaults(mode=compare)
    return parser.parse_args(words)


def _numbers(text: str) -> list[int]:
    """Read whole numbers that are separated by commas."""
    return [int(word) for word in text.split(",")]


def _rivals(text: str) -> list[Tool]:
    """Read names of rivals that are separated by commas."""
    try:
        return select(text.split(","))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _pictures(paths: list[Path]) -> list[Path]:
    """Return the full paths of the files, and of the pictures in the folders."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        found += [p.resolve() for p in inside if p.suffix.lower() in SUFFIXES]
    if not found:
        raise SystemExit("no pictures among --images")
    return found


def _watched(steps: Iterable[T], total: int) -> list[T]:
    """Run all steps and list them, with a progress bar if this is a terminal."""
    return list(tqdm(steps, total=total, disable=None, leave=False))


def _without_path(word: str) -> str:
    """Return a word of the command line; of a path, only the last part."""
    return Path(word).name if os.sep in word else word


if __name__ == "__main__":
    main()
