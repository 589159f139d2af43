"""Say in one sentence what is wrong with a file that Pillow cannot decode."""

from PIL import Image, UnidentifiedImageError

from kquant.errors import reason_of
from kquant.files.kinds import DamagedFileError, UnsupportedKindError
from kquant.files.limits import too_large
from kquant.runtime.memory import WANT_OF_MEMORY, is_want_of_memory

_WORDS_FOR_CUT_OFF = ("truncat", "end of", "not enough", "eof ", "incomplete", "short")
_WORDS_FOR_RARE = (
    *("support", "unknown", "unrecog", "not implement", "cannot handle", "unhandled"),
    *("convert", "bad mode", "decoder", "not yet"),
)


def complaint_about(error: Exception, max_pixels: int) -> str | None:
    """Say what is wrong with a file, in words that follow its name.

    The words of the decoders are for their programmers, and stay with the error.

    Parameters
    ----------
    error : Exception
        Raised while the file was read.
    max_pixels : int
        The limit that was in force.

    Returns
    -------
    str or None
        None if the error comes from kquant's own code, so that the file is not at
        fault.
    """
    if is_want_of_memory(error):
        return WANT_OF_MEMORY
    if isinstance(error, Image.DecompressionBombError):
        return too_large(max_pixels)
    if isinstance(error, UnsupportedKindError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read: {reason_of(error)}"
    return _damage(error)


def _damage(error: Exception) -> str | None:
    """Say how a file is damaged, or None if kquant's own code failed."""
    if isinstance(error, DamagedFileError):
        return f"is damaged: {error}"
    if isinstance(error, UnidentifiedImageError):
        return "is not a picture in a format that kquant reads, or its start is damaged"
    called = _calls_of_pillow(error)
    return _kind_of_damage(error, is_header="open" in called) if called else None


def _kind_of_damage(error: Exception, *, is_header: bool) -> str:
    """Tell what the decoder's words give away."""
    words = str(error).lower()
    if isinstance(error, EOFError) or any(sign in words for sign in _WORDS_FOR_CUT_OFF):
        return "is damaged: it is cut off"
    if isinstance(error, NotImplementedError):
        return "is of a rare kind that kquant cannot read"
    if any(sign in words for sign in _WORDS_FOR_RARE):
        return "is damaged, or of a rare kind that kquant cannot read"
    if is_header:
        return "is damaged: its header makes no sense"
    return "is damaged: its pixels cannot be decoded"


def _calls_of_pillow(error: Exception) -> list[str]:
    """Return the functions of Pillow under way; none if kquant's own code failed."""
    called: list[str] = []
    step = error.__traceback__
    while step is not None:
        module = step.tb_frame.f_globals.get("__name__", "")
        if module.startswith("PIL."):
            called.append(step.tb_frame.f_code.co_name)
        elif module.startswith("kquant."):
            called.clear()
        step = step.tb_next
    return called
