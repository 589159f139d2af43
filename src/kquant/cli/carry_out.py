"""Carry out a plan: with how many processes, how it is shown, and how it ends."""

import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Any

from kquant.cli.exits import give_up
from kquant.cli.folder_options import Folders
from kquant.cli.printer import Printer
from kquant.options import Options
from kquant.runtime.memory import keep_freed_memory
from kquant.runtime.signals import end_when_interrupted, interruptible
from kquant.runtime.startup import Ahead
from kquant.runtime.threads import available_cores, limit_threads

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from kquant.batch.outcome import Outcome
    from kquant.batch.page_about import PageAbout
    from kquant.batch.plan import Plan
    from kquant.files.decode import Decoded

_FEW = 4  # pictures for which it does not pay to start other processes
_GRACE = 20.0  # seconds that workers have to end what they are doing


def carry_out(
    planned: "Plan",
    options: Options,
    printer: Printer,
    folders: Folders,
    ahead: "Ahead[Decoded | None] | None" = None,
    *,
    when_imported: Callable[[], object] | None = None,
) -> None:
    """Do all that is planned, and show it.

    Parameters
    ----------
    planned : Plan
    options : Options
    printer : Printer
    folders : Folders
    ahead : Ahead, optional
        Decodes the one picture that there is.
    when_imported : callable (), optional
        Called when all modules are there, before the work begins.
    """
    # Imported late: numpy and Pillow come with it.
    from kquant.batch.run import run
    from kquant.batch.window import window_for
    from kquant.files.drafts import remove_old_drafts

    if when_imported is not None:
        when_imported()
    for folder in sorted(planned.folders):
        printer.cleared(folder, remove_old_drafts(folder))
    workers = _workers(planned, folders)
    with (
        interruptible(),
        _executor(workers, folders.dask, printer) as executor,
        _ended_in_time(),
    ):
        about = _page_about(planned)
        window = getattr(executor, "window", window_for(workers))
        if folders.shared and _anything_left(planned):
            options = _shared(planned, options, printer, executor, window)
        outcomes = run(
            planned,
            options,
            executor,
            details=printer.wants_details,
            window=window,
            decoded=ahead.result if ahead else None,
        )
        _report(outcomes, printer, about, fail_fast=folders.fail_fast)


def _report(
    outcomes: "Generator[Outcome]",
    printer: Printer,
    about: "PageAbout | None",
    *,
    fail_fast: bool,
) -> None:
    """Show what becomes of each input, and write the page about them."""
    # Closed at once when this is interrupted: what has not begun is dropped.
    with printer, closing(outcomes):
        for outcome in outcomes:
            printer.show(outcome)
            if about is not None:
                about.add(outcome)
            if fail_fast and outcome.status == "failed":
                break
    if about is not None:
        printer.written(about.write())


def _page_about(planned: "Plan") -> "PageAbout | None":
    """Return the page about all inputs, if it has to be written."""
    page = planned.page
    needed = None if page is None else planned.due(page)
    if needed is None or not needed.targets:
        return None
    # Imported late: few runs need it.
    from kquant.batch.page_about import PageAbout

    return PageAbout(needed, planned.output)


def _shared(
    planned: "Plan", options: Options, printer: Printer, executor: Any, window: int
) -> Options:
    """Find the palette of all pictures and write it; return options that have it."""
    # Imported late: few runs need it.
    from kquant.batch.shared_palette import share_palette, write_shared_palette

    with printer.looking(len(planned)) as watch:
        shared = share_palette(planned, options, executor, window=window, watch=watch)
    printer.shared_colors(shared, asked=options)
    printer.shared_files(write_shared_palette(planned, shared))
    return shared


def _workers(planned: "Plan", folders: Folders) -> int:
    """Return how many processes are of use."""
    if planned.inputs.standard:  # which only this process can read
        return 1
    if folders.jobs is None and len(planned) < _FEW:
        return 1
    return max(1, min(folders.jobs or available_cores(), len(planned)))


def _anything_left(planned: "Plan") -> bool:
    """Tell whether there are outputs to write."""
    return any(
        not job.targets() or planned.due(job).targets  # some only print their palette
        for job in planned.all()
    )


def _executor(
    workers: int, dask: str | None, printer: Printer
) -> "AbstractContextManager[Any]":
    """Start processes, or find others, unless this one is enough."""
    if dask is not None:
        from kquant.batch.dask_cluster import Cluster

        return Cluster(dask)
    keep_freed_memory()
    if workers == 1:
        return nullcontext()
    from kquant.batch.worker_pool import NoWorkersError, WorkerPool

    try:
        return WorkerPool(workers)
    except NoWorkersError as error:
        printer.note(
            f"no worker processes can be started ({error}): pictures are done one at "
            "a time"
        )
        if error.lacks_threads:
            limit_threads(1)
        return nullcontext()


@contextmanager
def _ended_in_time() -> Iterator[None]:
    """Have an interruption end this process, even if its workers do not end.

    An interruption may come while a lock of the executor is held, which then waits
    for ever. Workers end with this process, and files are whole or not there.
    """
    try:
        yield
    except KeyboardInterrupt:
        end_when_interrupted()  # by those who cannot wait for the workers
        watchdog = threading.Timer(_GRACE, give_up)
        watchdog.daemon = True
        with suppress(RuntimeError):  # no more threads are allowed
            watchdog.start()
        raise
