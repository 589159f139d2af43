"""Loops over arrays, on threads or without."""

from collections.abc import Iterator
from threading import Thread, get_ident

import pytest

from kquant.runtime import threads
from kquant.runtime.startup import Ahead


@pytest.fixture(autouse=True)
def _four_new_threads(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have four cores, and threads that no other test has started."""
    monkeypatch.setattr(threads, "available_cores", lambda: 4)
    threads._executor.cache_clear()
    yield
    threads._executor.cache_clear()


def _refuse_threads(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Have the system start only so many more threads."""
    start = Thread.start
    started: list[Thread] = []

    def limited(self: Thread) -> None:
        if len(started) == after:
            raise RuntimeError("can't start new thread")
        started.append(self)
        start(self)

    monkeypatch.setattr(Thread, "start", limited)


def test_every_item_once() -> None:
    """The threads share the items."""
    done: list[int] = []
    threads.for_each(done.append, range(100))
    assert sorted(done) == list(range(100))


@pytest.mark.parametrize("started", [0, 1, 3])
def test_without_threads_the_caller_does_it(
    monkeypatch: pytest.MonkeyPatch, started: int
) -> None:
    """Where threads are refused, each item is done once, in order, in this thread."""
    _refuse_threads(monkeypatch, started)
    done: list[tuple[int, int]] = []
    threads.for_each(lambda item: done.append((item, get_ident())), range(20))
    assert done == [(item, get_ident()) for item in range(20)]


def test_what_was_to_run_ahead_runs_when_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without a thread, the result is there all the same."""
    _refuse_threads(monkeypatch, 0)
    assert Ahead(get_ident).result() == get_ident()
