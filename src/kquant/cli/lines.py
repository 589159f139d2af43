"""One line on standard output, or on standard error."""

import os
import sys
from typing import Any

import click

from kquant.cli.streams import printable
from kquant.errors import ImageWriteError, reason_of


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
