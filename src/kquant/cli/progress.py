"""The progress bar, which only people get to see."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Never, TypeVar

if TYPE_CHECKING:
    from tqdm import tqdm as bar

_Item = TypeVar("_Item")

_TICK = 1.0  # seconds after which the time that is shown goes on


class Progress:
    """A bar on standard error, if that is a terminal and there are several inputs.

    Its clock goes on while a large picture is under way. That takes a thread, so
    worker processes are started before, or without a fork.

    Parameters
    ----------
    total : int
    quiet : bool
    label : str
        What is going on.
    """

    def __init__(self, total: int, *, quiet: bool, label: str = "") -> None:
        self._bar: bar[Never] | None = None
        self._lock = threading.RLock()  # tqdm's own is for several processes
        self._closed = threading.Event()
        if total > 1 and not quiet and sys.stderr is not None and sys.stderr.isatty():
            from tqdm import tqdm

            tqdm.monitor_interval = 0  # no second thread
            tqdm.set_lock(self._lock)
            self._bar = tqdm(
                total=total, unit="picture", desc=label or None, dynamic_ncols=True
            )
            with suppress(RuntimeError):  # no more threads are allowed
                threading.Thread(
                    target=self._tick, args=[self._bar], daemon=True
                ).start()

    def advance(self) -> None:
        """Count one input."""
        if self._bar is not None:
            self._bar.update()

    def counted(self, items: Iterator[_Item]) -> Iterator[_Item]:
        """Pass items on, and count them."""
        for item in items:
            yield item
            self.advance()

    def close(self) -> None:
        """Leave the bar as it is, and go to the next line."""
        if self._bar is None:
            return
        with self._lock:
            self._closed.set()
            self._bar.close()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Make room for lines to be printed."""
        if self._bar is None:
            yield
            return
        with self._lock:
            self._bar.clear()
            yield
            self._bar.refresh()

    def _tick(self, shown: "bar[Never]") -> None:
        """Show the bar again from time to time, until it is closed."""
        while not self._closed.wait(_TICK):
            with self._lock:
                if not self._closed.is_set():
                    shown.refresh()
