"""Everything that is printed, the summary at the end too: results on stdout, rest on stderr."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

import click

from kquant.batch.inputs import Inputs
from kquant.batch.job import Job, shown
from kquant.cli.facts import measurements, record, table
from kquant.cli.lines import is_terminal, print_json, print_line, remark
from kquant.cli.progress import Progress
from kquant.errors import ImageWriteError
from kquant.files.paths import STANDARD
from kquant.options import Options

if TYPE_CHECKING:
    from kquant.batch.outcome import Outcome
    from kquant.batch.plan import Plan


_SCREEN = 20  # lines; an error that is further up is told again at the end


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
        self._failures: list[tuple[str, int]] = []  # with the line where it was told
        self._lines = 0
        self._is_unprinted = False
        self._done = self._skipped = 0
        self._jobs = jobs
        self._quiet, self._verbose, self._as_json = quiet, verbose, as_json
        self._is_seen = is_terminal()
        self._colored = self._is_seen and not os.environ.get("NO_COLOR")
        self._progress = Progress(0, quiet=True)
        # Whether standard output has got the shared palette; then nothing else may follow.
        self._has_palette = False
        # If one palette is shared, the sums of the shares of its colors, by place.
        self._shares: dict[tuple[int, str], float] | None = None

    @property
    def failed(self) -> bool:
        """Whether any input could not be done, or its result not be printed."""
        return bool(self._failures) or self._is_unprinted

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
            self._show_shared_palette()
            self._summarize()

    def plan(self, planned: "Plan") -> None:
        """Say what would be written."""
        for job in planned.all():
            needed = planned.due(job)
            targets = [shown(path) for path in needed.targets]
            if job.plates is not None and job.plates in needed.targets:
                from kquant.batch.plate_names import plate_path  # few runs need it

                targets.append(shown(plate_path(job, "{n}", "{hex}")))
            for note in needed.notes:
                self._remark(f"Note: {note}")
            if self._as_json:
                print_json({"source": job.source, "would_write": targets})
            elif targets or not job.targets():
                self._print(_arrow(job.source, targets))
            else:
                self._print_skipped(job.source)

    def show(self, outcome: "Outcome") -> None:
        """Report on one input."""
        self._done += outcome.status == "done"
        self._skipped += outcome.status == "skipped"
        if self._shares is not None:
            for place, share in zip(
                enumerate(outcome.colors), outcome.shares, strict=True
            ):
                self._shares[place] = self._shares.get(place, 0) + share
        if outcome.status == "failed":
            self._failures.append((outcome.error, self._lines))
        with self._progress.aside():
            try:
                self._report(outcome)
            except ImageWriteError as error:  # once: what follows is discarded
                self._is_unprinted = True
                remark(f"Error: {error}")
        self._progress.advance()

    @contextmanager
    def looking(self, count: int) -> Iterator[Callable[[Iterator[Job]], Iterator[Job]]]:
        """Show the progress of a first look at all inputs."""
        progress = Progress(count, quiet=self._quiet, label="colors")
        try:
            yield progress.counted
        finally:
            progress.close()

    def note(self, text: str) -> None:
        """Print a note about the whole run."""
        if not self._quiet:
            remark(f"Note: {text}")

    def found(self, inputs: Inputs) -> None:
        """Tell what was met in folders and is not an input."""
        if inputs.passed_over and not self._quiet:
            remark(
                f"Passed over {inputs.passed_over} {_files(inputs.passed_over)}: hidden, "
                "no pictures by their suffixes, or results of kquant"
            )
        if inputs.links and not self._quiet:
            remark(f"Passed over {inputs.links} links to folders")

    def shared_colors(self, options: Options, *, asked: Options) -> None:
        """Have the palette of all inputs shown; say its number of colors if kquant chose it."""
        self._shares = {}
        if asked.is_auto and not self._quiet:
            self._remark(f"{len(options.palette)} colors for all inputs")

    def shared_files(self, written: Sequence[str]) -> None:
        """Tell where the palette of all inputs is, which may be standard output."""
        self._has_palette = STANDARD in written
        self.written([path for path in written if path != STANDARD])

    def written(self, files: Sequence[str]) -> None:
        """Tell which files of all inputs were written."""
        if files and not self._quiet:
            self._remark(f"Wrote {' and '.join(files)}")

    def cleared(self, folder: str, drafts: int) -> None:
        """Tell, with -v, how many drafts of killed runs were removed."""
        if drafts and self._verbose:
            self._remark(
                f"Removed {drafts} unfinished {_files(drafts)} of a killed run from "
                f"{folder or os.curdir}"
            )

    def _summarize(self) -> None:
        """Count what became of the inputs; repeat failures that have scrolled away."""
        counts = {
            "done": self._done,
            "skipped": self._skipped,
            "failed": len(self._failures),
        }
        told = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
        far = [text for text, line in self._failures if line + _SCREEN < self._lines]
        self._remark(f"{told or 'nothing done'}{':' if far else ''}")
        for failure in far:
            self._remark(f"  {failure}")

    def _report(self, outcome: "Outcome") -> None:
        """Print what there is to say about one input."""
        if outcome.error:
            self._report_error(outcome)
        for line in self._remarks(outcome):
            self._remark(line)
        if self._as_json:
            print_json(record(outcome))
        elif not self._quiet and outcome.status != "failed":
            self._show_result(outcome)
        if self._verbose and outcome.details:
            for line in measurements(outcome.details):
                self._remark(line)

    def _remarks(self, outcome: "Outcome") -> Iterator[str]:
        """Yield what stands before the results of one input."""
        if self._quiet:
            return
        if outcome.headline and not self._as_json:
            whose = f"{outcome.source}: " if self._jobs > 1 else ""
            yield whose + outcome.headline
        for note in outcome.notes:
            yield f"Note: {note}"

    def _report_error(self, outcome: "Outcome") -> None:
        """Print what went wrong; with -v, also what is for programmers."""
        self._remark(f"Error: {outcome.error}")
        if self._verbose:
            for line in outcome.cause.splitlines():
                self._remark(f"  {line}")

    def _show_result(self, outcome: "Outcome") -> None:
        """Print the palette of one input, or a line for each of many."""
        if outcome.status == "skipped":
            if self._jobs == 1 or self._verbose:  # of many, the summary has the number
                self._print_skipped(outcome.source)
        elif self._jobs > 1 and not self._has_palette:
            if outcome.written or self._shares is None:
                self._print(_arrow(outcome.source, outcome.written))
        elif not (self._has_palette or outcome.to_stdout):
            for line in table(outcome.comparison) if outcome.comparison else ():
                self._print(line)
            self._show_palette(outcome.colors, outcome.shares)
            if outcome.written:
                self._remark(f"Wrote {' and '.join(outcome.written)}")

    def _print_skipped(self, source: str) -> None:
        """Say that there is nothing to do."""
        self._remark(f"{source} skipped, as its outputs exist")

    def _print(self, line: str, swatch: str = "") -> None:
        """Print a line of results."""
        self._lines += self._is_seen
        print_line(line, swatch)

    def _remark(self, line: str) -> None:
        """Print a line that is not a result."""
        self._lines += 1
        remark(line)

    def _show_shared_palette(self) -> None:
        """Print the palette of all inputs, with the mean of their shares."""
        if self._shares and not (self._has_palette or self._as_json):
            colors = [color for _, color in self._shares]
            shares = [share / self._done for share in self._shares.values()]
            self._show_palette(colors, shares)

    def _show_palette(self, colors: Sequence[str], shares: Sequence[float]) -> None:
        """Print one color a line, with its share."""
        for color, share in zip(colors, shares, strict=True):
            if self._colored:
                r, g, b = bytes.fromhex(color[1:])
                swatch = click.style("    ", bg=(r, g, b))
                self._print(f"{color} {share:7.2%}", swatch)
            else:
                self._print(f"{color} {share:.4f}")


def _files(count: int) -> str:
    """Return the word for so many files."""
    return "file" if count == 1 else "files"


def _arrow(source: str, targets: Sequence[str]) -> str:
    """Say what becomes of an input."""
    return f"{source} -> {', '.join(targets) or 'nothing'}"
