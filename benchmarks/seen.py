"""Measure what is seen: CIEDE2000, DSSIM, SSIMULACRA2 and Butteraugli, without dithering.

python -m benchmarks.seen --images photos/

DSSIM, SSIMULACRA2 and Butteraugli come from the program `scores`, see `programs/`.
"""

import argparse
import functools
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from tqdm import tqdm

from benchmarks import bars, machine, metrics, tables
from benchmarks.compare import Bench, Picture
from benchmarks.measure import RunError, once
from benchmarks.rivals import BASE, KQUANT, RIVALS
from benchmarks.tools import Package, Program, Tool

SCORES = Program(("scores",), says="scores")
NAMES = (
    *("quantette", "quantette-wu", "imagequant", "pngquant-nofs", "kmeans_colors"),
    *("imagemagick", "pillow-mediancut-kmeans", "pillow-octree"),
)
BEFORE = "kquant-before"
FAMILIES = ("quantette", "imagequant", "pngquant")  # that hues are to be nearer than
LEGEND = """\
ΔE00: mean CIEDE2000. DSSIM and ΔE00: geometric means over the pictures; SSIMULACRA2
(higher is better), Butteraugli (its 3-norm) and kB: means."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen of the picture that a tool made.

    Attributes
    ----------
    tool : str
    k : int
    de00, dssim, butteraugli : float
        Lower is better.
    ssimulacra2 : float
        Higher is better, at most 100.
    size : int
        Bytes of the file.
    """

    tool: str
    k: int
    de00: float
    dssim: float
    ssimulacra2: float
    butteraugli: float
    size: int


def run(
    bench: Bench, tools: list[Tool], scores: str, source: Path, k: int
) -> Iterator[Seen]:
    """Yield what is seen of one picture after each tool that can reduce it."""
    picture = Picture.of(source, bench.scratch)
    made: list[Tool] = []
    for tool in tools:
        target = bench.target(tool)
        words = {"source": source, "png": picture.png, "target": target, "k": k}
        try:
            once(tool.call(**words), bench.limit, target)
            made.append(tool)
        except RunError as error:
            print(f"{tool.name}, {source.name}, k = {k}: {error}", file=sys.stderr)
    paths = [bench.target(tool) for tool in made]
    lines = score(scores, [picture.png, *paths])
    for tool, path, line in zip(made, paths, lines, strict=True):
        de00 = metrics.compare(picture.pixels, metrics.read(path)).de00
        yield Seen(tool.name, k, de00, *line, path.stat().st_size)


def score(scores: str, paths: list[Path]) -> list[tuple[float, float, float]]:
    """Return DSSIM, SSIMULACRA2 and Butteraugli of PNG files against the first one."""
    words = [scores, *map(str, paths)]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    rows = (map(float, line.split()) for line in told.splitlines())
    return [(dssim, score, norm) for dssim, score, norm in rows]


def mean(results: list[Seen], tool: str) -> Seen | None:
    """Return the means of a tool's results, or None if there are none."""
    found = [r for r in results if r.tool == tool]
    if not found:
        return None
    return Seen(
        tool,
        found[0].k,
        tables.geometric_mean(r.de00 for r in found),
        tables.geometric_mean(r.dssim for r in found),
        fmean(r.ssimulacra2 for r in found),
        fmean(r.butteraugli for r in found),
        round(fmean(r.size for r in found)),
    )


def table(results: list[Seen], tools: list[Tool]) -> str:
    """Return a table of all tools at one k; the best of each column is bold."""
    means = {tool.name: mean(results, tool.name) for tool in tools}
    found = [m for m in means.values() if m is not None]
    best = {
        "de00": min(m.de00 for m in found),
        "dssim": min(m.dssim for m in found),
        "ssimulacra2": max(m.ssimulacra2 for m in found),
        "butteraugli": min(m.butteraugli for m in found),
    }

    def row(name: str, of_tool: Seen | None) -> list[str]:
        if of_tool is None:
            return [name, "skipped", "", "", "", ""]
        cells = []
        for field, digits in zip(best, (".3f", ".5f", ".2f", ".3f"), strict=True):
            value = getattr(of_tool, field)
            text = format(value, digits)
            cells.append(f"**{text}**" if value == best[field] else text)
        return [name, *cells, f"{of_tool.size / 1000:.1f}"]

    header = ["tool", "ΔE00", "DSSIM", "SSIMULACRA2", "Butteraugli", "kB"]
    return tables.markdown(header, (row(*pair) for pair in means.items()))


