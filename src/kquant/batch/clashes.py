"""Find outputs that are the same file as another output or an input.

There may be a million outputs, so only an 8-byte hash of each path is kept. The paths
themselves are compared only if their hashes are equal.
"""

import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

import numpy as np

from kquant.batch.existing import refuse_missing
from kquant.batch.inputs import Inputs
from kquant.batch.job import numbered, shown
from kquant.errors import ImageWriteError, OptionError
from kquant.files.identity import Identity, Place, Spelling, identity
from kquant.files.paths import STANDARD, file_mode, is_special
from kquant.runtime.arrays import I64

_FEW = 1000  # up to this many outputs are looked up one by one


def has_repeats(numbers: Iterable[int]) -> bool:
    """Tell whether a number is there more than once.

    Parameters
    ----------
    numbers : iterable of int

    Returns
    -------
    bool
    """
    return len(_repeated(_sorted(numbers))) > 0


def need_suffixes(
    names: Callable[[], Iterable[tuple[str, str]]], spelling: Spelling
) -> list[list[int]]:
    """Find inputs that differ, and whose outputs would have the same names.

    Parameters
    ----------
    names : callable () -> iterable of (str, str)
        Returns each time the paths of the outputs without their suffixes, and the own
        names of their inputs. Empty paths are passed over.
    spelling : Spelling

    Returns
    -------
    list of list of int
        The numbers, counted from 0, of the inputs that share a path. Inputs of one
        own name, which lie in different folders, are no reason to list them.
    """
    loose, exact = spelling.loose, spelling.exact
    repeated = _repeated(_sorted(hash(loose(path)) for path, _ in names() if path))
    if not len(repeated):
        return []
    alike: dict[Place, list[tuple[int, Place]]] = {}
    for number, (path, own) in enumerate(names()):
        if path and _holds(repeated, loose(path)):
            beside = os.path.join(os.path.dirname(path), own)  # as that folder has it
            alike.setdefault(exact(path), []).append((number, exact(beside)))
    groups = [x for x in alike.values() if len({own for _, own in x}) > 1]
    return [[number for number, _ in group] for group in groups]


class Clashes:
    """Refuses outputs that would destroy an input, another output, or an old file.

    Parameters
    ----------
    targets : callable () -> iterator of (str, str)
        Yields, at each call, the path of every output and of its input.
    spelling : Spelling

    Attributes
    ----------
    folders : set of str
        Those of the outputs.
    """

    def __init__(
        self, targets: Callable[[], Iterator[tuple[str, str]]], spelling: Spelling
    ) -> None:
        self._targets, self._spelling = targets, spelling
        self.folders: set[str] = set()
        files = array("q")

        def places() -> Iterator[int]:
            for path, _ in targets():
                self.folders.add(os.path.dirname(path))
                files.extend(map(hash, _files_at(path)))
                yield hash(spelling.loose(path))

        self._places = _sorted(places())
        self._files = _sorted(files)

    def refuse_inputs(self, inputs: Inputs, protected: Sequence[str]) -> None:
        """Refuse outputs that are inputs.

        Parameters
        ----------
        inputs : Inputs
        protected : sequence of str
            Other files that are read.

        Raises
        ------
        ImageWriteError
        """

        def read() -> Iterator[Identity]:
            paths = (x.path for x in inputs if x.path != STANDARD)
            for path in chain(protected, paths):
                if (file := identity(path)) is not None:
                    yield file

        if not len(self._files):
            return
        suspects = _common(_sorted(map(hash, read())), self._files)
        if not len(suspects):
            return
        for path, source in self._targets():
            files = [x for x in _files_at(path) if _holds(suspects, x)]
            if files and any(file in files for file in read()):
                raise ImageWriteError(
                    f"{shown(path)} is an input, and inputs are never overwritten: "
                    "name another output with -o",
                    source=source,
                )

    def refuse_collisions(self) -> None:
        """Refuse outputs that are the same file.

        Raises
        ------
        OptionError
        """
        repeated = _repeated(self._places)
        if not len(repeated):
            return
        owners: dict[Place, str] = {}
        for path, source in self._targets():
            if not _holds(repeated, self._spelling.loose(path)):
                continue
            place = self._spelling.exact(path)
            if place in owners:
                raise OptionError(_collision(owners[place], source, path))
            owners[place] = source

    def refuse_existing(self, inputs: Inputs) -> None:
        """Refuse outputs that exist, except for devices and pipes.

        Parameters
        ----------
        inputs : Inputs
            If one of them is missing, that is told first.

        Raises
        ------
        ImageReadError, ImageWriteError
        """
        few = len(self._places) <= _FEW
        present = self._places if few else _common(self._places, self._listed())
        if not len(present):
            return
        for path, source in self._targets():
            if not few and not _holds(present, self._spelling.loose(path)):
                continue
            if os.path.lexists(path) and not is_special(file_mode(path)):
                refuse_missing(inputs)
                raise ImageWriteError(
                    f"{path} exists and stays as it is: use --overwrite, "
                    "--skip-existing, or another -o",
                    source=source,
                )

    def _listed(self) -> I64:
        """Return the hashes, (n,), of everything in the folders of the outputs."""

        def paths() -> Iterator[str]:
            for folder in self.folders:
                if os.path.isdir(folder or os.curdir):
                    for name in os.listdir(folder or os.curdir):
                        yield os.path.join(folder, name)

        return _sorted(hash(self._spelling.loose(path)) for path in paths())


def _files_at(target: str) -> Iterator[Identity]:
    """Yield the file at a path when all folders on the way will have been created.

    These are several if the number of colors is not known yet.
    """
    for path in numbered(target):
        file = identity(os.path.realpath(path) if os.pardir in path else path)
        if file is not None:
            yield file


def _collision(first: str, second: str, target: str) -> str:
    """Return the message about two inputs with the same output."""
    if first == second:
        return f"{first} is named twice: name it once"
    return (
        f"{first} and {second} would both be written to {shown(target)}: tell them apart "
        "with {name} or {parent} in -o, as in -o 'out/{parent}/{name}-k{k}.{ext}'"
    )


def _sorted(numbers: Iterable[int]) -> I64:
    """Return numbers as a sorted int64 array, which is compact."""
    return np.sort(np.fromiter(numbers, dtype=np.int64))


def _repeated(numbers: I64) -> I64:
    """Return those of sorted numbers, (n,), that are there more than once."""
    repeated: I64 = numbers[1:][numbers[1:] == numbers[:-1]]
    return repeated


def _common(numbers: I64, others: I64) -> I64:
    """Return the numbers, (n,), that are among the others, (m,); both are sorted."""
    if not len(others):
        return others
    places = np.searchsorted(others, numbers)
    places[places == len(others)] = 0
    common: I64 = numbers[others[places] == numbers]
    return common


def _holds(numbers: I64, key: Place | Identity) -> bool:
    """Tell whether the hash of a key is among sorted numbers, shape (n,)."""
    number = hash(key)
    index = int(np.searchsorted(numbers, number))
    return index < len(numbers) and int(numbers[index]) == number
