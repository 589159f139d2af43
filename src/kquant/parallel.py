"""Threads, for loops over arrays in which numpy releases the interpreter's lock."""

import os
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

_Item = TypeVar("_Item")
_most = 8  # more bring nothing: memory bandwidth is the limit


def limit_threads(most: int) -> None:
    """Use at most so many threads in this process; worker processes use 1."""
    global _most
    _most = most


def threads() -> int:
    """Return how many threads are used."""
    return min(_most, available_cores())


def in_order(function: Callable[[_Item], Any], items: Sequence[_Item]) -> None:
    """Call a function for each item, one after another, as some work must be done."""
    for item in items:
        function(item)


def available_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def for_each(function: Callable[[_Item], Any], items: Sequence[_Item]) -> None:
    """Call a function for each item, on as many threads as there are cores.

    The order of the calls is not fixed: they must not depend on each other, nor
    call `for_each` themselves.
    """
    if min(threads(), len(items)) <= 1:
        in_order(function, items)
        return
    for _ in _executor(threads()).map(function, items):
        pass


@cache
def _executor(count: int) -> "ThreadPoolExecutor":
    """Return the threads, which are kept: starting them takes as long as a step."""
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(count)


if hasattr(os, "register_at_fork"):
    # Threads do not survive in a forked process.
    os.register_at_fork(after_in_child=_executor.cache_clear)
