"""Find the pictures, as files and in folders, and hold their names compactly."""

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kquant.batch.result_names import is_result
from kquant.errors import reason_of
from kquant.files.formats import MAX_PIXELS, READABLE_SUFFIXES
from kquant.files.identity import Identity, identity
from kquant.files.paths import STANDARD, is_stdin
from kquant.images.size import Size

_NUL = b"\0"  # the only byte that no path contains
_SUFFIXES = tuple(suffix.encode() for suffix in READABLE_SUFFIXES)


class Source(NamedTuple):
    """One picture to read.

    Attributes
    ----------
    path : str
        Its path, or "-" for standard input.
    below : str
        Its folder, relative to the folder that the user named; the outputs mirror
        it. Empty for a picture that the user named directly.
    """

    path: str
    below: str = ""


class Group(NamedTuple):
    """File names of one folder in a single string: about 20 bytes each, not 200.

    Attributes
    ----------
    folder : str
        The folder of the files; empty if each name is a whole path.
    below : str
        As in `Source`.
    names : bytes
        In the encoding of the file system, separated by NUL bytes.
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
    """The pictures to process, in a stable order, and what the search passed over.

    Files are in the order in which the user named them. A folder is replaced by its
    files, sorted by the bytes of their names, and then those of its subfolders.

    Parameters
    ----------
    groups : sequence of Group
    unreadable : sequence of (str, str)
        Folders that cannot be listed, each with the reason.
    passed_over : int
        How many files in folders are hidden, do not have the suffix of a picture, or
        are results of kquant (``x-k8.png`` beside an ``x`` with any suffix, or
        ``x-jpg-k8.png`` beside ``x.jpg``).
    links : int
        How many links to folders there are. They are not followed, because they may
        lead in circles.
    max_pixels : int
        Pictures with more are refused when they are read.
    size : Size, optional
        The size that each picture is given once it is read.
    """

    def __init__(
        self,
        groups: Sequence[Group] = (),
        unreadable: Sequence[tuple[str, str]] = (),
        passed_over: int = 0,
        links: int = 0,
        max_pixels: int = MAX_PIXELS,
        size: Size | None = None,
    ) -> None:
        self.groups, self.unreadable = list(groups), list(unreadable)
        self.passed_over, self.links = passed_over, links
        self.max_pixels, self.size = max_pixels, size

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
    """The contents of one folder, sorted."""

    pictures: list[bytes]
    folders: list[bytes]
    passed_over: int
    links: int


def find_inputs(
    paths: Iterable[str],
    *,
    recursive: bool = False,
    leave_out: str | None = None,
    max_pixels: int = MAX_PIXELS,
    size: Size | None = None,
) -> Inputs:
    """Find the pictures to process.

    Parameters
    ----------
    paths : iterable of str
        Files, which are taken whether they exist or not; folders, which are searched
        for files with the suffix of a picture format; and "-" for standard input.
    recursive : bool
        Whether to search subfolders too.
    leave_out : str, optional
        A subfolder that is not searched, because the outputs go there.
    max_pixels, size
        As for `Inputs`.

    Returns
    -------
    Inputs
    """
    search = _FolderSearch(recursive, identity(leave_out) if leave_out else None)
    for path in paths:
        if is_stdin(path):
            search.named.append(os.fsencode(STANDARD))
        elif os.path.isdir(path):
            search.flush()
            search.walk(path)
        else:
            search.named.append(os.fsencode(path))
    search.flush()
    return Inputs(
        search.groups,
        search.unreadable,
        search.passed_over,
        search.links,
        max_pixels,
        size,
    )


class _FolderSearch:
    """A search for pictures, with what it has found so far."""

    def __init__(self, recursive: bool, leave_out: Identity | None) -> None:
        self.named: list[bytes] = []
        self.groups: list[Group] = []
        self.unreadable: list[tuple[str, str]] = []
        self.passed_over = 0
        self.links = 0
        self._recursive = recursive
        self._leave_out = leave_out

    def flush(self) -> None:
        """Make a group of the files that were named so far."""
        if self.named:
            self.groups.append(Group("", "", _NUL.join(self.named)))
            self.named = []

    def walk(self, top: str) -> None:
        """Search a folder, and its subfolders if requested.

        Parameters
        ----------
        top : str
            A folder that the user named.
        """
        waiting = [""]
        while waiting:
            below = waiting.pop()
            path = os.path.join(top, below) if below else top
            try:
                found = self._list(path)
            except OSError as error:
                self.unreadable.append((path, reason_of(error)))
                continue
            if found.pictures:
                self.groups.append(Group(path, below, _NUL.join(found.pictures)))
            self.passed_over += found.passed_over
            self.links += found.links
            names = reversed(found.folders)  # the last one in is the first one out
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
        originals = [name for name in pictures if not is_result(name, pictures)]
        passed_over += len(pictures) - len(originals)
        return _Folder(originals, sorted(folders), passed_over, links)

    def _enters(self, entry: "os.DirEntry[bytes]") -> bool:
        """Tell whether to search a subfolder."""
        if not self._recursive or entry.name.startswith(b"."):
            return False
        return self._leave_out is None or identity(entry.path) != self._leave_out


def _is_folder(entry: "os.DirEntry[bytes]") -> bool:
    """Tell whether an entry is a folder or a link to one; broken links are not."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_picture(entry: "os.DirEntry[bytes]") -> bool:
    """Tell from its name whether an entry is a picture; a broken link may be one."""
    name = entry.name
    if name.startswith(b".") or not name.lower().endswith(_SUFFIXES):
        return False
    return entry.is_symlink() or entry.is_file()  # not a pipe, which may block
