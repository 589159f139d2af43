"""Unfinished files: their names, and the removal of those that were left behind."""

import os
import re
import sys
import time
from contextlib import suppress
from zlib import crc32

_DRAFT = re.compile(r"\.kquant-[^-]+-(\d+)-[0-9a-f]{8}\.tmp")
_PREFIX = ".kquant-"
_OLD = 3600.0  # seconds since a draft was last written to


def draft_name(label: str) -> str:
    """Return a new name for an unfinished file.

    Parameters
    ----------
    label : str
        What the file is for, without hyphens.

    Returns
    -------
    str
        It also holds the number of this process.
    """
    return f"{_PREFIX}{label}-{os.getpid()}-{os.urandom(4).hex()}.tmp"


def draft_of(target: str) -> str:
    """Return a new path for the draft of a file, in the same folder.

    Parameters
    ----------
    target : str

    Returns
    -------
    str
    """
    return os.path.join(os.path.dirname(target), draft_name(_label(target)))


def remove_drafts(target: str | os.PathLike[str]) -> None:
    """Remove the drafts of a file that killed processes left behind.

    Parameters
    ----------
    target : str or path-like
        No process may be writing it at the moment.
    """
    target = os.path.realpath(target)
    ours = f"{_PREFIX}{_label(target)}-"
    folder = os.path.dirname(target)
    for name in _names(folder):
        if name.startswith(ours) and _DRAFT.fullmatch(name):
            with suppress(OSError):
                os.unlink(os.path.join(folder, name))


def remove_old_drafts(folder: str) -> int:
    """Remove the drafts in a folder that killed runs left behind.

    Parameters
    ----------
    folder : str
        It need not exist; an empty path is the current folder.

    Returns
    -------
    int
        How many were removed: those to which nothing was written for an hour, and
        whose process is gone.
    """
    removed, latest = 0, time.time() - _OLD
    for name in _names(folder):
        match = _DRAFT.fullmatch(name) if name.startswith(_PREFIX) else None
        if match is None or _is_running(int(match[1])):
            continue
        with suppress(OSError):
            path = os.path.join(folder, name)
            if os.lstat(path).st_mtime < latest:
                os.unlink(path)
                removed += 1
    return removed


def _label(target: str) -> str:
    """Return the part of a draft's name that stands for its target."""
    return f"{crc32(os.fsencode(os.path.basename(target))):08x}"


def _names(folder: str) -> list[str]:
    """List a folder; one that cannot be listed has no names."""
    try:
        return os.listdir(folder or ".")
    except OSError:
        return []


def _is_running(process: int) -> bool:
    """Tell whether a process of this machine is running."""
    if sys.platform == "win32":  # which removes no file that is open
        return False
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True
