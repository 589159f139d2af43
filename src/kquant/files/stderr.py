"""Silence C libraries that write warnings to standard error."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_STDERR = 2
_one_at_a_time = Lock()  # or a second thread would save the sink as the real one


@contextmanager
def silenced_stderr() -> Iterator[None]:
    """Drop what this process writes to standard error while the block runs.

    libtiff writes to the file descriptor itself, bypassing Python. Errors that matter
    reach Python as exceptions as well.
    """
    if sys.__stderr__ is None:  # it is closed; another file may have its number
        yield
        return
    with _one_at_a_time:
        try:
            real = os.dup(_STDERR)
        except OSError:  # it was closed after Python had started
            yield
            return
        try:
            sink = os.open(os.devnull, os.O_WRONLY)
            os.dup2(sink, _STDERR)
            os.close(sink)
            yield
        finally:
            os.dup2(real, _STDERR)
            os.close(real)
