"""Finding the pictures: files as named, and those in folders, held compactly."""

import os
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kquant.formats import SUFFIXES

STANDARD = "-"  # standard input, or output
_NUL = b"\0"  # the one byte that no path contains
_RESULT = re.compile(rb"(.+)-k(?:\d+|auto)(?:-palette)?\.[^.]+", re.DOTALL)
_SUFFIXES = tuple(suffix.encode() for suffix in SUFFIXES)


class Source(NamedTuple):
    """One picture to read.

    Attributes
    ----------
    path : str
        Its path, or "-" for standard input.
    below : str
        The folder it is in, seen from the folder that the user named: what is
        mirrored among the outputs. Empty for a picture that was named itself.
    """

    path: str
    below: str = ""


class Group(NamedTuple):
    """Names of one folder in a single string: some 20 bytes each, not 200.

    Attributes
    ----------
    folder : str
        Where they are; empty when each name is a whole path.
    below : str
        As in `Source`.
    names : bytes
        In the encoding of the file system, separated by NUL.
    """

    folder: str
    below: str
    names: bytes

    def __iter__(self) -> Iterator[Source]:  # type: ignore[override] # by picture
        start = 0
        while start <= len(self.names):
            end = self.names.find(_NUL, start)
            end = len(self.names) if end < 0 else end
            name = os.fsdecode(self.names[start:end])
            path = os.path.join(self.folder, name) if self.folder else name
            yield Source(path, self.below)
            start = end + 1


class Inputs:
    """The pictures to do, in a stable order, and what was met while finding them.

    Files are in the order in which they were named; those of a folder stand in its
    place, by the bytes of their names, before those of its subfolders.

    Parameters
    ----------
    groups : list of Group
    unreadable : list of (str, str)
        Folders that cannot be listed, each with the reason.
    passed_over : int
        Files in folders that are hidden, not pictures by their suffixes, or
        results of kquant (``x-k8.png`` beside an ``x`` with any suffix).
    links : int
        Links to folders, which are not followed: they may lead in circles.
    """

    def __init__(
        self,
        groups: Sequence[Group] = (),
        unreadable: Sequence[tuple[str, str]] = (),
        passed_over: int = 0,
        links: int = 0,
    ) -> None:
        self.groups, self.unreadable = list(groups), list(unreadable)
        self.passed_over, self.links = passed_over, links

    def __iter__(self) -> Iterator[Source]:
        for group in self.groups:
            yield from group

    @property
    def standard(self) -> int:
        """How many times standard input was named."""
        named = [group.names for group in self.groups if not group.folder]
        return sum(names.split(_NUL).count(b"-") for names in named)

    def __len__(self) -> int:
        return sum(group.names.count(_NUL) + 1 for group in self.groups)


class _Folder(NamedTuple):
    """What one folder holds."""

    pictures: list[bytes]
    folders: list[bytes]
    passed_over: int
    links: int


def find(
    paths: Iterable[str], *, recursive: bool = False, leave_out: str | None = None
) -> Inputs:
    """Find pictures.

    Parameters
    ----------
    paths : iterable of str
        Files, which are taken as they are, existing or not; folders, which are
        searched for names with the suffix of a picture format; "-" for standard
        input.
    recursive : bool
        Whether to search subfolders too.
    leave_out : str, optional
        A folder not to enter, as the outputs go there.
    """
    search = _Search(recursive, _identity(leave_out))
    for path in paths:
        if path != STANDARD and os.path.isdir(path):
            search.flush()
            search.walk(path)
        else:
            search.named.append(os.fsencode(path))
    search.flush()
    return Inputs(search.groups, search.unreadable, search.passed_over, search.links)


class _Search:
    """A search under way."""

    def __init__(self, recursive: bool, leave_out: tuple[int, int] | None) -> None:
        self.named: list[bytes] = []
        self.groups: list[Group] = []
        self.unreadable: list[tuple[str, str]] = []
        self.passed_over = 0
        self.links = 0
        self._recursive = recursive
        self._leave_out = leave_out

    def flush(self) -> None:
        """Make a group of the files named so far."""
        if self.named:
            self.groups.append(Group("", "", _NUL.join(self.named)))
            self.named = []

    def walk(self, top: str) -> None:
        """Search a folder, and those in it if that is wanted."""
        waiting = [""]
        while waiting:
            below = waiting.pop()
            path = os.path.join(top, below) if below else top
            try:
                found = self._list(path)
            except OSError as error:
                reason = (error.strerror or str(error)).lower()
                self.unreadable.append((path, reason))
                continue
            if found.pictures:
                self.groups.append(Group(path, below, _NUL.join(found.pictures)))
            self.passed_over += found.passed_over
            self.links += found.links
            names = reversed(found.folders)  # the last in is the first out
            waiting += [os.path.join(below, os.fsdecode(name)) for name in names]

    def _list(self, path: str) -> _Folder:
        """List a folder, sorted."""
        pictures: list[bytes] = []
        folders: list[bytes] = []
        passed_over = links = 0
        with os.scandir(os.fsencode(path)) as entries:
            for entry in entries:
                if _is_folder(entry):
                    if entry.is_symlink():
                        links += self._recursive
                    elif self._enters(entry):
                        folders.append(entry.name)
                elif _is_picture(entry):
                    pictures.append(entry.name)
                else:
                    passed_over += 1
        pictures.sort()
        originals = [name for name in pictures if not _is_result(name, pictures)]
        passed_over += len(pictures) - len(originals)
        return _Folder(originals, sorted(folders), passed_over, links)

    def _enters(self, entry: "os.DirEntry[bytes]") -> bool:
        """Tell whether a subfolder is to be searched."""
        if not self._recursive or entry.name.startswith(b"."):
            return False
        return self._leave_out is None or _identity(entry.path) != self._leave_out


def _identity(path: str | bytes | None) -> tuple[int, int] | None:
    """Return the numbers that tell a folder from all others, if there is one."""
    if path is None or not os.path.isdir(path):
        return None
    status = os.stat(path)
    return status.st_dev, status.st_ino


def _is_folder(entry: "os.DirEntry[bytes]") -> bool:
    """Tell whether an entry is a folder or leads to one; a link may lead nowhere."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_picture(entry: "os.DirEntry[bytes]") -> bool:
    """Tell by its name whether an entry is a picture; a broken link may be one."""
    name = entry.name
    if name.startswith(b".") or not name.lower().endswith(_SUFFIXES):
        return False
    return entry.is_symlink() or entry.is_file()  # not a pipe, which may block


def _is_result(name: bytes, names: list[bytes]) -> bool:
    """Tell whether a name is one that kquant gives to a result of another one.

    Parameters
    ----------
    name : bytes
    names : list of bytes
        Of all pictures in the folder, sorted.
    """
    match = _RESULT.fullmatch(name)
    if match is None:
        return False
    stem = match[1] + b"."
    nearest = bisect_left(names, stem)
    return nearest < len(names) and names[nearest].startswith(stem)
