"""The errors that a user can cause; each message is one sentence for the user."""


class KquantError(Exception):
    """Base class of the errors that a user can cause; never raised itself.

    Examples
    --------
    >>> from kquant import load
    >>> try:
    ...     load("missing.png")
    ... except KquantError as error:
    ...     print(error)
    missing.png cannot be read: no such file or directory
    """


class OptionError(KquantError, ValueError):
    """An option has a wrong value, or options contradict each other.

    Parameters
    ----------
    message : str
        One sentence, which calls the options by their Python names.
    *options : str
        The Python names in the message, such as ``max_error``. The command line
        replaces them by its own spelling, such as ``--max-error``.
    """

    def __init__(self, message: str, *options: str) -> None:
        super().__init__(message)
        self.options = options


class ImageReadError(KquantError):
    """A file cannot be read as a picture."""


class ImageWriteError(KquantError):
    """A result cannot be written to its file, or cannot be stored in its format."""


class PaletteError(KquantError, ValueError):
    """A palette is not usable, or a file or text does not contain one."""


class ClusterError(KquantError):
    """A cluster cannot be reached, or cannot do the work."""


class NotFittedError(KquantError, ValueError, AttributeError):
    """An estimator was asked for something that needs a fit before it."""


def reason_of(error: OSError) -> str:
    """Return the operating system's description of an error.

    Parameters
    ----------
    error : OSError

    Returns
    -------
    str
        In lower case, without the error number and the path.

    Examples
    --------
    >>> reason_of(FileNotFoundError(2, "No such file or directory", "photo.jpg"))
    'no such file or directory'
    """
    return (error.strerror or str(error)).lower()
