"""What standard streams can hold, and standard error that nobody reads."""

import io
import re
import sys
from typing import Any, TextIO

# Control characters, line separators, marks that change the order of what is shown
# (Unicode Standard Annex 9, "Bidirectional Algorithm"), and lone surrogates.
_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def printable(text: str, stream: TextIO | None = None) -> str:
    """Write as escapes what a file name may hold and a line on a stream may not.

    Parameters
    ----------
    text : str
    stream : text file, optional
        Standard error unless given.
    """
    text = _UNPRINTABLE.sub(lambda x: x[0].encode("unicode_escape").decode(), text)
    encoding = getattr(stream or sys.stderr, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


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
