"""Share work among processes: results come in order, even if a worker dies."""

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

from kquant.runtime.threads import limit_threads

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


class WorkerDiedError(Exception):
    """A process, on this machine or in a cluster, died before its work was done."""


class WorkerPool(Executor):
    """Worker processes with one thread each; new ones can replace those that died.

    Parameters
    ----------
    workers : int
        How many processes.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._processes = self._started()

    def submit(
        self, function: Callable[..., _Result], /, *args: Any, **kwargs: Any
    ) -> "Future[_Result]":
        """Have a worker call a function.

        Parameters
        ----------
        function : callable
        *args, **kwargs
            Its arguments, which are sent to the worker.

        Returns
        -------
        concurrent.futures.Future
            It has a `BrokenExecutor` error if a worker of the pool has died.
        """
        try:
            return self._processes.submit(function, *args, **kwargs)
        except BrokenExecutor as error:  # a worker has died while idle
            lost: Future[_Result] = Future()
            lost.set_exception(error)
            return lost

    def restart(self) -> None:
        """Start new workers; the work of the old ones is lost."""
        self._kill()
        self._processes.shutdown(cancel_futures=True)
        self._processes = self._started()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the workers finish what they are doing, then stop them.

        Parameters
        ----------
        wait, cancel_futures : bool
            As for `concurrent.futures.Executor.shutdown`.
        """
        self._processes.shutdown(wait, cancel_futures=cancel_futures)

    def _kill(self) -> None:
        """End all workers at once, like `kill_workers` in Python 3.14.

        Without it, earlier versions may wait forever for a worker that was being
        started when another one died.
        """
        for process in list((self._processes._processes or {}).values()):
            process.kill()

    def _started(self) -> ProcessPoolExecutor:
        """Start the workers."""
        context = multiprocessing.get_context(_start_method())
        return ProcessPoolExecutor(self._workers, context, _start_worker)


def _start_method() -> str | None:
    """Return how to start processes: the quickest method that is safe here."""
    if sys.platform == "win32":
        return None
    if sys.platform == "linux" and threading.active_count() == 1:
        return "fork"  # no import is needed, and no lock is held
    multiprocessing.set_forkserver_preload(["kquant.batch.one_picture"])
    return "forkserver"


def _start_worker() -> None:
    """Prepare a worker process."""
    # Ctrl-C reaches all processes of a terminal; the main process handles it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    limit_threads(1)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when its parent process has ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _nothing(_item: object) -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True)
class Work(Generic[_Item, _Result]):
    """What to do with each item.

    Parameters
    ----------
    function : callable (item) -> result
    lost : callable (item, error) -> result
        Makes the result of an item whose call failed or whose worker died.
    clear : callable (item), optional
        Removes what a dead worker may have left behind of an item.
    """

    function: Callable[[_Item], _Result]
    lost: Callable[[_Item, Exception], _Result]
    clear: Callable[[_Item], object] = _nothing

    def result(self, item: _Item, future: "Future[_Result]") -> _Result:
        """Wait for the result of an item.

        Parameters
        ----------
        item : item
        future : concurrent.futures.Future
            The call of `function` with the item.

        Returns
        -------
        result
            The result of the call, or that of `lost` if the call failed.

        Raises
        ------
        concurrent.futures.BrokenExecutor
            When the executor is broken.
        """
        try:
            return future.result()
        except BrokenExecutor:
            raise
        except Exception as error:  # noqa: BLE001 - of any kind, from any executor
            return self.lost(item, error)


def results_in_order(
    executor: Executor, work: Work[_Item, _Result], items: Iterable[_Item], window: int
) -> Iterator[_Result]:
    """Work on each item, and yield the results in the order of the items.

    Parameters
    ----------
    executor : concurrent.futures.Executor
        If a worker of a `WorkerPool` dies, the items under way are done again, one
        after another, so that only the item at fault is lost.
    work : Work
    items : iterable
        Read only as far as needed.
    window : int
        How many items are under way at a time.

    Yields
    ------
    result
        One for each item.

    Raises
    ------
    concurrent.futures.BrokenExecutor
        When an executor other than a `WorkerPool` is broken.
    """
    remaining = iter(items)
    waiting: deque[tuple[_Item, Future[_Result]]] = deque()
    try:
        while True:
            for item in islice(remaining, window - len(waiting)):
                waiting.append((item, executor.submit(work.function, item)))
            if not waiting:
                return
            item, future = waiting[0]
            if isinstance(executor, WorkerPool) and _is_broken(future):
                yield from _one_by_one(executor, work, waiting)
                continue
            waiting.popleft()
            yield work.result(item, future)
    finally:
        for _, future in waiting:
            future.cancel()


def _is_broken(future: "Future[Any]") -> bool:
    """Wait for a future, and tell whether its worker has died."""
    return isinstance(future.exception(), BrokenExecutor)


def _one_by_one(
    pool: WorkerPool,
    work: Work[_Item, _Result],
    waiting: "deque[tuple[_Item, Future[_Result]]]",
) -> Iterator[_Result]:
    """Do the waiting items again, one at a time: an item whose worker dies is lost."""
    pool.restart()
    while waiting:
        item, future = waiting.popleft()
        if _is_broken(future):
            work.clear(item)
            future = pool.submit(work.function, item)
        if _is_broken(future):
            pool.restart()
            work.clear(item)
            yield work.lost(item, WorkerDiedError())
        else:
            yield work.result(item, future)
