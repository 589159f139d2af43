"""The options of folders and of many pictures."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from typing import Any

import click

from kquant.cli.base import NumberOr, SectionOption


@dataclass(frozen=True, slots=True)
class Folders:
    """How many pictures are found and done.

    Parameters
    ----------
    recursive : bool
        Whether to search subfolders.
    jobs : int or None
        How many processes; None is as many as pay.
    fail_fast : bool
        Whether to stop at the first failure.
    """

    recursive: bool
    jobs: int | None
    fail_fast: bool


def _option(*names: str, **settings: Any) -> Callable[[Any], Any]:
    """Declare an option of this section."""
    return click.option(*names, cls=SectionOption, section="Folders", **settings)


_OPTIONS = (
    _option("-r", "--recursive", is_flag=True, help="Search subfolders too."),
    _option(
        "-j",
        "--jobs",
        type=NumberOr(1, 1024),
        metavar="N",
        help="Pictures to do at a time. [default: as many as there are cores]",
    ),
    _option("--fail-fast", is_flag=True, help="Stop at the first failure."),
)


def folder_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command, which gets them as `Folders` named `folders`."""
    names = [field.name for field in fields(Folders)]

    @wraps(command)
    def collected(*args: Any, **values: Any) -> Any:
        folders = Folders(**{name: values.pop(name) for name in names})
        return command(*args, folders=folders, **values)

    for option in reversed(_OPTIONS):
        collected = option(collected)
    return collected
