"""Threads, for loops over arrays in which numpy releases the interpreter's lock."""

import os
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

_Item = TypeVar("_Item")
_most = 8  # more bring nothing: memory bandwidth is the limit


def limit_threads(most: int) -> None:
    """Use at most so many threads in this process; worker processes use 1."""
    global _most
    _most = most


def for_each(function: Callable[[_Item], Any], items: Sequence[_Item]) -> None:
    """Call a function for each item, on as many threads as there are cores.

    The order of the calls is not fixed: they must not depend on each other.
    """
    threads = min(_most, available_cores(), len(items))
    if threads <= 1:
        for item in items:
            function(item)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(threads) as executor:
        for _ in executor.map(function, items):
            pass


def available_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
