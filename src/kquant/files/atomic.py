"""Write files that appear complete or not at all."""

import errno
import io
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import BinaryIO

from kquant.errors import ImageWriteError, reason_of
from kquant.files.drafts import draft_of
from kquant.files.identity import identity
from kquant.files.paths import STANDARD, file_mode, is_special

BLOCK_DEVICE = "{} is a block device, such as a disk, and is never overwritten"


def open_output(
    path: str, *, overwrite: bool, protected: Sequence[str] = ()
) -> AbstractContextManager[BinaryIO]:
    """Open an output that appears complete or not at all.

    Parameters
    ----------
    path : str
        A path, or "-" for standard output.
    overwrite, protected
        As for `atomic_file`.

    Returns
    -------
    context manager
        Of the file, as `atomic_file` and `whole_stdout` have it.
    """
    if path == STANDARD:
        return whole_stdout()
    return atomic_file(path, overwrite=overwrite, protected=protected)


@contextmanager
def atomic_file(
    target: str | os.PathLike[str], *, overwrite: bool, protected: Sequence[str] = ()
) -> Iterator[BinaryIO]:
    """Open a file that takes the name `target` when the block ends without an error.

    Until then it has another name in the same folder. A link is followed, and stays.
    A file that is replaced passes on its mode and, if allowed, its owner. Pipes and
    character devices get all of the data when the block ends.

    Parameters
    ----------
    target : str or path-like
        Missing folders on the way to it are created.
    overwrite : bool
        Whether to replace an existing file.
    protected : sequence of str
        Files that are never replaced, by whatever name or link.

    Yields
    ------
    binary file

    Raises
    ------
    ImageWriteError
        When the target exists and must not be overwritten, or cannot be written.
    """
    name = os.fspath(target)
    try:
        mode = file_mode(name)
        if stat.S_ISBLK(mode):
            raise ImageWriteError(BLOCK_DEVICE.format(name))
        if is_special(mode):
            with _whole_special(name) as file:
                yield file
            return
        path = _followed(name)
        if folder := os.path.dirname(path):
            os.makedirs(folder, exist_ok=True)
        draft = draft_of(path)
        try:
            with open(draft, "xb", opener=_opener_like(path)) as file:
                yield file
            _refuse_protected(name, path, protected)
            _rename(draft, path, overwrite=overwrite)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(draft)
    except FileExistsError as error:
        raise ImageWriteError(
            f"{name} cannot be written: {folder} is not a folder"
        ) from error
    except OSError as error:
        raise _write_error(name, error) from error


def _followed(path: str) -> str:
    """Return the file that a link points to, or the path if it is no link."""
    if not os.path.islink(path):
        return path
    real = os.path.realpath(path)
    if os.path.islink(real):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return real


@contextmanager
def _whole_special(path: str) -> Iterator[BinaryIO]:
    """Collect output in memory, because pipes cannot be rewound; then write it."""
    buffer = io.BytesIO()
    yield buffer
    with open(path, "wb") as file:
        file.write(buffer.getbuffer())


def _opener_like(path: str) -> Callable[[str, int], int] | None:
    """Return a function that opens a new file with the mode and owner of a file.

    Return None if there is no such file: the mode is then that of any new file.
    """
    try:
        old = os.stat(path)
    except OSError:
        return None
    mode = stat.S_IMODE(old.st_mode) & 0o777

    def open_like(draft: str, flags: int) -> int:
        file = os.open(draft, flags, mode & 0o600)
        with suppress(OSError):  # only root may give files away
            if hasattr(os, "fchown"):
                os.fchown(file, old.st_uid, old.st_gid)
        with suppress(OSError):  # some file systems have no modes
            os.chmod(draft, mode)
        return file

    return open_like


def _refuse_protected(name: str, path: str, protected: Sequence[str]) -> None:
    """Refuse to replace a file that must stay, even if it has just appeared there."""
    here = identity(path)
    if here is not None and here in map(identity, protected):
        raise ImageWriteError(f"{name} is an input, and inputs are never overwritten")


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
