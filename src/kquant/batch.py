"""Many pictures: each is quantized and written, and reported as an Outcome."""

from collections.abc import Generator, Iterable
from typing import TYPE_CHECKING

from kquant.files.atomic import remove_drafts
from kquant.inputs import find
from kquant.jobs import Outcome, Task, describe_error, failed
from kquant.options import Options
from kquant.outputs import Job, Output
from kquant.planning import Plan, plan

if TYPE_CHECKING:
    from concurrent.futures import Executor

__all__ = ["Outcome", "run"]

_WINDOW = 64
_DEATHS = {"WorkerDiedError", "KilledWorker"}  # the latter is Dask's


def run(
    inputs: Plan | Iterable[str],
    options: Options | None = None,
    executor: "Executor | None" = None,
    *,
    details: bool = False,
    window: int = _WINDOW,
) -> Generator[Outcome]:
    """Do one picture after another, or several at a time.

    Parameters
    ----------
    inputs : Plan, or iterable of str
        Paths of files and folders have their results written beside them; a plan
        says where else.
    options : Options, optional
    executor : concurrent.futures.Executor, optional
        What calls the work, in threads, processes or elsewhere, as long as the
        paths mean the same there. None does the work here.
    details : bool
        Whether to measure the error, which takes another look at the picture.
    window : int
        How many pictures are handed to the executor at a time.

    Yields
    ------
    Outcome
        In the order of the inputs; one that fails does not stop the others. Work
        that has not begun is dropped when no more outcomes are taken.
    """
    options = options or Options()
    if not isinstance(inputs, Plan):
        inputs = plan(find(inputs), Output(), options.k)
    if inputs.output.art.page is not None:
        from kquant.sheet.lettering import check_letters  # with a font: slow

        check_letters(inputs.output.art.page.title)
    for folder, reason in inputs.inputs.unreadable:
        yield failed(folder, f"{folder} cannot be searched: {reason}")
    task = Task(options, inputs.output, details)
    if executor is None:
        yield from map(task, inputs)
        return
    from kquant.pool import Work, in_order

    yield from in_order(executor, Work(task, _lost, _clear), inputs, window)


def _lost(job: Job, error: Exception) -> Outcome:
    """Report a picture whose worker has not."""
    if type(error).__name__ in _DEATHS:
        reason = "the process working on it died, perhaps for want of memory"
    else:
        reason = describe_error(error)
    return failed(job.source, f"{job.source} was given up: {reason}")


def _clear(job: Job) -> None:
    """Remove what a worker that died has not finished writing."""
    for path in job.paths():
        remove_drafts(path)
