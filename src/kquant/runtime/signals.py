"""Ctrl-C, and requests to end: what they do at each stage, and their exit code.

A closed terminal sends SIGHUP, build systems and shutdowns send SIGTERM. Both mean the
same as Ctrl-C here. Signals that were ignored when the program started, as `nohup`
arranges it, stay ignored.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

INTERRUPTED = 130  # the exit code that shells report for a program ended by Ctrl-C
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")  # Windows has no SIGHUP
_KINDS = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]

_Handler = Callable[[int, FrameType | None], object]


def end_when_interrupted() -> None:
    """Have an interruption end this process at once, with a word to the user.

    This is right as long as no file is being written. Unlike an exception, it works
    in the middle of an import, too.
    """
    _handle(_end)


@contextmanager
def interruptible() -> Iterator[None]:
    """Have an interruption raise KeyboardInterrupt while the block runs.

    It is raised once: a second signal, as a closed terminal may send it, must not
    disturb the removal of unfinished files. `end_when_interrupted` ends that.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may decide on signals
        return
    before = {kind: signal.getsignal(kind) for kind in _KINDS}
    _handle(_raise_once)
    try:
        yield
    finally:
        for kind, handler in before.items():
            if handler is not None:
                signal.signal(kind, handler)


@contextmanager
def held_back() -> Iterator[None]:
    """Hold back interruptions while the block runs.

    Threads and processes that are started in it hold them back as well: see
    `end_worker_when_told`.
    """
    if not hasattr(signal, "pthread_sigmask"):  # on Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _KINDS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_worker_when_told() -> None:
    """Have a request to end raise SystemExit in this worker process.

    Ctrl-C reaches all processes of a terminal: the main process decides what it means.
    """
    _handle(_exit)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _KINDS)


def _handle(handler: "_Handler | signal.Handlers") -> None:
    """Set what interruptions do, except for those that are ignored."""
    for kind in _KINDS:
        if signal.getsignal(kind) not in {None, signal.SIG_IGN}:
            signal.signal(kind, handler)


def _end(_kind: int, _frame: FrameType | None) -> None:
    """End this process."""
    with suppress(OSError):
        os.write(2, b"Interrupted.\n")
    os._exit(INTERRUPTED)


def _raise_once(_kind: int, _frame: FrameType | None) -> None:
    """Raise KeyboardInterrupt; signals that follow do nothing."""
    _handle(_do_nothing)
    raise KeyboardInterrupt


def _do_nothing(_kind: int, _frame: FrameType | None) -> None:
    """Let a signal pass."""


def _exit(_kind: int, _frame: FrameType | None) -> None:
    """Leave what is going on, and end this process; signals that follow do nothing."""
    _handle(_do_nothing)
    raise SystemExit(1)
