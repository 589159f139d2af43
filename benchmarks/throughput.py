"""Measure pictures per second, two jobs at a time."""

import json
import math
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import tables
from benchmarks.bars import Verdict
from benchmarks.compare import Bench, Picture
from benchmarks.measure import RunError, measure
from benchmarks.tools import Tool

JOBS = 2
_POOL = Path(__file__).with_name("pool.py")


@dataclass(frozen=True, slots=True)
class Rate:
    """How fast one tool did a folder at one k; `failure` says why it did not."""

    tool: str
    k: int
    per_second: float
    failure: str = ""


def run(
    bench: Bench, tools: list[Tool], sources: list[Path], ks: list[int]
) -> Iterator[Rate]:
    """Yield the rate of each tool that writes pictures, at each k."""
    folder = bench.scratch / "in"
    folder.mkdir()
    copies = [Path(shutil.copy(source, folder)) for source in sources]
    pictures = [Picture.of(copy, bench.scratch) for copy in copies]
    patient = replace(bench, limit=bench.limit * len(sources) / JOBS)
    for k in ks:
        for tool in tools:
            if tool.writes and "{ready}" not in tool.arguments:
                yield _rate(patient, tool, pictures, k)


def _rate(bench: Bench, tool: Tool, pictures: list[Picture], k: int) -> Rate:
    """Run one tool on all pictures: kquant by itself, the others from a pool."""
    out = bench.scratch / f"out-{tool.name}"
    out.mkdir(exist_ok=True)
    if tool.name.split("-")[0] == "kquant":
        folder = pictures[0].source.parent
        command = tool.call(source=folder, target=f"{out}/", k=k)
        command += ["-j", str(JOBS)]
    else:
        command = _pooled(bench, tool, pictures, k)
    try:
        took = measure(command, bench.limit, bench.runs)
    except RunError as error:
        return Rate(tool.name, k, 0, str(error))
    return Rate(tool.name, k, len(pictures) / took.seconds)


def _pooled(bench: Bench, tool: Tool, pictures: list[Picture], k: int) -> list[str]:
    """Return the command that runs a tool on each picture, two at a time."""
    out = bench.scratch / f"out-{tool.name}"
    commands = [
        tool.call(
            source=picture.source,
            png=picture.png,
            target=out / f"{picture.source.stem}.png",
            k=k,
        )
        for picture in pictures
    ]
    listed = bench.scratch / "commands.json"
    listed.write_text(json.dumps(commands))
    return [sys.executable, "-I", "-S", str(_POOL), str(JOBS), str(listed)]


def table(rates: list[Rate]) -> str:
    """Return the rates as a Markdown table."""
    ours = {rate.k: rate.per_second for rate in rates if rate.tool == "kquant"}
    rows = []
    for rate in rates:
        both = ours.get(rate.k, 0) and rate.per_second
        lead = f"{ours[rate.k] / rate.per_second:.2f}" if both else ""
        rows.append(
            [rate.tool, str(rate.k), f"{rate.per_second:.2f}", lead, rate.failure]
        )
    return tables.markdown(["tool", "k", "pictures a second", "kquant x", "note"], rows)


def judge(rates: list[Rate]) -> list[Verdict]:
    """Judge whether kquant is at least as fast as every rival, at every k."""
    verdicts = []
    for ours in (rate for rate in rates if rate.tool == "kquant"):
        rivals = [
            r for r in rates if r.k == ours.k and r.tool.split("-")[0] != "kquant"
        ]
        if rivals:
            best = max(rivals, key=lambda rate: rate.per_second)
            name = f"pictures a second, the best rival's to kquant's, k = {ours.k}"
            share = math.inf if ours.failure else best.per_second / ours.per_second
            verdicts.append(Verdict(name, 1, share, ours.failure or best.tool))
    return verdicts
