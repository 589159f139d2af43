"""What is to be done, and whether it can be: checked before any work starts."""

import os
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path

from kquant.errors import ImageWriteError, OptionError
from kquant.naming import STANDARD, Job, Output, file_mode, is_folder, name_outputs


def plan(sources: Sequence[str], output: Output, k: str) -> list[Job]:
    """Name the outputs of all inputs.

    Parameters
    ----------
    sources : sequence of str
        Paths, or "-" for standard input.
    output : Output
    k : str
        What {k} in names stands for.

    Raises
    ------
    OptionError
        When the options contradict each other, or two inputs share an output.
    ImageWriteError
        When an output exists and is to be refused, or is an input.
    """
    _check_target(output.target, len(sources))
    if sources.count(STANDARD) > 1:
        raise OptionError("standard input can be read once only")
    jobs = [name_outputs(source, output, k) for source in sources]
    _refuse_collisions(jobs)
    if output.existing == "refuse":
        _refuse_existing(jobs)
    return jobs


def _check_target(target: str | None, inputs: int) -> None:
    """Refuse a target that cannot hold the results of so many inputs."""
    if target == "":
        raise OptionError("-o needs the name of a file or folder, or -")
    if target is None or inputs == 1:
        return
    if target == STANDARD:
        raise OptionError("-o - takes one input, as it makes one output")
    if not is_folder(target) and "{" not in target:
        raise OptionError(
            f"-o {target} is one file, but there are {inputs} inputs: name a folder, "
            "or use {stem} in the name"
        )


def _refuse_collisions(jobs: Iterable[Job]) -> None:
    """Refuse outputs that are shared by two inputs, or are themselves inputs."""
    sources = {os.path.realpath(job.source) for job in jobs if job.source != STANDARD}
    owners: dict[str, str] = {}
    for job in jobs:
        for target in job.paths():
            path = os.path.realpath(target)
            if path in sources:
                raise ImageWriteError(
                    f"{target} is an input, and inputs are never overwritten: "
                    "name another output with -o"
                )
            if path in owners:
                raise OptionError(_collision(owners[path], job.source, target))
            owners[path] = job.source


def _collision(first: str, second: str, target: str) -> str:
    """Return the sentence about two inputs with one output."""
    if first == second:
        return f"{first} is named twice: name it once"
    return (
        f"{first} and {second} would both be written to {target}: use {{parent}} and "
        "{stem} in -o, or run them one by one"
    )


def _refuse_existing(jobs: Iterable[Job]) -> None:
    """Refuse outputs that exist, other than devices and pipes."""
    for job in jobs:
        for target in job.paths():
            mode = file_mode(target)
            special = mode and not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)
            if os.path.lexists(target) and not special:
                raise ImageWriteError(exists_message(target))


def exists_message(target: str | Path) -> str:
    """Return the sentence about an output that is there already."""
    return (
        f"{target} exists and stays as it is: use --overwrite, --skip-existing, "
        "or another -o"
    )
