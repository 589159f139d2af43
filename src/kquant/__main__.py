"""Run kquant as a program, ``kquant`` or ``python -m kquant``: quick to start and end."""

import gc
import os
import sys
import warnings
from contextlib import suppress
from typing import NoReturn


def run() -> None:
    """Run the command line, and end this process."""
    gc.disable()  # until the work begins: imports make a lot, and none of it is waste
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # they are for those who write programs
    from kquant.cli import main

    try:
        main(prog_name="kquant")
    except SystemExit as end:
        _leave(end.code)


def _leave(code: str | int | None) -> NoReturn:
    """End this process at once: nothing is left that would have to be tidied up."""
    if not isinstance(code, int):
        sys.exit(code)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError, ValueError):
                stream.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
