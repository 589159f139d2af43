"""Standard error when nobody reads it, or its disk is full."""

import io
import sys
from typing import Any


class _Indifferent(io.FileIO):
    """A file that takes what is written to it, even if it cannot keep it."""

    def write(self, data: Any, /) -> int:
        """Write bytes, or drop them."""
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


def tolerate_stderr() -> None:
    """Go on when standard error cannot be written: the work is still worth doing."""
    stream = sys.stderr
    buffer = getattr(stream, "buffer", None)  # of None as well: a closed stream
    if type(getattr(buffer, "raw", buffer)) is not io.FileIO:  # or a Windows console
        return
    raw = _Indifferent(stream.fileno(), "w", closefd=False)
    sys.stderr = io.TextIOWrapper(
        io.BufferedWriter(raw), stream.encoding, stream.errors, line_buffering=True
    )
