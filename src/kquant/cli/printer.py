"""Everything that is printed: results on stdout, all else on stderr."""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

import click

from kquant.batch.inputs import Inputs
from kquant.batch.job import Job
from kquant.batch.outputs import Existing
from kquant.cli.progress import Progress
from kquant.errors import ImageWriteError
from kquant.files.paths import STANDARD

if TYPE_CHECKING:
    from kquant.batch.one_picture import Outcome


_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def printable(text: str) -> str:
    """Write as escapes what file names may hold and a line of text may not."""
    return _UNPRINTABLE.sub(lambda x: x[0].encode("unicode_escape").decode(), text)


def is_terminal() -> bool:
    """Tell whether someone sees standard output."""
    return sys.stdout is not None and sys.stdout.isatty()


def discard_stdout() -> None:
    """Send what follows nowhere, so that the last flush of Python cannot fail."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, sys.stdout.fileno())
    os.close(sink)


class Printer:
    """Shows what happens, as much of it as was asked for.

    Entered while pictures are done, it shows their progress, and at the end a
    summary.

    Parameters
    ----------
    jobs : int
        How many there are: the palette is listed when there is just one.
    quiet, verbose, as_json : bool
        As the options of these names.
    """

    def __init__(self, jobs: int, *, quiet: bool, verbose: bool, as_json: bool) -> None:
        self._failures: list[str] = []
        self._done = self._skipped = 0
        self._jobs = jobs
        self._quiet, self._verbose, self._as_json = quiet, verbose, as_json
        self._colored = is_terminal() and not os.environ.get("NO_COLOR")
        self._progress = Progress(0, quiet=True)
        self._has_palette = False  # standard output: it takes nothing else

    @property
    def failed(self) -> bool:
        """Whether any input could not be done."""
        return bool(self._failures)

    @property
    def wants_details(self) -> bool:
        """Whether measurements are shown."""
        return self._verbose or self._as_json

    def __enter__(self) -> Self:
        self._progress = Progress(self._jobs, quiet=self._quiet)
        return self

    def __exit__(self, *exception: object) -> None:
        self._progress.close()
        if self._jobs > 1 and not self._quiet:
            self._summarize()

    def plan(self, jobs: Iterable[Job], existing: Existing) -> None:
        """Say what would be written."""
        for job in jobs:
            targets = job.wanted(existing)
            if self._as_json:
                self._print_json({"source": job.source, "would_write": targets})
            elif targets or not job.targets():
                self._print(_arrow(job.source, targets))
            else:
                self._print_skipped(job.source)

    def show(self, outcome: "Outcome") -> None:
        """Report on one input."""
        self._done += outcome.status == "done"
        self._skipped += outcome.status == "skipped"
        if outcome.status == "failed":
            self._failures.append(outcome.error)
        with self._progress.aside():
            self._report(outcome)
        self._progress.advance()

    @contextmanager
    def looking(self, count: int) -> Iterator[Callable[[Iterator[str]], Iterator[str]]]:
        """Show the progress of a first look at all inputs."""
        progress = Progress(count, quiet=self._quiet, label="colors")
        try:
            yield progress.counted
        finally:
            progress.close()

    def found(self, inputs: Inputs) -> None:
        """Tell what was met in folders and is not an input."""
        if inputs.passed_over and not self._quiet:
            _remark(
                f"Passed over {inputs.passed_over} {_files(inputs.passed_over)}: hidden, "
                "no pictures by their suffixes, or results of kquant"
            )
        if inputs.links and not self._quiet:
            _remark(f"Passed over {inputs.links} links to folders")

    def cleared(self, folder: str, drafts: int) -> None:
        """Tell, with -v, how many drafts of killed runs were removed."""
        if drafts and self._verbose:
            _remark(
                f"Removed {drafts} unfinished {_files(drafts)} of a killed run from "
                f"{folder or os.curdir}"
            )

    def shared(self, written: Sequence[str]) -> None:
        """Tell where the palette of all inputs is, which may be standard output."""
        self._has_palette = STANDARD in written
        files = [path for path in written if path != STANDARD]
        if files and not self._quiet:
            _remark(f"Wrote {' and '.join(files)}")

    def _summarize(self) -> None:
        """Count what became of the inputs, and name those that failed."""
        counts = {
            "done": self._done,
            "skipped": self._skipped,
            "failed": len(self._failures),
        }
        told = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
        _remark(f"{told or 'nothing done'}{':' if self._failures else ''}")
        for failure in self._failures:
            _remark(f"  {failure}")

    def _report(self, outcome: "Outcome") -> None:
        """Print what there is to say about one input."""
        if outcome.error:
            _remark(f"Error: {outcome.error}")
        if not self._quiet:
            for note in outcome.notes:
                _remark(f"Note: {note}")
        if self._as_json:
            self._print_json(_record(outcome))
        elif not self._quiet and outcome.status != "failed":
            self._show_result(outcome)
        if self._verbose and outcome.details:
            for line in _measurements(outcome.details):
                _remark(line)

    def _print_json(self, record: dict[str, Any]) -> None:
        """Print an object on one line."""
        import json  # not needed otherwise

        self._print(json.dumps(record))

    def _show_result(self, outcome: "Outcome") -> None:
        """Print the palette of one input, or a line for each of many."""
        if outcome.status == "skipped":
            self._print_skipped(outcome.source)
        elif self._jobs > 1 and not self._has_palette:
            self._print(_arrow(outcome.source, outcome.written))
        elif not (self._has_palette or outcome.to_stdout):
            self._show_palette(outcome)
            if outcome.written:
                _remark(f"Wrote {' and '.join(outcome.written)}")

    def _print_skipped(self, source: str) -> None:
        """Say that there is nothing to do."""
        _remark(f"{source} skipped, as its outputs exist")

    def _print(self, line: str, swatch: str = "") -> None:
        """Print a line of results; that nobody reads them any more is no error."""
        try:
            click.echo(f"{swatch} {printable(line)}" if swatch else printable(line))
        except BrokenPipeError:
            discard_stdout()
        except OSError as error:
            discard_stdout()
            reason = (error.strerror or str(error)).lower()
            raise ImageWriteError(
                f"standard output cannot be written: {reason}"
            ) from error

    def _show_palette(self, outcome: "Outcome") -> None:
        """Print one color a line, with its share."""
        for color, share in zip(outcome.colors, outcome.shares, strict=True):
            if self._colored:
                r, g, b = bytes.fromhex(color[1:])
                swatch = click.style("    ", bg=(r, g, b))
                self._print(f"{color} {share:7.2%}", swatch)
            else:
                self._print(f"{color} {share:.4f}")


def _remark(line: str) -> None:
    """Print a line that is not a result."""
    click.echo(printable(line), err=True)


def _files(count: int) -> str:
    """Return the word for so many files."""
    return "file" if count == 1 else "files"


def _arrow(source: str, targets: Sequence[str]) -> str:
    """Say what becomes of an input."""
    return f"{source} -> {', '.join(targets) or 'nothing'}"


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


def _measurements(details: Mapping[str, Any]) -> list[str]:
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
        between = "; " if isinstance(value[0], dict) else " x "
        return between.join(_text(x) for x in value)
    return f"{value:.6g}" if isinstance(value, float) else str(value)
