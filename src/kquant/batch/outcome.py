"""What became of one input, as it is reported."""

from traceback import format_exception
from typing import Literal, NamedTuple

from kquant.errors import KquantError, bug_sentence
from kquant.files.paths import STANDARD
from kquant.quantization.quality import Compared, Measurements
from kquant.runtime.memory import WANT_OF_MEMORY, is_want_of_memory

Status = Literal["done", "skipped", "failed"]


class Outcome(NamedTuple):
    """The result of one input, without any pixels.

    Attributes
    ----------
    source : str
        The path of the input, or "-".
    status : {"done", "skipped", "failed"}
    written : tuple of str
        Paths of the files that were written.
    error : str
        What went wrong, as one sentence; empty if nothing did.
    headline : str
        With "auto", how many colors there are, and how good they are; or empty.
    notes : tuple of str
        Sentences about what may surprise the user although the input succeeded.
    colors : tuple of str
        The palette as ``#rrggbb``, in order; the palettes of several panels follow
        one another.
    shares : tuple of float
        The share of the picture that each color covers.
    to_stdout : bool
        Whether the picture or the palette file went to standard output.
    details : Measurements
        Empty unless requested.
    comparison : tuple of Compared
        The table of a comparison, instead of a palette.
    chapter : str
        What a page shows of the input, as JSON; empty if no page is wanted.
    cause : str
        Of an error: the decoder's own words, or the traceback of a bug in kquant;
        empty if there is no more to say.
    """

    source: str
    status: Status
    written: tuple[str, ...] = ()
    error: str = ""
    headline: str = ""
    notes: tuple[str, ...] = ()
    colors: tuple[str, ...] = ()
    shares: tuple[float, ...] = ()
    to_stdout: bool = False
    details: Measurements = {}  # noqa: RUF012 - never changed
    cause: str = ""
    comparison: tuple[Compared, ...] = ()
    chapter: str = ""


def failed(source: str, error: str, cause: str = "") -> Outcome:
    """Return the outcome of an input that failed.

    Parameters
    ----------
    source : str
        The path of the input, or "-".
    error : str
        What went wrong, as one sentence.
    cause : str
        As in `Outcome`.

    Returns
    -------
    Outcome
    """
    return Outcome(source, "failed", error=error, cause=cause)


def failed_by(source: str, error: Exception) -> Outcome:
    """Return the outcome of an input during whose work an error was raised.

    Parameters
    ----------
    source : str
        The path of the input, or "-".
    error : Exception
        If it is not one that a user can cause, it is called a bug in kquant.

    Returns
    -------
    Outcome
    """
    if isinstance(error, KquantError):
        return failed(source, str(error), _words_of(error.__cause__))
    name = "standard input" if source == STANDARD else source
    if is_want_of_memory(error):
        return failed(source, f"{name} {WANT_OF_MEMORY}")
    cause = "".join(format_exception(error))
    return failed(source, f"{name} met {bug_sentence(error)}", cause)


def _words_of(cause: BaseException | None) -> str:
    """Describe the cause of an error, unless the sentence about it says all of it."""
    is_told = cause is None or (isinstance(cause, OSError) and cause.strerror)
    return "" if is_told or cause is None else describe_error(cause)


def describe_error(error: BaseException) -> str:
    """Describe an unexpected error by its type and its message.

    Parameters
    ----------
    error : BaseException

    Returns
    -------
    str
    """
    return f"{type(error).__name__}: {error}".rstrip(": ")
