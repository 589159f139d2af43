"""Threads for loops over arrays, in which numpy releases the interpreter lock."""

import os
from collections.abc import Callable, Sequence
from functools import cache
from threading import Event, local
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

_Item = TypeVar("_Item")
_most = 8  # more threads gain nothing: memory bandwidth is the limit
_thread = local()


def limit_threads(most: int) -> None:
    """Set how many threads this process uses at most.

    Worker processes set it to 1: together they keep all cores busy.

    Parameters
    ----------
    most : int
        At least 1.
    """
    global _most
    _most = most


def threads() -> int:
    """Return how many threads `for_each` uses: one per core, up to the limit."""
    return min(_most, available_cores())


def one_by_one(function: Callable[[_Item], Any], items: Sequence[_Item]) -> None:
    """Call a function for each item in order, without threads.

    It takes the place of `for_each` where each call depends on the one before it.

    Parameters
    ----------
    function : callable (item)
        What it returns is ignored.
    items : sequence
    """
    for item in items:
        function(item)


def available_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def for_each(function: Callable[[_Item], Any], items: Sequence[_Item]) -> None:
    """Call a function for each item, on as many threads as there are cores.

    If the system does not allow more threads, the calling thread does it all. So does
    a thread of `for_each` itself: were it to wait for others, all of them could.

    Parameters
    ----------
    function : callable (item)
        What it returns is ignored. The calls run in any order, so they must not
        depend on each other.
    items : sequence
    """
    can_share = min(threads(), len(items)) > 1 and not getattr(_thread, "works", False)
    executor = _executor(threads()) if can_share else None
    if executor is None:
        one_by_one(function, items)
        return
    for _ in executor.map(function, items):
        pass


@cache
def _executor(count: int) -> "ThreadPoolExecutor | None":
    """Return the thread pool, which is kept: a start costs as much as a step.

    All threads are started here; None if that is not possible. Otherwise the pool
    would start them later, when part of the work is already under way.
    """
    from concurrent.futures import ThreadPoolExecutor

    executor = ThreadPoolExecutor(count, initializer=_begin_to_work)
    all_started = Event()
    try:
        for _ in range(count):
            executor.submit(all_started.wait)  # a busy thread makes it start another
    except RuntimeError:  # from `Thread.start`
        executor.shutdown(wait=False)
        return None
    finally:
        all_started.set()
    return executor


def _begin_to_work() -> None:
    """Note that this thread is one of those that `for_each` uses."""
    _thread.works = True


if hasattr(os, "register_at_fork"):
    # A forked process does not have the threads of its parent.
    os.register_at_fork(after_in_child=_executor.cache_clear)
