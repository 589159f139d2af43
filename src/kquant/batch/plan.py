"""Plan the work, and check that it can be done before any of it starts.

There may be a million outputs, so only an 8-byte hash of each path is kept. The paths
themselves are compared only if their hashes are equal.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import numpy as np

from kquant.batch.existing import (
    refuse_earlier,
    refuse_missing,
    refuse_numbered_inputs,
)
from kquant.batch.inputs import Inputs
from kquant.batch.job import Job
from kquant.batch.output_names import is_folder, name_outputs
from kquant.batch.outputs import Output
from kquant.errors import ImageReadError, ImageWriteError, OptionError
from kquant.files.paths import STANDARD, file_mode, is_special
from kquant.runtime.arrays import I64

_FEW = 1000  # up to this many jobs are kept, and outputs looked up one by one
_KNOWN_FOLDERS = 1024  # folders whose real paths are cached

Key = Callable[[str], tuple[str, str]]


class Plan:
    """One job per input; many jobs are not stored, but made each time they are needed.

    Parameters
    ----------
    inputs : Inputs
    output : Output
    k : str
        The text that replaces {k} in names: the number of colors, or `UNKNOWN_K`.
    """

    def __init__(self, inputs: Inputs, output: Output, k: str) -> None:
        self.inputs, self.output, self.k = inputs, output, k
        self._kept = list(self._named()) if len(inputs) <= _FEW else None

    def __len__(self) -> int:
        return len(self.inputs)

    def __iter__(self) -> Iterator[Job]:
        return self._named() if self._kept is None else iter(self._kept)

    def _named(self) -> Iterator[Job]:
        """Name the outputs of all inputs, one after another."""
        for source in self.inputs:
            yield name_outputs(source, self.output, self.k)

    def targets(self) -> Iterator[tuple[str, str]]:
        """Yield the files to write.

        Yields
        ------
        str
            The path of a file to write.
        str
            The path of its input, or "-".
        """
        for job in self:
            for path in job.paths():
                yield path, job.source


def plan(inputs: Inputs, output: Output, k: str) -> Plan:
    """Name the outputs of all inputs, and check that they can be written.

    Parameters
    ----------
    inputs : Inputs
    output : Output
    k : str
        The text that replaces {k} in names: the number of colors, or `UNKNOWN_K`.

    Returns
    -------
    Plan

    Raises
    ------
    ImageReadError
        When there are no inputs.
    OptionError
        When the options contradict each other, or two inputs share an output.
    ImageWriteError
        When an output is an input, or exists and ``output.existing`` is "refuse".
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
    refuse_numbered_inputs((path for path, _ in planned.targets()), inputs, key)
    _refuse_collisions(planned, targets, key)
    if output.existing == "refuse":
        _refuse_existing(planned, targets, key, folders)
        refuse_earlier(planned, output, inputs)
    return planned


def _check_inputs(inputs: Inputs) -> None:
    """Refuse inputs without a picture, and standard input that is named twice."""
    if inputs.standard > 1:
        raise OptionError("standard input can be read once only")
    if not inputs and not inputs.unreadable:
        raise ImageReadError(
            f"no picture among {inputs.passed_over} files in the folders named: "
            "name others, or use -r to search their subfolders"
        )


def _check_target(target: str | None, inputs: int) -> None:
    """Refuse a target that cannot hold the results of this number of inputs."""
    if target == "":
        raise OptionError("-o needs the name of a file or folder, or -")
    if target is None or inputs <= 1:
        return
    if target == STANDARD:
        raise OptionError("-o - takes one input, because it writes one output")
    if not is_folder(target) and "{" not in target:
        raise OptionError(
            f"-o {target} is one file, but there are {inputs} inputs: name a folder, "
            "or use {stem} in the name"
        )


def _keys() -> Key:
    """Return a function that gives all paths of the same file the same key."""
    real = lru_cache(_KNOWN_FOLDERS)(os.path.realpath)

    def key(path: str) -> tuple[str, str]:
        if os.path.islink(path):
            return os.path.split(os.path.realpath(path))
        folder, name = os.path.split(path)
        return real(folder), name

    return key


def _sorted(numbers: Iterable[int]) -> I64:
    """Return numbers as a sorted int64 array, which is compact."""
    return np.sort(np.fromiter(numbers, dtype=np.int64))


def _common(numbers: I64, others: I64) -> I64:
    """Return the numbers, (n,), that are among the others, (m,); both are sorted."""
    if not len(others):
        return others
    places = np.searchsorted(others, numbers)
    places[places == len(others)] = 0
    common: I64 = numbers[others[places] == numbers]
    return common


def _holds(numbers: I64, key: tuple[str, str]) -> bool:
    """Tell whether the hash of a key is among sorted numbers, shape (n,)."""
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
    for path, source in planned.targets():
        if _holds(suspects, key(path)) and key(path) in sources():
            raise ImageWriteError(
                f"{path} is an input, and inputs are never overwritten: name another "
                "output with -o",
                source=source,
            )


def _refuse_collisions(planned: Plan, targets: I64, key: Key) -> None:
    """Refuse an output that two inputs share."""
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
    """Return the message about two inputs with the same output."""
    if first == second:
        return f"{first} is named twice: name it once"
    return (
        f"{first} and {second} would both be written to {target}: tell them apart "
        "with {name} or {parent} in -o, as in -o 'out/{parent}/{name}-k{k}.{ext}'"
    )


def _refuse_existing(
    planned: Plan, targets: I64, key: Key, folders: Iterable[str]
) -> None:
    """Refuse outputs that exist, except for devices and pipes."""
    few = len(targets) <= _FEW
    present = targets if few else _common(targets, _listed(folders, key))
    if not len(present):
        return
    for path, source in planned.targets():
        if not few and not _holds(present, key(path)):
            continue
        if os.path.lexists(path) and not is_special(file_mode(path)):
            refuse_missing(planned.inputs)
            raise ImageWriteError(
                f"{path} exists and stays as it is: use --overwrite, "
                "--skip-existing, or another -o",
                source=source,
            )


def _listed(folders: Iterable[str], key: Key) -> I64:
    """Return the hashes, (n,), of everything in some folders, which need not exist."""

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
