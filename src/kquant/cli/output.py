"""Everything that is printed: results on stdout, all else on stderr."""

import json
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from kquant.naming import STANDARD, Job

if TYPE_CHECKING:
    from kquant.batch import Outcome


class Printer:
    """Shows what happens, as much of it as was asked for.

    Parameters
    ----------
    jobs : int
        How many there are: the palette is listed when there is just one.
    quiet, verbose, as_json : bool
        As the options of these names.
    """

    def __init__(self, jobs: int, *, quiet: bool, verbose: bool, as_json: bool) -> None:
        self.failed = 0
        self._jobs = jobs
        self._quiet, self._verbose, self._as_json = quiet, verbose, as_json
        self._colored = sys.stdout.isatty() and not os.environ.get("NO_COLOR")

    def plan(self, jobs: Sequence[Job]) -> None:
        """Say what would be written."""
        for job in jobs:
            targets = job.targets() or [STANDARD]
            if self._as_json:
                click.echo(json.dumps({"source": job.source, "would_write": targets}))
            else:
                click.echo(f"{job.source} -> {', '.join(targets)}")

    def show(self, outcome: "Outcome") -> None:
        """Report on one input."""
        self.failed += outcome.status == "failed"
        if outcome.error:
            click.echo(f"Error: {outcome.error}", err=True)
        if not self._quiet:
            for note in outcome.notes:
                click.echo(f"Note: {note}", err=True)
        if self._as_json:
            click.echo(json.dumps(_record(outcome)))
        elif not self._quiet and outcome.status != "failed":
            self._show_result(outcome)
        if self._verbose and outcome.details:
            click.echo("\n".join(_measurements(outcome.details)), err=True)

    def _show_result(self, outcome: "Outcome") -> None:
        """Print the palette of one input, or a line for each of many."""
        if outcome.status == "skipped":
            click.echo(f"{outcome.source} skipped, as its outputs exist", err=True)
        elif self._jobs > 1:
            click.echo(f"{outcome.source} -> {', '.join(outcome.written)}")
        elif not outcome.to_stdout:
            self._show_palette(outcome)
            if outcome.written:
                click.echo(f"Wrote {' and '.join(outcome.written)}", err=True)

    def _show_palette(self, outcome: "Outcome") -> None:
        """Print one color a line, with its share."""
        for color, share in zip(outcome.colors, outcome.shares, strict=True):
            line = f"{color} {share:.4f}"
            if self._colored:
                r, g, b = bytes.fromhex(color[1:])
                line = f"\x1b[48;2;{r};{g};{b}m    \x1b[0m {color} {share:7.2%}"
            click.echo(line, color=self._colored)


def _record(outcome: "Outcome") -> dict[str, Any]:
    """Return what `--json` prints."""
    record: dict[str, Any] = {"source": outcome.source, "status": outcome.status}
    if outcome.error:
        return record | {"error": outcome.error}
    from importlib.metadata import version  # slow to import

    pairs = zip(outcome.colors, outcome.shares, strict=True)
    return record | {
        "written": list(outcome.written),
        "palette": [{"hex": c, "share": round(share, 6)} for c, share in pairs],
        "notes": list(outcome.notes),
        **outcome.details,
        "version": version("kquant"),
    }


def _measurements(details: dict[str, Any]) -> list[str]:
    """Return what `-v` prints, a fact a line."""
    seconds = details.get("seconds", {})
    lines = [f"{name}: {_text(x)}" for name, x in details.items() if name != "seconds"]
    steps = ", ".join(f"{step} {time:.3f}" for step, time in seconds.items())
    return [*lines, f"seconds: {steps}"]


def _text(value: Any) -> str:
    """Write a value for people."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {_text(x)}" for name, x in value.items())
    if isinstance(value, list):
        return " x ".join(str(x) for x in value)
    return f"{value:.6g}" if isinstance(value, float) else str(value)
