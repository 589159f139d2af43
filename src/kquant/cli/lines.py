"""One line on standard output, or on standard error."""

import os
import re
import sys
from typing import Any, TextIO

import click

from kquant.errors import ImageWriteError, reason_of

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


def is_terminal() -> bool:
    """Tell whether someone sees standard output."""
    return sys.stdout is not None and sys.stdout.isatty()


def discard_stdout() -> None:
    """Send what follows nowhere, so that the last flush of Python cannot fail."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, sys.stdout.fileno())
    os.close(sink)


def print_json(record: dict[str, Any]) -> None:
    """Print an object on one line of standard output."""
    import json  # imported late: few runs need it

    print_line(json.dumps(record))


def print_line(line: str, swatch: str = "") -> None:
    """Print a line of results; that nobody reads them any more is no error."""
    try:
        line = printable(line, sys.stdout)
        click.echo(f"{swatch} {line}" if swatch else line)
    except BrokenPipeError:
        discard_stdout()
    except OSError as error:
        discard_stdout()
        raise ImageWriteError(
            f"standard output cannot be written: {reason_of(error)}"
        ) from error


def remark(line: str) -> None:
    """Print a line that is not a result."""
    click.echo(printable(line), err=True)
