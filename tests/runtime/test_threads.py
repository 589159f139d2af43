"""Loops whose steps run on several threads."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import numpy as np
import pytest

from kquant.runtime import threads
from kquant.runtime.threads import (
    available_cores,
    for_each,
    limit_threads,
    one_by_one,
)

PATIENCE = 30  # seconds until calls that wait for each other count as stuck


@pytest.fixture
def new_threads() -> Iterator[None]:
    """Have no threads that another test has started, and leave none to others."""
    threads._executor.cache_clear()
    yield
    threads._executor.cache_clear()


@pytest.mark.parametrize("count", [1, 2, 4])
def test_every_item_is_done_once(
    count: int, use_threads: Callable[[int], None]
) -> None:
    """Each item is handed to one call, on any number of threads."""
    use_threads(count)
    done: list[int] = []

    for_each(done.append, range(100))

    assert sorted(done) == list(range(100))


@pytest.mark.parametrize("count", [2, 4])
def test_calls_run_at_the_same_time(
    count: int, use_threads: Callable[[int], None]
) -> None:
    """Calls that wait until all of them have begun come to an end.

    This is what makes the other tests with threads able to fail: steps overlap there,
    on a machine of one core as well.
    """
    use_threads(count)
    barrier = threading.Barrier(count)

    for_each(lambda _: barrier.wait(PATIENCE), range(count))

    assert not barrier.broken


def test_calls_within_calls_stay_in_their_thread(
    use_threads: Callable[[int], None],
) -> None:
    """Threads never wait for each other, which none of them could end."""
    use_threads(4)
    pairs: list[tuple[int, int]] = []

    def outer(_: int) -> None:
        here = threading.get_ident()
        for_each(lambda _: pairs.append((here, threading.get_ident())), range(5))

    for_each(outer, range(2))  # so few that two threads are free for what is within

    assert len(pairs) == 10
    assert all(here == within for here, within in pairs)


def test_an_unsafe_step_gives_a_wrong_result(
    use_threads: Callable[[int], None],
) -> None:
    """Steps that share a buffer spoil each other's results under these threads."""
    use_threads(4)
    barrier = threading.Barrier(4)
    shared = np.zeros(1000)

    def total(item: int, buffer: np.ndarray) -> None:
        buffer[:] = item
        barrier.wait(PATIENCE)
        totals[item] = buffer.sum()

    totals = np.zeros(4)
    for_each(lambda item: total(item, shared), range(4))
    spoiled = totals.tolist()
    for_each(lambda item: total(item, np.zeros(1000)), range(4))

    assert totals.tolist() == [0, 1000, 2000, 3000]
    assert len(set(spoiled)) == 1


def test_one_thread_works_in_order(use_threads: Callable[[int], None]) -> None:
    """With a single thread, items are done in order and in the calling thread."""
    use_threads(1)
    done: list[tuple[int, int]] = []

    for_each(lambda item: done.append((item, threading.get_ident())), range(9))

    assert done == [(item, threading.get_ident()) for item in range(9)]


def test_one_by_one_works_in_order(use_threads: Callable[[int], None]) -> None:
    """`one_by_one` never uses threads, however many are allowed."""
    use_threads(8)
    done: list[tuple[int, int]] = []

    one_by_one(lambda item: done.append((item, threading.get_ident())), range(9))

    assert done == [(item, threading.get_ident()) for item in range(9)]


@pytest.mark.parametrize("count", [1, 4])
def test_errors_are_raised(count: int, use_threads: Callable[[int], None]) -> None:
    """An error in one of the calls reaches the caller."""
    use_threads(count)

    with pytest.raises(ZeroDivisionError):
        for_each(lambda item: 1 / (item - 5), range(9))


@pytest.mark.usefixtures("new_threads")
@pytest.mark.parametrize("allowed", [0, 1, 3])
def test_without_threads_the_caller_does_it(
    allowed: int,
    use_threads: Callable[[int], None],
    refuse_threads: Callable[[int], None],
) -> None:
    """Where threads are refused, each item is done once, in order, in this thread."""
    use_threads(4)
    refuse_threads(allowed)
    done: list[tuple[int, int]] = []

    for_each(lambda item: done.append((item, threading.get_ident())), range(20))

    assert done == [(item, threading.get_ident()) for item in range(20)]


def test_the_limit_counts_as_well_as_the_cores(
    use_threads: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """There are as many threads as cores, but no more than the limit."""
    monkeypatch.setattr(threads, "available_cores", lambda: 3)

    counts = []
    for most in (1, 2, 8):
        use_threads(most)
        counts.append(threads.threads())

    assert counts == [1, 2, 3]


def test_there_are_eight_threads_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than 8 threads gain nothing, as memory bandwidth is the limit."""
    monkeypatch.setattr(threads, "available_cores", lambda: 64)

    assert threads.threads() == 8


@pytest.mark.skipif(
    not hasattr(os, "sched_setaffinity"), reason="cores cannot be taken away here"
)
def test_cores_that_this_process_may_not_use_do_not_count() -> None:
    """A process that is bound to one core sees a single one."""
    allowed = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(allowed)})
        assert available_cores() == 1
    finally:
        os.sched_setaffinity(0, allowed)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_forked_process_starts_its_own_threads(
    use_threads: Callable[[int], None],
) -> None:
    """A forked process, which inherits no threads, can use threads again."""
    use_threads(2)
    for_each(lambda _: None, range(4))

    child = os.fork()
    if not child:  # in the new process, which must not return to pytest
        done: list[int] = []
        with suppress(BaseException):
            watchdog = threading.Timer(PATIENCE, os._exit, [2])
            watchdog.daemon = True
            watchdog.start()
            for_each(done.append, range(4))
        os._exit(0 if sorted(done) == [0, 1, 2, 3] else 1)
    _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 0


def test_limit_threads_is_what_workers_call(
    use_threads: Callable[[int], None],
) -> None:
    """After `limit_threads(1)`, a process uses one thread on any number of cores."""
    use_threads(8)
    limit_threads(1)

    assert threads.threads() == 1
