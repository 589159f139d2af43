"""Run kquant as a program, ``kquant`` or ``python -m kquant``."""

import sys
import warnings

from kquant.runtime.memory import WANT_OF_MEMORY, is_want_of_memory
from kquant.runtime.signals import end_when_interrupted
from kquant.runtime.startup import (
    collect_garbage,
    hold_garbage,
    leave,
    open_standard_files,
)


def run() -> None:
    """Run the command line, and end this process."""
    end_when_interrupted()
    open_standard_files()
    hold_garbage()
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # warnings are for programmers, not users
    try:
        from kquant.cli import main  # imported late: after `hold_garbage`
        from kquant.cli.streams import tolerate_stderr

        tolerate_stderr()
        main(prog_name="kquant", obj=collect_garbage)
    except SystemExit as end:
        leave(end.code)
    except (MemoryError, ImportError) as error:  # while modules are imported
        if not is_want_of_memory(error):
            raise
        sys.exit(f"Error: kquant {WANT_OF_MEMORY}")


if __name__ == "__main__":
    run()
