"""Files that appear whole or not at all."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO
from zlib import crc32

from kquant.errors import ImageWriteError
from kquant.naming import file_mode, is_special
from kquant.planning import exists_message


@contextmanager
def atomic_file(
    target: str | os.PathLike[str], *, overwrite: bool
) -> Iterator[BinaryIO]:
    """Open a file that takes the name `target` when the block ends without error.

    It is written beside the target under another name. Devices and pipes, which
    cannot be replaced, are written to directly.

    Raises
    ------
    ImageWriteError
        When the target exists and is not to be overwritten, or cannot be written.
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
        suffix = ".png" if target.endswith(".png") else ""  # by which Pillow knows it
        draft = f"{_draft_stem(target)}{unique}.tmp{suffix}"
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
    """Collect what goes to standard output, and send it when the block has ended.

    Raises
    ------
    ImageWriteError
        When standard output is closed or full; a pipe that nobody reads any more
        is a BrokenPipeError instead, as it is no mistake of the user's.
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
    """Turn what the system says into a sentence."""
    reason = (error.strerror or str(error)).lower()
    return ImageWriteError(f"{name} cannot be written: {reason}")


def _draft_stem(target: str) -> str:
    """Return how the paths of all drafts of a target begin, however long its name."""
    folder, name = os.path.split(target)
    return os.path.join(folder, f".kquant-{crc32(os.fsencode(name)):08x}-")


def remove_drafts(target: str | os.PathLike[str]) -> None:
    """Remove what processes that were killed have left of a file.

    No process may be writing it.
    """
    import glob  # slow to import, and workers seldom die

    for draft in glob.iglob(f"{glob.escape(_draft_stem(os.fspath(target)))}*.tmp*"):
        with suppress(FileNotFoundError):
            os.unlink(draft)


def _rename(draft: str, target: str, *, overwrite: bool) -> None:
    """Give the finished draft its name."""
    if overwrite:
        os.replace(draft, target)
        return
    # A link, unlike a renaming, fails when the target has appeared meanwhile.
    try:
        os.link(draft, target)
    except FileExistsError as error:
        if not _is_same(draft, target):
            raise ImageWriteError(exists_message(target)) from error
    except OSError:  # a file system without links
        if not os.path.exists(target):
            os.replace(draft, target)
        elif not _is_same(draft, target):
            raise ImageWriteError(exists_message(target)) from None


def _is_same(draft: str, target: str) -> bool:
    """Tell whether a file has appeared that is equal: work done again, perhaps.

    That happens when the process or machine that did it was lost before it could
    say so.
    """
    import filecmp  # what hardly a run needs

    return os.path.isfile(target) and filecmp.cmp(draft, target, shallow=False)
