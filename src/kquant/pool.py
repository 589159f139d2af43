"""Work for other processes: results in order, whatever becomes of a worker."""

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
        self._kill()
        self._processes.shutdown(cancel_futures=True)
        self._processes = self._started()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the workers end what they are doing, and stop them."""
        self._processes.shutdown(wait, cancel_futures=cancel_futures)

    def _kill(self) -> None:
        """End workers at once, as `ProcessPoolExecutor.kill_workers` of Python 3.14.

        Earlier ones may wait forever for a worker that was just being started when
        another one died.
        """
        for process in list((self._processes._processes or {}).values()):
            process.kill()

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


def _nothing(_item: object) -> None:
    """Leave everything as it is."""


@dataclass(frozen=True, slots=True)
class Work(Generic[_Item, _Result]):
    """What is to be done with each item.

    Parameters
    ----------
    function : callable (item)
    lost : callable (item, error)
        Makes the result of an item for which an executor has none.
    clear : callable (item), optional
        Removes what a worker that died may have left of an item.
    """

    function: Callable[[_Item], _Result]
    lost: Callable[[_Item, Exception], _Result]
    clear: Callable[[_Item], object] = _nothing

    def result(self, item: _Item, future: "Future[_Result]") -> _Result:
        """Wait for the result of an item."""
        try:
            return future.result()
        except BrokenExecutor:
            raise
        except Exception as error:  # noqa: BLE001 - of any kind, from any executor
            return self.lost(item, error)


def in_order(
    executor: Executor, work: Work[_Item, _Result], items: Iterable[_Item], window: int
) -> Iterator[_Result]:
    """Do some work on each item, and yield the results in the order of the items.

    Parameters
    ----------
    executor : concurrent.futures.Executor
        When a worker of a `WorkerPool` dies, what was under way is done again, one
        item after another, so that only the one at fault is lost.
    work : Work
    items : iterable
        Taken as they are needed.
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
    """Redo what a dead worker has left, each item alone: who dies now is at fault."""
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
