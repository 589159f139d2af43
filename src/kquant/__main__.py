"""Run kquant as a program, ``kquant`` or ``python -m kquant``."""

import sys
import warnings

from kquant.runtime.startup import collect_garbage, hold_garbage, leave


def run() -> None:
    """Run the command line, and end this process."""
    hold_garbage()
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # warnings are for programmers, not users
    from kquant.cli import main  # imported late: after `hold_garbage`

    try:
        main(prog_name="kquant", obj=collect_garbage)
    except SystemExit as end:
        leave(end.code)


if __name__ == "__main__":
    run()
