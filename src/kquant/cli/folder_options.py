"""The options of folders and of many pictures."""

import os
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, NamedTuple

from kquant.cli.help import option
from kquant.cli.parameters import NumberOr
from kquant.errors import OptionError
from kquant.files.formats import MAX_PIXELS
from kquant.files.paths import is_stdin, is_stdout


class Folders(NamedTuple):
    """How many pictures are found and done, and how large they may be.

    Parameters
    ----------
    recursive : bool
        Whether to search subfolders.
    jobs : int or None
        How many processes; None is as many as pay.
    fail_fast : bool
        Whether to stop at the first failure.
    shared : bool
        Whether all pictures get one palette.
    dask : str or None
        The address of a cluster that does the work.
    max_pixels : int
        Larger pictures are refused.
    """

    recursive: bool
    jobs: int | None
    fail_fast: bool
    shared: bool
    dask: str | None
    max_pixels: int

    def seen_by_workers(
        self, inputs: Sequence[str], output: str | None
    ) -> tuple[list[str], str | None]:
        """Return inputs and output in words that mean the same to all workers.

        Raises
        ------
        OptionError
            When the workers of a cluster cannot read or write them.
        """
        if self.dask is None:
            return list(inputs), output
        if self.jobs is not None:
            raise OptionError(
                "-j counts processes of this machine, and --dask uses others: leave one out"
            )
        if any(map(is_stdin, inputs)) or is_stdout(output or ""):
            raise OptionError(
                "--dask needs files: its workers cannot read or write your - (standard input or output)"
            )
        here = os.getcwd()
        absolute = [os.path.join(here, path) for path in inputs]
        return absolute, None if output is None else os.path.join(here, output)


shared_option = option(
    "Palette",
    "--shared",
    is_flag=True,
    help="Find one palette for all inputs, and write it once; each input counts the "
    "same.",
)
_OPTIONS = (
    option("Folders", "-r", "--recursive", is_flag=True, help="Search subfolders too."),
    option(
        "Folders",
        "-j",
        "--jobs",
        type=NumberOr(1, 1024),
        metavar="N",
        help="How many pictures to do at a time. [default: the number of cores]",
    ),
    option("Folders", "--fail-fast", is_flag=True, help="Stop at the first failure."),
    option(
        "Folders",
        "--max-pixels",
        type=NumberOr(1, 1 << 40),
        default=MAX_PIXELS,
        show_default=True,
        metavar="N",
        help="Refuse pictures that have more pixels, all frames together.",
    ),
    option(
        "Folders",
        "--dask",
        metavar="ADDRESS",
        help="Run on the workers of a Dask cluster, as in tcp://10.0.0.1:8786.",
    ),
)


def folder_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command, which gets them as `Folders` named `folders`."""

    @wraps(command)
    def collected(*args: Any, **values: Any) -> Any:
        folders = Folders(**{name: values.pop(name) for name in Folders._fields})
        return command(*args, folders=folders, **values)

    for declare in reversed(_OPTIONS):
        collected = declare(collected)
    return collected
