"""What is there already: missing inputs, and outputs of earlier runs, newer or older."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from kquant.batch.inputs import Inputs
from kquant.batch.job import Job, numbered, shown
from kquant.batch.outputs import Output
from kquant.batch.recipe import options_in
from kquant.errors import ImageReadError, ImageWriteError, reason_of
from kquant.files.identity import Spelling
from kquant.files.paths import STANDARD
from kquant.options import UNKNOWN_K

_NUMBER = re.compile(r"(?<!\d)[1-9]\d{0,2}(?!\d)")  # what may be a number of colors


class Due(NamedTuple):
    """What has to be written of the outputs of one input.

    Attributes
    ----------
    targets : list of str
        Paths, or "-".
    replaced : list of str
        Those targets that may be overwritten if they exist.
    notes : tuple of str
        Why an output is left as it is although it may not be what was asked for.
    """

    targets: list[str]
    replaced: list[str] = []  # noqa: RUF012 - never changed
    notes: tuple[str, ...] = ()


def due(job: Job, output: Output, sources: Sequence[str] = ()) -> Due:
    """Find out what has to be written.

    With ``output.existing`` "skip", that is what is not there, and what is older than
    the input. A PNG that other options made is left as it is, with a note.

    Parameters
    ----------
    job : Job
        If its number of colors is not known yet, an output with any number counts as
        done, except a PNG that other options made.
    output : Output
    sources : sequence of str
        The inputs that the outputs are made of, unless that is just one.

    Returns
    -------
    Due
    """
    targets = job.targets()
    if output.existing == "refuse":
        return Due(targets)
    if output.existing == "overwrite":
        return Due(targets, targets)
    if job.k_is_unknown:
        earlier = (due(found, output, sources) for found in _earlier(job))
        is_done = any(not left.targets and not left.notes for left in earlier)
        return Due([] if is_done else targets)
    others = _options_of(job)
    if others not in {"", options_in(output.recipe)}:
        note = f"{job.image} was made with {others}: use --overwrite to replace it"
        return Due([], notes=(note,))
    made_of = sources or [job.source]
    older = [path for path in targets if any(is_older(path, x) for x in made_of)]
    absent = [x for x in targets if x == STANDARD or not os.path.lexists(x)]
    return Due([x for x in targets if x in absent or x in older], older)


def refuse_missing(inputs: Inputs) -> None:
    """Refuse inputs that the user named one by one and that are not there.

    Parameters
    ----------
    inputs : Inputs

    Raises
    ------
    ImageReadError
    """
    named = (group for group in inputs.groups if not group.folder)
    for path in (source.path for group in named for source in group):
        try:
            if path != STANDARD:
                os.stat(path)
        except OSError as error:
            raise ImageReadError(
                f"{path} cannot be read: {reason_of(error)}", source=path
            ) from error


def refuse_earlier(jobs: Iterable[Job], output: Output, inputs: Inputs) -> None:
    """Refuse a number of colors that an earlier run with the same options found.

    Parameters
    ----------
    jobs : iterable of Job
        Only those whose number of colors is not known matter.
    output : Output
    inputs : Inputs

    Raises
    ------
    ImageReadError, ImageWriteError
    """
    asked = options_in(output.recipe)
    for job in (job for job in jobs if job.k_is_unknown):
        for found in _earlier(job):
            if _options_of(found) == asked:
                refuse_missing(inputs)
                raise ImageWriteError(
                    f"{found.image} exists and stays as it is: use --overwrite, "
                    "--skip-existing, or another -o",
                    source=job.source,
                )


def refuse_numbered_inputs(
    targets: Callable[[], Iterator[tuple[str, str]]],
    inputs: Inputs,
    spelling: Spelling,
) -> None:
    """Refuse inputs that an output might replace once its number of colors is known.

    Parameters
    ----------
    targets : callable () -> iterator of (str, str)
        Yields, at each call, the path of every output and of its input.
    inputs : Inputs
    spelling : Spelling

    Raises
    ------
    ImageWriteError
    """

    def unknown() -> Iterator[str]:
        return (path for path, _ in targets() if UNKNOWN_K in path)

    loose = {hash(spelling.loose(path)) for path in unknown()}
    for source in inputs if loose else ():
        for name in _unnumbered(source.path):
            if hash(spelling.loose(name)) not in loose:
                continue
            if spelling.exact(name) in map(spelling.exact, unknown()):
                raise ImageWriteError(
                    f"{source.path} is an input, and inputs are never overwritten, but "
                    f"{shown(name)} may become it: name another output with -o",
                    source=source.path,
                )


def _unnumbered(path: str) -> Iterator[str]:
    """Yield a path with an unknown number in the place of each number in it."""
    for match in _NUMBER.finditer(path):
        yield path[: match.start()] + UNKNOWN_K + path[match.end() :]
        yield path.replace(match[0], UNKNOWN_K)


def _earlier(job: Job) -> Iterator[Job]:
    """Yield the job with each number of colors for which its first output exists."""
    path = next(path for path in job.paths() if UNKNOWN_K in path)
    for k, name in enumerate(numbered(path), start=1):
        if os.path.lexists(name):
            yield job.with_k(k)


def _options_of(job: Job) -> str:
    """Return the options that made the picture, if it exists and records them."""
    if job.image in {None, STANDARD} or job.image_format != "png":
        return ""
    from kquant.files.png import software_of  # imported late: few runs need it

    return options_in(software_of(str(job.image)))


def is_older(path: str, source: str) -> bool:
    """Tell whether a file exists and was last changed before its input.

    Parameters
    ----------
    path, source : str

    Returns
    -------
    bool
    """
    try:
        return os.stat(path).st_mtime_ns < os.stat(source).st_mtime_ns
    except (OSError, ValueError):
        return False
