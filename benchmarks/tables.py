"""Write results as Markdown tables."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.compare import Result
from benchmarks.tools import Tool


@dataclass(frozen=True, slots=True)
class Column:
    """One figure of the results, which is divided by `unit` to be written."""

    title: str
    field: str
    digits: str
    unit: int = 1

    def of(self, result: Result) -> float:
        """Return the figure of a result; NaN if it has none."""
        return float(getattr(result, self.field))

    def mean(self, results: Iterable[Result]) -> str:
        """Write the geometric mean of the figures."""
        return number(geometric_mean(map(self.of, results)) / self.unit, self.digits)


MSE = Column("MSE", "mse", ".1f")
DE00 = Column("ΔE00", "de00", ".3f")
DEOK = Column("ΔEok", "deok", ".4f")
SECONDS = Column("s", "seconds", ".3f")
PEAK = Column("MiB", "peak", ".0f", 1 << 20)
SIZE = Column("kB", "size", ".0f", 1000)
COLUMNS = (MSE, DE00, DEOK, SECONDS, PEAK, SIZE)


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; the first column is text, the others are figures."""
    rule = ["---"] + ["---:"] * (len(header) - 1)
    return "\n".join(f"| {' | '.join(row)} |" for row in [header, rule, *rows])


def number(value: float, digits: str) -> str:
    """Write a number, or an empty string for NaN."""
    return "" if math.isnan(value) else format(value, digits)


def geometric_mean(values: Iterable[float]) -> float:
    """Return the geometric mean of the values above 0, or NaN if there are none.

    A picture that a tool reproduces without error is left out.
    """
    logs = [math.log(value) for value in values if value > 0]
    return math.exp(sum(logs) / len(logs)) if logs else math.nan


def ratios(
    ours: Iterable[Result], theirs: Iterable[Result], column: Column
) -> dict[tuple[str, int], float]:
    """Return kquant's figure over a rival's, by picture and k, if both are above 0."""
    others = {(r.image, r.k): column.of(r) for r in theirs}
    pairs = {
        (r.image, r.k): (column.of(r), others.get((r.image, r.k), 0)) for r in ours
    }
    return {key: a / b for key, (a, b) in pairs.items() if a > 0 and b > 0}


def by_tool(results: Iterable[Result], name: str) -> list[Result]:
    """Return the results of one tool that have figures."""
    return [r for r in results if r.tool == name and not r.failure]


def comparison(results: list[Result], tools: list[Tool]) -> str:
    """Return a table of all tools at one k."""
    titles = [column.title for column in COLUMNS]
    header = ["tool", *titles, "colors", *(f"{title} x" for title in titles), "note"]
    ours = by_tool(results, "kquant")
    return markdown(header, [_row(tool, results, ours) for tool in tools])


def _row(tool: Tool, results: list[Result], ours: list[Result]) -> list[str]:
    """Return a tool's means, its range of colors, and kquant's ratios to it."""
    theirs = by_tool(results, tool.name)
    means = [column.mean(theirs) for column in COLUMNS]
    shares = [
        number(geometric_mean(ratios(ours, theirs, column).values()), ".2f")
        for column in COLUMNS
    ]
    every = [r for r in results if r.tool == tool.name]
    return [tool.name, *means, _range(theirs), *shares, _note(tool, every)]


def _range(results: list[Result]) -> str:
    """Write the least and the greatest number of colors: "8", or "6-8"."""
    colors = [int(r.colors) for r in results if not math.isnan(r.colors)]
    return (
        "-".join(str(c) for c in sorted({min(colors), max(colors)})) if colors else ""
    )


def _note(tool: Tool, results: list[Result]) -> str:
    """Say what is missing from a row, and for how many pictures."""
    if not tool.program:
        return "skipped: not installed"
    failures = Counter(r.failure for r in results if r.failure)
    counted = [f"{n} of {len(results)} {what}" for what, n in failures.items()]
    return "; ".join((["palette only"] if tool.prints else []) + counted)
