"""Paths as strings: their parts, what is there, and ``-``."""

import os
import stat

STANDARD = "-"  # standard input, or output
READ_ONCE = "standard input can be read once only"
_DESCRIPTORS = ("/dev/fd/{}", "/proc/self/fd/{}")


def is_stdin(path: str) -> bool:
    """Tell whether a path is a name of standard input.

    Parameters
    ----------
    path : str

    Returns
    -------
    bool
    """
    return path in {STANDARD, "/dev/stdin", *(x.format(0) for x in _DESCRIPTORS)}


def is_stdout(path: str) -> bool:
    """Tell whether a path is a name of standard output.

    Parameters
    ----------
    path : str

    Returns
    -------
    bool
    """
    return path in {STANDARD, "/dev/stdout", *(x.format(1) for x in _DESCRIPTORS)}


def file_mode(path: str) -> int:
    """Return the mode bits of a path, as `os.stat` does.

    Parameters
    ----------
    path : str

    Returns
    -------
    int
        0 if nothing is there.
    """
    try:
        return os.stat(path).st_mode
    except (OSError, ValueError):  # ValueError: a name that no file can have
        return 0


def is_special(mode: int) -> bool:
    """Tell whether something exists that is neither a regular file nor a folder.

    Parameters
    ----------
    mode : int
        As `file_mode` returns it.

    Returns
    -------
    bool
    """
    return bool(mode) and not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def suffix_of(path: str) -> str:
    """Return the suffix of a path.

    Parameters
    ----------
    path : str

    Returns
    -------
    str
        With its dot; empty if there is none.
    """
    return os.path.splitext(path)[1]


def stem_of(path: str) -> str:
    """Return the last part of a path without its suffix.

    Parameters
    ----------
    path : str

    Returns
    -------
    str
    """
    return os.path.splitext(os.path.basename(path))[0]
