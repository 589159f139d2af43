"""Tell which paths are the same file, however they are spelled."""

import os
from contextlib import suppress
from functools import lru_cache
from typing import Literal, NamedTuple

Identity = tuple[int, int | str]

_KNOWN_FOLDERS = 1024  # how many folders are remembered


def identity(path: str | bytes) -> Identity | None:
    """Return the device and inode of what is at a path, links followed.

    Parameters
    ----------
    path : str or bytes

    Returns
    -------
    (int, int) or (int, str) or None
        None if nothing is there. If the file system does not number its files, the
        real path takes the place of the inode.
    """
    try:
        status = os.stat(path)
    except (OSError, ValueError):  # ValueError: a name that no file can have
        return None
    real = "" if status.st_ino else os.fsdecode(os.path.realpath(path))
    return status.st_dev, status.st_ino or real


class Place(NamedTuple):
    """Where a path leads, whether or not there is a file yet.

    Attributes
    ----------
    folder : Identity or None
        The deepest folder on the way that exists; None if not even the root does.
    name : str
        The rest of the path.
    """

    folder: Identity | None
    name: str


class NameRule(NamedTuple):
    """Which differences between names a folder ignores.

    Attributes
    ----------
    case : bool
        Whether ``A.png`` is the same file as ``a.png``.
    form : bool
        Whether an accented letter is the same as the letter followed by its accent.
    """

    case: bool = False
    form: bool = False

    def fold(self, name: str) -> str:
        """Return a name without the differences that are ignored.

        Parameters
        ----------
        name : str

        Returns
        -------
        str
        """
        if self.form and not name.isascii():
            name = _normalized("NFC", name)
        return name.casefold() if self.case else name


LOOSEST = NameRule(case=True, form=True)


class Spelling:
    """Compares paths as their folders compare names; each folder is asked only once."""

    def __init__(self) -> None:
        self._existing = lru_cache(_KNOWN_FOLDERS)(_existing_folder)
        self._rule = lru_cache(_KNOWN_FOLDERS)(name_rule)

    def loose(self, path: str) -> Place:
        """Return a place; paths that may be the same file get equal ones.

        No folder is asked. Paths with different places are different files; paths
        with equal places have to be compared with `exact`.

        Parameters
        ----------
        path : str

        Returns
        -------
        Place
        """
        _, place = self._split(path)
        return Place(place.folder, LOOSEST.fold(place.name))

    def exact(self, path: str) -> Place:
        """Return a place that is equal for the same file only.

        This may create a file in the folder for a moment: see `name_rule`.

        Parameters
        ----------
        path : str

        Returns
        -------
        Place
        """
        folder, place = self._split(path)
        return Place(place.folder, self._rule(folder).fold(place.name))

    def _split(self, path: str) -> tuple[str, Place]:
        """Follow links; return the deepest folder that exists, and the place."""
        if os.path.islink(path):
            path = os.path.realpath(path)
        folder, name = os.path.split(path)
        top, known_as, below = self._existing(folder)
        return top, Place(known_as, os.path.join(below, name) if below else name)


def _existing_folder(folder: str) -> tuple[str, Identity | None, str]:
    """Return the deepest folder that exists, its identity, and the rest of the path."""
    top, below = os.path.realpath(folder), ""
    while not os.path.isdir(top):
        parent, name = os.path.split(top)
        if not name:  # not even the root exists
            break
        top, below = parent, os.path.join(name, below) if below else name
    return top, identity(top), below


def name_rule(folder: str) -> NameRule:
    """Ask a folder how it compares names.

    A file is created in it for a moment, and looked up under other spellings.

    Parameters
    ----------
    folder : str

    Returns
    -------
    NameRule
        All differences count if the folder cannot be written to.
    """
    from kquant.files.drafts import draft_name  # imported late: few runs ask

    name = draft_name("caf\u00e9")
    path = os.path.join(folder, name)
    other_form = os.path.join(folder, _normalized("NFD", name))
    try:
        with open(path, "xb"):
            pass
    except (OSError, ValueError):
        return NameRule()
    try:
        here = identity(path)
        other_case = os.path.join(folder, name.upper())
        return NameRule(here == identity(other_case), here == identity(other_form))
    finally:
        with suppress(OSError):
            os.unlink(path)


def _normalized(form: Literal["NFC", "NFD"], text: str) -> str:
    """Return text in a normal form of Unicode."""
    import unicodedata  # imported late: few names need it

    return unicodedata.normalize(form, text)
