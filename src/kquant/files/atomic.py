"""Files that appear whole or not at all."""

import filecmp
import io
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from kquant.errors import ImageWriteError
from kquant.planning import exists_message


@contextmanager
def atomic_file(target: Path, *, overwrite: bool) -> Iterator[BinaryIO]:
    """Open a file that takes the name `target` when the block ends without error.

    It is written beside the target under another name. Devices and pipes, which
    cannot be replaced, are written to directly.

    Raises
    ------
    ImageWriteError
        When the target exists and is not to be overwritten, or cannot be written.
    """
    try:
        if _is_special(target):
            with target.open("wb") as file:
                yield file
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        unique = f"{os.getpid()}-{os.urandom(4).hex()}"
        draft = target.with_name(f"{_draft_stem(target)}{unique}.tmp")
        try:
            with draft.open("xb") as file:
                yield file
            _rename(draft, target, overwrite=overwrite)
        finally:
            draft.unlink(missing_ok=True)
    except FileExistsError as error:
        raise ImageWriteError(
            f"{target} cannot be written: {target.parent} is not a folder"
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


def _write_error(name: str | Path, error: OSError) -> ImageWriteError:
    """Turn what the system says into a sentence."""
    reason = (error.strerror or str(error)).lower()
    return ImageWriteError(f"{name} cannot be written: {reason}")


def _draft_stem(target: Path) -> str:
    """Return how the names of all drafts of a target begin, however long its own."""
    return f".kquant-{crc32(os.fsencode(target.name)):08x}-"


def remove_drafts(target: Path) -> None:
    """Remove what processes that were killed have left of a file.

    No process may be writing it.
    """
    for draft in target.parent.glob(f"{_draft_stem(target)}*.tmp"):
        draft.unlink(missing_ok=True)


def _is_special(target: Path) -> bool:
    """Tell whether the target is there, but neither a file nor a folder."""
    try:
        mode = target.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _rename(draft: Path, target: Path, *, overwrite: bool) -> None:
    """Give the finished draft its name."""
    if overwrite:
        draft.replace(target)
        return
    # A link, unlike a renaming, fails when the target has appeared meanwhile.
    try:
        target.hardlink_to(draft)
    except FileExistsError as error:
        if not _is_same(draft, target):
            raise ImageWriteError(exists_message(target)) from error
    except OSError:  # a file system without links
        if not target.exists():
            draft.replace(target)
        elif not _is_same(draft, target):
            raise ImageWriteError(exists_message(target)) from None


def _is_same(draft: Path, target: Path) -> bool:
    """Tell whether a file has appeared that is equal: work done again, perhaps.

    That happens when the process or machine that did it was lost before it could
    say so.
    """
    return target.is_file() and filecmp.cmp(draft, target, shallow=False)
