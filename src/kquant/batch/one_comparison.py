"""Write a sheet of one picture in several numbers of colors, and report the outcome."""

from collections.abc import Iterator

from kquant.batch.advice import art_notes
from kquant.batch.existing import Due
from kquant.batch.job import Job
from kquant.batch.outcome import Outcome
from kquant.batch.outputs import Output
from kquant.batch.results import Results, write_results
from kquant.files.paths import STANDARD
from kquant.images.animation import Timing
from kquant.images.raster import Raster
from kquant.options import Options
from kquant.report.comparison import Comparison, compare
from kquant.runtime.stopwatch import Stopwatch


def do_comparison(
    job: Job,
    picture: Raster,
    options: Options,
    output: Output,
    needed: Due,
    watch: Stopwatch,
) -> Outcome:
    """Make and write the sheet of one picture.

    Parameters
    ----------
    job : Job
    picture : Raster
    options : Options
    output : Output
    needed : Due
    watch : Stopwatch
        With the seconds that reading took.

    Returns
    -------
    Outcome

    Raises
    ------
    KquantError
        When the sheet cannot be made or written.
    """
    with watch.step("compare"):
        found = compare(picture, options, output.art)
    with watch.step("write"):
        results = Results(found.artwork, None, Timing((0,)))
        write_results(job, results, needed, output)
    auto = f"-k auto finds {found.auto_k} color{'s' * (found.auto_k != 1)}"
    return Outcome(
        job.source,
        "done",
        tuple(path for path in needed.targets if path != STANDARD),
        headline=f"{auto}, for a mean difference of {options.error_bound:g}",
        notes=(
            *needed.notes,
            *_notes(job, found, output),
            *art_notes(job, found.artwork),
        ),
        to_stdout=STANDARD in needed.targets,
        details={
            "size": [picture.width, picture.height],
            "distinct": found.distinct,
            "space": options.space,
            "max_error": options.error_bound,
            "seconds": watch.seconds,
        },
        comparison=found.rows,
    )


def _notes(job: Job, found: Comparison, output: Output) -> Iterator[str]:
    """Note which numbers of colors are not on the sheet."""
    if not found.distinct:
        yield f"{job.source} is transparent throughout"
    elif found.distinct < output.art.compare[-1]:
        count = found.distinct
        yield (
            f"{job.source} has only {count} color{'s' * (count != 1)}, so there is "
            "nothing to see beyond"
        )
