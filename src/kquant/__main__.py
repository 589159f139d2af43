"""Run kquant as a program, ``kquant`` or ``python -m kquant``."""

import sys
import warnings

from kquant.runtime.signals import end_when_interrupted
from kquant.runtime.startup import collect_garbage, hold_garbage, leave


def run() -> None:
    """Run the command line, and end this process."""
    end_when_interrupted()
    hold_garbage()
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # warnings are for programmers, not users
    from kquant.cli import main  # imported late: after `hold_garbage`
    from kquant.cli.streams import tolerate_stderr

    tolerate_stderr()
    try:
        main(prog_name="kquant", obj=collect_garbage)
    except SystemExit as end:
        leave(end.code)


if __name__ == "__main__":
    run()
