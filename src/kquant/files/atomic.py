"""Write files that appear complete or not at all."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO
from zlib import crc32

from kquant.errors import ImageWriteError, reason_of
from kquant.files.paths import file_mode, is_special


@contextmanager
def atomic_file(
    target: str | os.PathLike[str], *, overwrite: bool
) -> Iterator[BinaryIO]:
    """Open a file that takes the name `target` when the block ends without an error.

    Until then it has another name in the same folder. Devices and pipes cannot be
    replaced, so they are written to directly.

    Parameters
    ----------
    target : str or path-like
        Missing folders on the way to it are created.
    overwrite : bool
        Whether to replace an existing file.

    Yields
    ------
    binary file

    Raises
    ------
    ImageWriteError
        When the target exists and must not be overwritten, or cannot be written.
    """
    target = os.fspath(target)
    try:
        if is_special(file_mode(target)):
            with open(target, "wb") as file:
                yield file
            return
        folder = os.path.dirname(target)
        if folder:
            os.makedirs(folder, exist_ok=True)
        unique = f"{os.getpid()}-{os.urandom(4).hex()}"
        draft = f"{_draft_stem(target)}{unique}.tmp"
        try:
            with open(draft, "xb") as file:
                yield file
            _rename(draft, target, overwrite=overwrite)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(draft)
    except FileExistsError as error:
        raise ImageWriteError(
            f"{target} cannot be written: {folder} is not a folder"
        ) from error
    except OSError as error:
        raise _write_error(target, error) from error


@contextmanager
def whole_stdout() -> Iterator[BinaryIO]:
    """Collect output in memory, and send it to standard output when the block ends.

    Nothing is sent if the block ends with an error.

    Yields
    ------
    binary file

    Raises
    ------
    ImageWriteError
        When standard output is closed or full.
    BrokenPipeError
        When it is a pipe that nobody reads any longer, which is not the user's fault.
    """
    buffer = io.BytesIO()
    yield buffer
    try:
        if sys.stdout is None:
            raise ImageWriteError("standard output is closed: use -o FILE")
        sys.stdout.buffer.write(buffer.getbuffer())
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _write_error("standard output", error) from error


def _write_error(name: str, error: OSError) -> ImageWriteError:
    """Return an error with the reason that the operating system states."""
    return ImageWriteError(f"{name} cannot be written: {reason_of(error)}")


def _draft_stem(target: str) -> str:
    """Return the start of the path of every draft of a target; the name is hashed."""
    folder, name = os.path.split(target)
    return os.path.join(folder, f".kquant-{crc32(os.fsencode(name)):08x}-")


def remove_drafts(target: str | os.PathLike[str]) -> None:
    """Remove the drafts of a file that killed processes left behind.

    Parameters
    ----------
    target : str or path-like
        No process may be writing it at the moment.
    """
    import glob  # imported late: slow, and workers seldom die

    for draft in glob.iglob(f"{glob.escape(_draft_stem(os.fspath(target)))}*.tmp"):
        with suppress(FileNotFoundError):
            os.unlink(draft)


def _rename(draft: str, target: str, *, overwrite: bool) -> None:
    """Give the finished draft the name of its target."""
    if overwrite:
        os.replace(draft, target)
        return
    # A hard link, unlike a rename, fails if the target has appeared in the meantime.
    try:
        os.link(draft, target)
    except FileExistsError as error:
        if not _is_same(draft, target):
            raise ImageWriteError(_exists(target)) from error
    except OSError:  # a file system without hard links
        if not os.path.exists(target):
            os.replace(draft, target)
        elif not _is_same(draft, target):
            raise ImageWriteError(_exists(target)) from None


def _exists(target: str) -> str:
    """Return the message about a target that has appeared in the meantime."""
    return f"{target} exists and stays as it is"


def _is_same(draft: str, target: str) -> bool:
    """Tell whether the target is a file with the same contents as the draft.

    It is if the work was done before, by a process or machine that was lost before
    it could report its success.
    """
    import filecmp  # imported late: hardly any run needs it

    return os.path.isfile(target) and filecmp.cmp(draft, target, shallow=False)