def judge(results: list[Seen]) -> Iterator[bars.Verdict]:
    """Yield a verdict for each bar and each k."""
    for k in sorted({r.k for r in results}):
        at_k = [r for r in results if r.k == k]
        means = {name: mean(at_k, name) for name in dict.fromkeys(r.tool for r in at_k)}
        ours, before = means.pop("kquant", None), means.pop(BEFORE, None)
        rivals = [m for m in means.values() if m is not None]
        if ours is not None and rivals:
            yield from _hues(ours, rivals)
            if k >= bars.MANY:
                yield from _structure(ours, rivals, "the best rival's")
        if ours is not None and before is not None and k < bars.MANY:
            yield from _structure(ours, [before], "the earlier version's")


def _hues(ours: Seen, rivals: list[Seen]) -> Iterator[bars.Verdict]:
    """Judge mean CIEDE2000: to the best rival, and to the best of some."""
    known = [m for m in rivals if m.tool.split("-")[0] in FAMILIES]
    for whom, among, limit in (
        ("the best rival's", rivals, 1.0),
        (f"the best of {', '.join(FAMILIES)}", known, bars.hue_limit(ours.k)),
    ):
        if among:
            best = min(among, key=lambda m: m.de00)
            name = f"mean ΔE00 to {whom}, k = {ours.k}"
            yield bars.Verdict(name, limit, ours.de00 / best.de00, best.tool)


def _structure(ours: Seen, others: list[Seen], whom: str) -> Iterator[bars.Verdict]:
    """Judge DSSIM, SSIMULACRA2 and Butteraugli by the best of others."""
    best = min(others, key=lambda m: m.dssim)
    name = f"DSSIM to {whom}, k = {ours.k}"
    yield bars.Verdict(name, 1.0, ours.dssim / best.dssim, best.tool)
    best = max(others, key=lambda m: m.ssimulacra2)
    name = f"SSIMULACRA2 below {whom}, k = {ours.k}"
    yield bars.Verdict(name, 0.0, best.ssimulacra2 - ours.ssimulacra2, best.tool)
    best = min(others, key=lambda m: m.butteraugli)
    name = f"Butteraugli to {whom}, k = {ours.k}"
    yield bars.Verdict(name, 1.0, ours.butteraugli / best.butteraugli, best.tool)


def main(arguments: list[str] | None = None) -> None:
    """Measure all tools on all pictures, and write the report."""
    options = _options(arguments)
    scores = SCORES.find(options.python)
    if scores is None:
        raise SystemExit("the program scores is not found: see benchmarks/README.md")
    named = {tool.name: tool for tool in (*BASE, *RIVALS)}
    tools = [named[name].find(options.python) for name in ("kquant", *options.rivals)]
    if options.before:
        homes = (KQUANT, Package("kquant"))  # its name up to 0.1.0
        earlier = (replace(named["kquant"], name=BEFORE, home=home) for home in homes)
        found = [tool.find(options.before) for tool in earlier]
        tools.insert(1, next((tool for tool in found if tool.program), found[0]))
    present = [tool for tool in tools if tool.program]
    sources = sorted(path.resolve() for path in options.images.iterdir())
    pairs = [(source, k) for k in options.k for source in sources]
    look = functools.partial(_look, present, scores[0], options.limit)
    with ProcessPoolExecutor() as pool:  # nothing is timed, so all cores may work
        steps = tqdm(pool.map(look, pairs), total=len(pairs), disable=None, leave=False)
        results = [result for seen in steps for result in seen]
    parts = ["# What is seen", machine.describe(tools, options.python), LEGEND]
    for k in options.k:
        parts += [f"## k = {k}", table([r for r in results if r.k == k], tools)]
    parts += ["## Bars", bars.table(list(judge(results)))]
    text = "\n\n".join(parts) + "\n"
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    else:
        print(text, end="")


def _look(
    tools: list[Tool], scores: str, limit: float, pair: tuple[Path, int]
) -> list[Seen]:
    """Return what is seen of one picture at one k, in a folder of its own."""
    with tempfile.TemporaryDirectory() as scratch:
        return list(run(Bench(Path(scratch), limit=limit), tools, scores, *pair))


def _options(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.seen")
    add = parser.add_argument
    add("--images", type=Path, required=True, help="folder of opaque sRGB photos")
    numbers = [8, 16, 32, 64, 256]
    add("-k", type=_numbers, default=numbers, help="default 8,16,32,64,256")
    add("--rivals", type=_words, default=list(NAMES), help="names, with commas between")
    add("--limit", type=float, default=120, help="seconds a run may take; default 120")
    add("--out", type=Path, help="Markdown file; default standard output")
    add("--python", default=sys.executable, help="interpreter of kquant and recipes")
    add("--before", help="interpreter with an earlier kquant, as one more rival")
    return parser.parse_args(arguments)


def _numbers(text: str) -> list[int]:
    """Read whole numbers that are separated by commas."""
    return [int(word) for word in _words(text)]


def _words(text: str) -> list[str]:
    """Read words that are separated by commas."""
    return text.split(",")


if __name__ == "__main__":
    main()
