"""Worker processes that cannot be started: an error that says why, and no hang."""

import multiprocessing
import os
import threading
from collections.abc import Callable
from unittest import mock

import pytest

from kquant.batch import worker_pool
from kquant.batch.worker_pool import NoWorkersError, WorkerPool


def _refusing(error: Exception, after: int = 0) -> Callable[..., int]:
    """Stand in for `os.fork`, and refuse after so many calls."""
    fork, calls = os.fork, []

    def refuse() -> int:
        calls.append(1)
        if len(calls) > after:
            raise error
        return fork()

    return refuse


@pytest.fixture(autouse=True)
def _nobody_left() -> None:
    """Start without children, so that those of a test can be told."""
    assert not multiprocessing.active_children()


def test_no_shared_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where /dev/shm cannot be used, there are no locks for several processes."""
    refuse = mock.Mock(side_effect=PermissionError(13, "Permission denied"))
    monkeypatch.setattr("_multiprocessing.SemLock", refuse)
    with pytest.raises(NoWorkersError, match="permission denied") as caught:
        WorkerPool(2)
    assert not caught.value.lacks_threads


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork on Windows")
@pytest.mark.parametrize("after", [0, 1])
def test_too_few_processes(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """If one worker of two cannot be started, the other is not left waiting."""
    error = BlockingIOError(11, "Resource temporarily unavailable")
    monkeypatch.setattr(worker_pool, "_start_method", lambda: "fork")
    monkeypatch.setattr(os, "fork", _refusing(error, after))
    with pytest.raises(NoWorkersError, match="resource temporarily unavailable"):
        WorkerPool(2)
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("name", ["ExecutorManagerThread", "QueueFeederThread"])
def test_too_few_threads(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """The threads behind the workers are needed: without one of them, all end."""
    start = threading.Thread.start

    def refuse(thread: threading.Thread) -> None:
        if name in type(thread).__name__ + thread.name:
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", refuse)
    hook = threading.excepthook
    with pytest.raises(NoWorkersError, match="can't start new thread") as caught:
        WorkerPool(2)
    assert caught.value.lacks_threads
    assert not multiprocessing.active_children()
    assert threading.excepthook is hook
    assert capsys.readouterr().err == ""


def test_workers_that_do_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wait for a first sign of life has an end."""
    monkeypatch.setattr(worker_pool, "_PATIENCE", 0.0)
    monkeypatch.setattr(worker_pool, "_GLANCE", 0.001)
    monkeypatch.setattr(worker_pool, "bool", _sleep, raising=False)
    with pytest.raises(NoWorkersError, match="they do not answer"):
        WorkerPool(2)
    assert not multiprocessing.active_children()


def _sleep() -> None:
    """Take longer than any test."""
    threading.Event().wait(1000)


def test_too_few_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """A low limit is raised if that is allowed, and is an error otherwise."""
    resource = pytest.importorskip("resource", reason="there is none on Windows")
    limits = {"now": (16, 1000)}
    monkeypatch.setattr(resource, "getrlimit", lambda _: limits["now"])
    monkeypatch.setattr(resource, "setrlimit", lambda _, new: limits.update(now=new))
    with WorkerPool(2) as pool:
        assert pool.submit(abs, -1).result() == 1
    assert limits["now"] == (40, 1000)
    limits["now"] = (16, 39)
    with pytest.raises(NoWorkersError, match="too many open files"):
        WorkerPool(2)
