"""Share work among processes: results come in order, even if a worker dies."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

from kquant.batch.worker_pool import NoWorkersError, WorkerDiedError, WorkerPool

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


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

    def result_here(self, item: _Item) -> _Result:
        """Work on an item in this process.

        Parameters
        ----------
        item : item

        Returns
        -------
        result
            The result of the call, or that of `lost` if the call failed.
        """
        try:
            return self.function(item)
        except Exception as error:  # noqa: BLE001 - as from a worker
            return self.lost(item, error)


def results_in_order(
    executor: Executor, work: Work[_Item, _Result], items: Iterable[_Item], window: int
) -> Iterator[_Result]:
    """Work on each item, and yield the results in the order of the items.

    Parameters
    ----------
    executor : concurrent.futures.Executor
        If a worker of a `WorkerPool` dies, the items under way are done again, one
        after another, so that only the item at fault is lost. If no worker can be
        started any more, they are lost, and the items after them are done here.
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
            if isinstance(executor, WorkerPool) and executor.has_lost(future):
                try:
                    yield from _one_by_one(executor, work, waiting)
                except NoWorkersError as error:
                    yield from _given_up(work, waiting, error)
                    yield from map(work.result_here, remaining)
                continue
            waiting.popleft()
            yield work.result(item, future)
    finally:
        for _, future in waiting:
            future.cancel()


def _is_lost(future: "Future[Any]") -> bool:
    """Tell whether a call to workers that have been replaced has no result."""
    return (
        not future.done()
        or future.cancelled()
        or isinstance(future.exception(), BrokenExecutor)
    )


def _one_by_one(
    pool: WorkerPool,
    work: Work[_Item, _Result],
    waiting: "deque[tuple[_Item, Future[_Result]]]",
) -> Iterator[_Result]:
    """Do the waiting items again, one at a time: an item whose worker dies is lost."""
    pool.restart()
    while waiting:
        item, future = waiting.popleft()
        if _is_lost(future):
            work.clear(item)
            future = pool.submit(work.function, item)
        if pool.has_lost(future):
            work.clear(item)
            yield work.lost(item, WorkerDiedError())
            pool.restart()
        else:
            yield work.result(item, future)


def _given_up(
    work: Work[_Item, _Result],
    waiting: "deque[tuple[_Item, Future[_Result]]]",
    error: Exception,
) -> Iterator[_Result]:
    """Return the waiting items without another try: one of them kills its process."""
    while waiting:
        item, future = waiting.popleft()
        if _is_lost(future):
            work.clear(item)
            yield work.lost(item, error)
        else:
            yield work.result(item, future)
