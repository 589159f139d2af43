"""Recognize want of memory, which not every library reports as a MemoryError."""

WANT_OF_MEMORY = "needs more memory than is available"  # said of whatever needs it
_SIGNS = (
    "out of memory",  # Pillow's decoders
    "failed to map segment",  # the loader of libraries, when a module is imported
    "cannot allocate memory",
    "can't start new thread",  # whose stack cannot be had
)


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
