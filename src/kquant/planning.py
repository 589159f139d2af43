"""What is to be done, and whether it can be: checked before any work starts.

Of a million names, only a number of 8 bytes each is held. Names are compared where
two numbers are equal.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import numpy as np

from kquant.arrays import I64
from kquant.errors import ImageReadError, ImageWriteError, OptionError
from kquant.inputs import STANDARD, Inputs
from kquant.naming import file_mode, is_folder, is_special, name_outputs
from kquant.outputs import Job, Output

_FEW = 1000  # outputs that are looked up one by one, not by listing folders
_KNOWN_FOLDERS = 1024  # whose real paths are remembered

Key = Callable[[str], tuple[str, str]]


class Plan:
    """A job for each input; made when it is asked for, as there may be many.

    Parameters
    ----------
    inputs : Inputs
    output : Output
    k : str
        What {k} in names stands for.
    """

    def __init__(self, inputs: Inputs, output: Output, k: str) -> None:
        self.inputs, self.output, self.k = inputs, output, k

    def __len__(self) -> int:
        return len(self.inputs)

    def __iter__(self) -> Iterator[Job]:
        for source in self.inputs:
            yield name_outputs(source, self.output, self.k)

    def targets(self) -> Iterator[tuple[str, str]]:
        """Return the path of each file to write, with that of its input."""
        for job in self:
            for path in job.paths():
                yield path, job.source


def plan(inputs: Inputs, output: Output, k: str) -> Plan:
    """Name the outputs of all inputs.

    Parameters
    ----------
    inputs : Inputs
    output : Output
    k : str
        What {k} in names stands for.

    Raises
    ------
    ImageReadError
        When there are no inputs.
    OptionError
        When the options contradict each other, or two inputs share an output.
    ImageWriteError
        When an output exists and is to be refused, or is an input.
    """
    _check_inputs(inputs)
    _check_target(output.target, len(inputs))
    if output.art.page is not None and not output.image:
        raise OptionError("--page makes a picture: leave out --no-image")
    planned, key = Plan(inputs, output, k), _keys()
    folders: set[str] = set()

    def numbers() -> Iterator[int]:
        for path, _ in planned.targets():
            folder, name = key(path)
            folders.add(folder)
            yield hash((folder, name))

    targets = _sorted(numbers())
    _refuse_inputs(planned, targets, key)
    _refuse_collisions(planned, targets, key)
    if output.existing == "refuse":
        _refuse_existing(planned, targets, key, folders)
    return planned


def _check_inputs(inputs: Inputs) -> None:
    """Refuse to do nothing, or to read standard input twice."""
    if inputs.standard > 1:
        raise OptionError("standard input can be read once only")
    if not inputs and not inputs.unreadable:
        raise ImageReadError(
            f"no picture among {inputs.passed_over} files in the folders named: "
            "name others, or use -r to search their subfolders"
        )


def _check_target(target: str | None, inputs: int) -> None:
    """Refuse a target that cannot hold the results of so many inputs."""
    if target == "":
        raise OptionError("-o needs the name of a file or folder, or -")
    if target is None or inputs <= 1:
        return
    if target == STANDARD:
        raise OptionError("-o - takes one input, as it makes one output")
    if not is_folder(target) and "{" not in target:
        raise OptionError(
            f"-o {target} is one file, but there are {inputs} inputs: name a folder, "
            "or use {stem} in the name"
        )


def _keys() -> Key:
    """Return a function that gives all paths of one file the same key."""
    real = lru_cache(_KNOWN_FOLDERS)(os.path.realpath)

    def key(path: str) -> tuple[str, str]:
        if os.path.islink(path):
            return os.path.split(os.path.realpath(path))
        folder, name = os.path.split(path)
        return real(folder), name

    return key


def _sorted(numbers: Iterable[int]) -> I64:
    """Hold numbers compactly."""
    return np.sort(np.fromiter(numbers, dtype=np.int64))


def _common(numbers: I64, others: I64) -> I64:
    """Return those of some numbers that are among others; both are sorted."""
    # numpy's intersect1d does as much, but takes milliseconds to be imported whole.
    if not len(others):
        return others
    places = np.searchsorted(others, numbers)
    places[places == len(others)] = 0
    common: I64 = numbers[others[places] == numbers]
    return common


def _holds(numbers: I64, key: tuple[str, str]) -> bool:
    """Tell whether the number of a key is among some, which are sorted."""
    number = hash(key)
    index = int(np.searchsorted(numbers, number))
    return index < len(numbers) and int(numbers[index]) == number


def _refuse_inputs(planned: Plan, targets: I64, key: Key) -> None:
    """Refuse outputs that are inputs."""

    def sources() -> Iterator[tuple[str, str]]:
        return (key(x.path) for x in planned.inputs if x.path != STANDARD)

    suspects = _common(_sorted(map(hash, sources())), targets)
    if not len(suspects):
        return
    for path, _ in planned.targets():
        if _holds(suspects, key(path)) and key(path) in sources():
            raise ImageWriteError(
                f"{path} is an input, and inputs are never overwritten: name another "
                "output with -o"
            )


def _refuse_collisions(planned: Plan, targets: I64, key: Key) -> None:
    """Refuse outputs that two inputs share."""
    repeated = targets[1:][targets[1:] == targets[:-1]]
    if not len(repeated):
        return
    owners: dict[tuple[str, str], str] = {}
    for path, source in planned.targets():
        if not _holds(repeated, key(path)):
            continue
        if key(path) in owners:
            raise OptionError(_collision(owners[key(path)], source, path))
        owners[key(path)] = source


def _collision(first: str, second: str, target: str) -> str:
    """Return the sentence about two inputs with one output."""
    if first == second:
        return f"{first} is named twice: name it once"
    return (
        f"{first} and {second} would both be written to {target}: tell them apart "
        "with {name} or {parent} in -o, as in -o 'out/{parent}/{name}-k{k}.{ext}'"
    )


def _refuse_existing(
    planned: Plan, targets: I64, key: Key, folders: Iterable[str]
) -> None:
    """Refuse outputs that exist, other than devices and pipes."""
    few = len(targets) <= _FEW
    present = targets if few else _common(targets, _listed(folders, key))
    if not len(present):
        return
    for path, _ in planned.targets():
        if not few and not _holds(present, key(path)):
            continue
        if os.path.lexists(path) and not is_special(file_mode(path)):
            raise ImageWriteError(exists_message(path))


def _listed(folders: Iterable[str], key: Key) -> I64:
    """Return the numbers of all that is in some folders, which need not exist."""

    def numbers() -> Iterator[int]:
        for folder in folders:
            try:
                with os.scandir(folder) as entries:
                    for entry in entries:
                        is_link = entry.is_symlink()
                        yield hash(key(entry.path) if is_link else (folder, entry.name))
            except OSError:
                continue

    return _sorted(numbers())


def exists_message(target: str | os.PathLike[str]) -> str:
    """Return the sentence about an output that is there already."""
    return (
        f"{target} exists and stays as it is: use --overwrite, --skip-existing, "
        "or another -o"
    )
