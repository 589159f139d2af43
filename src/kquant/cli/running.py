"""Carrying out a plan: with which processes, how it is shown, and how it ends."""

import signal
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from typing import TYPE_CHECKING

from kquant.cli.folders import Folders
from kquant.cli.output import Printer
from kquant.options import Options
from kquant.parallel import available_cores

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager

    from kquant.planning import Plan

_FEW = 4  # pictures for which it does not pay to start other processes
_AHEAD = 4  # pictures handed out for each process: one, and some for it to go on with


def carry_out(
    planned: "Plan",
    options: Options,
    printer: Printer,
    folders: Folders,
) -> None:
    """Do all that is planned, and show it.

    Parameters
    ----------
    planned : Plan
    options : Options
    printer : Printer
    folders : Folders
    """
    from kquant import batch  # numpy and Pillow come with it

    workers = _workers(planned, folders.jobs)
    with terminated_as_interrupted(), printer, _executor(workers) as executor:
        outcomes = batch.run(
            planned,
            options,
            executor,
            details=printer.wants_details,
            window=_AHEAD * workers,
        )
        # Closed at once when this is interrupted: what has not begun is dropped.
        with closing(outcomes):
            for outcome in outcomes:
                printer.show(outcome)
                if folders.fail_fast and outcome.status == "failed":
                    break


def _workers(planned: "Plan", jobs: int | None) -> int:
    """Return how many processes are of use."""
    if planned.inputs.standard:  # which only this process can read
        return 1
    if jobs is None and len(planned) < _FEW:
        return 1
    return max(1, min(jobs or available_cores(), len(planned)))


def _executor(workers: int) -> "AbstractContextManager[Executor | None]":
    """Start processes, unless this one is enough."""
    if workers == 1:
        return nullcontext()
    from kquant.pool import WorkerPool

    return WorkerPool(workers)


@contextmanager
def terminated_as_interrupted() -> Iterator[None]:
    """Have a request to end, as build systems send it, end the work like Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
