"""The errors that a user can cause; each message is one sentence for the user."""

_SHORT = 30  # characters


class KquantError(Exception):
    """Base class of the errors that a user can cause; never raised itself.

    Parameters
    ----------
    message : str
        One sentence.
    source : str, optional
        The input that it is about, if that is known.

    Examples
    --------
    >>> from kquant import load
    >>> try:
    ...     load("missing.png")
    ... except KquantError as error:
    ...     print(error)
    missing.png cannot be read: no such file or directory
    """

    def __init__(self, message: str = "", *, source: str | None = None) -> None:
        super().__init__(message)
        self.source = source


class OptionError(KquantError, ValueError):
    """An option has a wrong value, or options contradict each other.

    Parameters
    ----------
    message : str
        One sentence, which calls the options by their Python names.
    *options : str
        The Python names in the message, such as ``max_error``. The command line
        replaces them with its own spelling, such as ``--max-error``.
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


def bug_sentence(error: BaseException) -> str:
    """Name a mistake of kquant's own as such.

    Parameters
    ----------
    error : BaseException

    Returns
    -------
    str

    Examples
    --------
    >>> bug_sentence(IndexError("index out of range"))
    'a bug in kquant (IndexError): please report what -v prints'
    """
    return f"a bug in kquant ({type(error).__name__}): please report what -v prints"


def shortened(text: str) -> str:
    """Return what a user or a file says, or the beginning of it if it is long.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> shortened("rde"), shortened("9" * 1000)
    ('rde', '999999999999999999999999999999...')
    """
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}..."
