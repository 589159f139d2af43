"""Memory: kept for the next picture, and the want of it, which has many names."""

import sys
from contextlib import suppress

WANT_OF_MEMORY = "needs more memory than is available"  # said of whatever needs it
_SIGNS = (
    "out of memory",  # Pillow's decoders
    "failed to map segment",  # the loader of libraries, when a module is imported
    "cannot allocate memory",
    "can't start new thread",  # whose stack cannot be had
)
# Settings of glibc's malloc, as malloc.h numbers them, and their values in bytes.
_TRIM_THRESHOLD, _KEPT = -1, 1 << 27
_MMAP_THRESHOLD, _LARGE = -3, 1 << 25  # the most that glibc allows


def keep_freed_memory() -> None:
    """Keep the memory of one picture for the next, here and in processes forked later.

    By default, glibc returns each large array to the system as soon as it is freed. The
    next one then gets new pages, and filling these with zeros takes an eighth of the time
    of a small picture. Does nothing with other C libraries.
    """
    if not sys.platform.startswith("linux"):
        return
    # numpy has imported it already.
    from ctypes import CDLL

    with suppress(OSError, AttributeError):
        mallopt = CDLL(None).mallopt
        mallopt(_MMAP_THRESHOLD, _LARGE)
        mallopt(_TRIM_THRESHOLD, _KEPT)


def is_want_of_memory(error: BaseException) -> bool:
    """Tell whether an error, or one that caused it, says that memory ran out.

    Parameters
    ----------
    error : BaseException

    Returns
    -------
    bool

    Examples
    --------
    >>> is_want_of_memory(MemoryError()), is_want_of_memory(ValueError("too wide"))
    (True, False)
    """
    seen: BaseException | None = error
    while seen is not None:
        text = str(seen).lower()
        if isinstance(seen, MemoryError) or any(sign in text for sign in _SIGNS):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def is_available(size: int) -> bool:
    """Tell whether so much memory can be had, without using it.

    Parameters
    ----------
    size : int
        In bytes.

    Returns
    -------
    bool
    """
    try:
        bytes(size)  # zeros, of which the system makes pages when they are used
    except MemoryError:
        return False
    return True
