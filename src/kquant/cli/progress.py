"""The progress bar, which only people get to see."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Never

if TYPE_CHECKING:
    from tqdm import tqdm as bar


class Progress:
    """A bar on standard error, if that is a terminal and there are several inputs.

    Parameters
    ----------
    total : int
    quiet : bool
    """

    def __init__(self, total: int, *, quiet: bool) -> None:
        self._bar: bar[Never] | None = None
        if total > 1 and not quiet and sys.stderr is not None and sys.stderr.isatty():
            from tqdm import tqdm

            tqdm.monitor_interval = 0  # no thread: workers may be forked
            self._bar = tqdm(total=total, unit="picture", dynamic_ncols=True)

    def advance(self) -> None:
        """Count one input."""
        if self._bar is not None:
            self._bar.update()

    def close(self) -> None:
        """Leave the bar as it is, and go to the next line."""
        if self._bar is not None:
            self._bar.close()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Make room for lines to be printed."""
        if self._bar is None:
            yield
            return
        self._bar.clear()
        yield
        self._bar.refresh()
