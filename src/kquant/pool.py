"""Work for other processes: results in order, whatever becomes of a worker."""

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from itertools import islice
from typing import Any, TypeVar

from kquant.parallel import limit_threads

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


class WorkerDiedError(Exception):
    """A process ended before its work did."""


class WorkerPool(Executor):
    """Processes, one thread each, that can be replaced when one has died.

    Parameters
    ----------
    workers : int
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._processes = self._started()

    def submit(
        self, function: Callable[..., _Result], /, *args: Any, **kwargs: Any
    ) -> "Future[_Result]":
        """Have a worker call the function."""
        try:
            return self._processes.submit(function, *args, **kwargs)
        except BrokenExecutor as error:  # a worker has died while idle
            lost: Future[_Result] = Future()
            lost.set_exception(error)
            return lost

    def restart(self) -> None:
        """Start new workers; what the old ones had to do is lost."""
        self._processes.shutdown(cancel_futures=True)
        self._processes = self._started()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the workers end what they are doing, and stop them."""
        self._processes.shutdown(wait, cancel_futures=cancel_futures)

    def _started(self) -> ProcessPoolExecutor:
        """Start the workers."""
        context = multiprocessing.get_context(_start_method())
        return ProcessPoolExecutor(self._workers, context, _start_worker)


def _start_method() -> str | None:
    """Return how to start processes: in the quickest way that is safe here."""
    if sys.platform == "win32":
        return None
    if sys.platform == "linux" and threading.active_count() == 1:
        return "fork"  # everything is loaded, and there is no lock to be copied
    multiprocessing.set_forkserver_preload(["kquant.jobs"])
    return "forkserver"


def _start_worker() -> None:
    """Prepare a worker process."""
    # Ctrl-C reaches all processes of a terminal; the first one decides what to do.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    limit_threads(1)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the one that started it has been killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def in_order(
    executor: Executor,
    function: Callable[[_Item], _Result],
    items: Iterable[_Item],
    lost: Callable[[_Item, Exception], _Result],
    window: int,
) -> Iterator[_Result]:
    """Call a function for each item, and yield the results in the order of the items.

    Parameters
    ----------
    executor : concurrent.futures.Executor
        When a worker of a `WorkerPool` dies, what was under way is done again, one
        item after another, so that only the one at fault is lost.
    function : callable
    items : iterable
        Taken as they are needed.
    lost : callable (item, error)
        Makes the result of an item for which the executor has none.
    window : int
        How many items are under way at a time.

    Raises
    ------
    concurrent.futures.BrokenExecutor
        When another executor is broken.
    """
    remaining = iter(items)
    waiting: deque[tuple[_Item, Future[_Result]]] = deque()
    try:
        while True:
            for item in islice(remaining, window - len(waiting)):
                waiting.append((item, executor.submit(function, item)))
            if not waiting:
                return
            item, future = waiting[0]
            if isinstance(executor, WorkerPool) and _is_broken(future):
                yield from _one_by_one(executor, function, waiting, lost)
                continue
            waiting.popleft()
            yield _result(item, future, lost)
    finally:
        for _, future in waiting:
            future.cancel()


def _is_broken(future: "Future[Any]") -> bool:
    """Wait for a future, and tell whether its worker has died."""
    return isinstance(future.exception(), BrokenExecutor)


def _result(
    item: _Item,
    future: "Future[_Result]",
    lost: Callable[[_Item, Exception], _Result],
) -> _Result:
    """Wait for the result of an item."""
    try:
        return future.result()
    except BrokenExecutor:
        raise
    except Exception as error:  # noqa: BLE001 - of any kind, from any executor
        return lost(item, error)


def _one_by_one(
    pool: WorkerPool,
    function: Callable[[_Item], _Result],
    waiting: "deque[tuple[_Item, Future[_Result]]]",
    lost: Callable[[_Item, Exception], _Result],
) -> Iterator[_Result]:
    """Redo what a dead worker has left, each item alone: who dies now is at fault."""
    pool.restart()
    while waiting:
        item, future = waiting.popleft()
        if _is_broken(future):
            future = pool.submit(function, item)
        if _is_broken(future):
            pool.restart()
            yield lost(item, WorkerDiedError())
        else:
            yield _result(item, future, lost)
