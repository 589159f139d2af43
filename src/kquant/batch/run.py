"""Process many pictures, and report the outcome of each."""

from collections.abc import Callable, Generator, Iterable
from typing import TYPE_CHECKING

from kquant.art.options import Art
from kquant.batch.inputs import find_inputs
from kquant.batch.job import Job
from kquant.batch.one_picture import Task
from kquant.batch.outcome import Outcome, describe_error, failed
from kquant.batch.outputs import Output
from kquant.batch.plan import Plan, plan
from kquant.batch.recipe import recipe
from kquant.batch.window import WINDOW
from kquant.files.drafts import remove_drafts
from kquant.options import Options

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from kquant.files.decode import Decoded


def run(
    inputs: Plan | Iterable[str],
    options: Options | None = None,
    executor: "Executor | None" = None,
    *,
    details: bool = False,
    window: int = WINDOW,
    decoded: "Callable[[], Decoded | None] | None" = None,
) -> Generator[Outcome]:
    """Process pictures, one after another or several at a time.

    Parameters
    ----------
    inputs : Plan, or iterable of str
        A plan; or paths of files and folders, whose results are written beside them.
    options : Options, optional
    executor : concurrent.futures.Executor, optional
        Does the work in threads, in processes or on other machines, where the paths
        must mean the same. None does the work here, and so do names that may meet
        once the number of colors is known.
    details : bool
        Whether to measure the error, which needs another pass over the picture.
    window : int
        How many pictures are handed to the executor at a time.
    decoded : callable () -> Decoded or None, optional
        Returns the first picture, decoded in advance. Not used with an executor.

    Yields
    ------
    Outcome
        In the order of the inputs. A failure does not stop the other inputs. If the
        caller stops early, work that has not begun is dropped.

    Raises
    ------
    KquantError
        When the plan cannot be made.
    """
    options = options or Options()
    if not isinstance(inputs, Plan):
        output = Output(recipe=recipe(options, Art()))
        inputs = plan(find_inputs(inputs), output, options.k_label)
    for folder, reason in inputs.inputs.unreadable:
        yield failed(folder, f"{folder} cannot be searched: {reason}")
    found = inputs.inputs
    written, shared = inputs.written, inputs.shared_palette
    if written is not None and shared is not None:
        written.claim(shared.with_k(len(options.palette)))
    budget = _chapter_budget(inputs)
    task = Task(
        options, inputs.output, details, found.max_pixels, found.size, written, budget
    )
    if executor is None or written is not None:
        for job in inputs:
            yield task(job, decoded) if decoded else task(job)
            decoded = None  # it is that of the first picture
        return
    # Imported late: a single picture needs no other processes.
    from kquant.batch.workers import Work, results_in_order

    yield from results_in_order(executor, Work(task, _lost, _clear), inputs, window)


def _chapter_budget(planned: Plan) -> int:
    """Return how many bytes each chapter of a page may take, or 0 without a page."""
    page = planned.page
    if page is None or not planned.due(page).targets:
        return 0
    # Imported late: few runs need it.
    from kquant.report.chapter import budget_for

    return budget_for(len(planned))


def _lost(job: Job, error: Exception) -> Outcome:
    """Return the outcome of a picture that has no result, because of an error."""
    from kquant.batch.worker_pool import NoWorkersError, WorkerDiedError

    if isinstance(error, WorkerDiedError):
        reason = "the process working on it died, perhaps because memory ran out"
    elif isinstance(error, NoWorkersError):
        reason = f"a process died, and no other can be started: {error}"
    else:
        reason = describe_error(error)
    return failed(job.source, f"{job.source} was given up: {reason}")


def _clear(job: Job) -> None:
    """Remove unfinished files of a worker that died."""
    for path in job.paths():
        remove_drafts(path)
