"""Work for other processes."""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ThreadPoolExecutor,
)
from typing import Any
from unittest import mock

import pytest

from kquant.batch.worker_pool import NoWorkersError, WorkerDiedError, WorkerPool
from kquant.batch.workers import Work, results_in_order

# Workers evaluate text: what it says can be run in any process.
_DIE = "__import__('os')._exit(1)"


def _lost(item: str, error: Exception) -> str:
    return type(error).__name__


def _lost_number(item: int, error: Exception) -> int:
    return item


def _run(executor: Executor, items: list[str], window: int = 4) -> list[Any]:
    return list(results_in_order(executor, Work(eval, _lost), items, window))


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(2) as pool:
        yield pool


def test_results_are_in_order(pool: WorkerPool) -> None:
    """The first item takes longest, and its result still comes first."""
    items = ["__import__('time').sleep(0.2) or 'slow'", "1", "2", "3", "4", "5"]
    assert _run(pool, items) == ["slow", 1, 2, 3, 4, 5]


def test_nothing_to_do(pool: WorkerPool) -> None:
    """Without items there are no results."""
    assert _run(pool, []) == []


def test_error_costs_its_item(pool: WorkerPool) -> None:
    """An error is handed to `lost`, and the other items are done."""
    assert _run(pool, ["1", "1 / 0", "2"]) == [1, "ZeroDivisionError", 2]


def test_death_costs_its_item_only(pool: WorkerPool) -> None:
    """Workers that die take only the items that killed them with them."""
    items = ["1", _DIE, "2", "3", "4", _DIE, _DIE, "5", "6", "7"]
    died = WorkerDiedError.__name__
    cleared: list[str] = []
    results = results_in_order(pool, Work(eval, _lost, cleared.append), items, 4)
    assert list(results) == [1, died, 2, 3, 4, died, died, 5, 6, 7]
    assert cleared.count(_DIE) == 6


def test_worker_killed_while_idle(pool: WorkerPool) -> None:
    """A pool whose worker was killed between two runs works again."""
    process = _run(pool, ["__import__('os').getpid()"])[0]
    os.kill(process, getattr(signal, "SIGKILL", signal.SIGTERM))
    assert _run(pool, ["1", "2", "3"]) == [1, 2, 3]


def test_workers_use_one_thread(pool: WorkerPool) -> None:
    """Each worker process uses one thread, as together they fill the cores."""
    threads = "__import__('kquant.runtime.threads').runtime.threads.threads()"
    assert _run(pool, [threads, threads]) == [1, 1]


def test_other_broken_executors_are_an_error() -> None:
    """Another executor that is broken cannot be repaired."""

    broken: Future[Any] = Future()
    broken.set_exception(BrokenExecutor())
    executor = mock.create_autospec(Executor, instance=True)
    executor.submit.return_value = broken
    with pytest.raises(BrokenExecutor):
        _run(executor, ["1"])


def test_window_bounds_what_is_under_way() -> None:
    """Items are taken at most a window ahead of the results."""
    taken = []

    def items() -> Iterator[str]:
        for number in range(10):
            taken.append(number)
            yield str(number)

    with ThreadPoolExecutor(2) as executor:
        results = results_in_order(executor, Work(eval, _lost), items(), 3)
        assert next(results) == 0
        assert len(taken) == 3
        assert list(results) == list(range(1, 10))


def test_closing_drops_what_has_not_begun() -> None:
    """When no more results are wanted, waiting items are canceled."""
    started, go_on = threading.Event(), threading.Event()
    calls = []

    def work(item: int) -> int:
        calls.append(item)
        started.set()
        if item:
            go_on.wait(10)
        return item

    with ThreadPoolExecutor(1) as executor:
        results = results_in_order(executor, Work(work, _lost_number), range(8), 8)
        assert next(results) == 0
        results.close()  # type: ignore[attr-defined] # it is a generator
        go_on.set()
    assert calls in ([0], [0, 1])


def test_no_workers_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was under way with a worker that died is lost; the rest is done here."""
    error = NoWorkersError("out of memory")
    with WorkerPool(2) as pool:
        monkeypatch.setattr(pool, "_started", mock.Mock(side_effect=error))
        items = ["1", _DIE, "__import__('os').getpid()", "1 / 0"]
        results = _run(pool, items, window=1)
    assert results == [1, "NoWorkersError", os.getpid(), "ZeroDivisionError"]
