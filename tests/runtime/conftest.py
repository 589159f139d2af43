"""A system that starts no more threads."""

from collections.abc import Callable
from threading import Thread

import pytest


@pytest.fixture
def refuse_threads(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Return a function that has the system start only so many more threads."""

    def allow(count: int) -> None:
        start = Thread.start
        started: list[Thread] = []

        def limited(self: Thread) -> None:
            if len(started) == count:
                raise RuntimeError("can't start new thread")
            started.append(self)
            start(self)

        monkeypatch.setattr(Thread, "start", limited)

    return allow
