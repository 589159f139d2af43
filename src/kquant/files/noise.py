"""Silence for libraries in C that print what they dislike."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_STDERR = 2
_one_at_a_time = Lock()  # or the second would take the silence for the real thing


@contextmanager
def silenced_stderr() -> Iterator[None]:
    """Drop what this process writes to standard error while the block runs.

    libtiff reports to the file descriptor itself, past Python; the same mistakes
    reach Python as exceptions, if they matter.
    """
    with _one_at_a_time:
        try:
            real = os.dup(_STDERR)
        except OSError:  # there is none, so it is silent already
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
