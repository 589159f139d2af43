"""Tell animations from stills without decoding them; imports no Pillow."""

import os
import stat
from collections.abc import Callable, Iterator
from typing import BinaryIO

from kquant.files.formats import WRITABLE, ImageFormat, format_of_suffix
from kquant.files.paths import file_mode, suffix_of

_EXTENSION, _IMAGE = b"\x21", b"\x2c"  # the blocks of a GIF
_HAS_TABLE = 0x80


def animation_format(path: str) -> ImageFormat | None:
    """Return the format of an animation that kquant can write as the same format.

    Parameters
    ----------
    path : str

    Returns
    -------
    {"gif", "webp"} or None
        None if the file has another suffix, cannot be read, or has only one frame.
    """
    if not path.lower().endswith(_SUFFIXES) or not stat.S_ISREG(file_mode(path)):
        return None
    file_format = format_of_suffix(suffix_of(path))
    try:
        with open(path, "rb") as file:
            frames = _FRAMES[file_format](file)
            return (
                file_format
                if sum(1 for _ in zip(frames, "12", strict=False)) == 2
                else None
            )
    except (OSError, IndexError):
        return None


def _gif_frames(file: BinaryIO) -> Iterator[None]:
    """Yield once for each frame of a GIF."""
    start = file.read(13)
    if start[:3] != b"GIF":
        return
    _skip_table(file, start[10])
    while block := file.read(1):
        if block == _IMAGE:
            yield
            _skip_table(file, file.read(9)[8])
        elif block != _EXTENSION:
            return
        file.seek(1, os.SEEK_CUR)  # the kind of extension, or the size of codes
        while length := file.read(1)[0]:
            file.seek(length, os.SEEK_CUR)


def _skip_table(file: BinaryIO, flags: int) -> None:
    """Skip the color table that follows, if the flags announce one."""
    if flags & _HAS_TABLE:
        file.seek(3 << (flags % 8 + 1), os.SEEK_CUR)


def _webp_frames(file: BinaryIO) -> Iterator[None]:
    """Yield once for each frame of a WebP animation."""
    start = file.read(12)
    if start[:4] != b"RIFF" or start[8:] != b"WEBP":
        return
    while len(head := file.read(8)) == 8:
        if head[:4] == b"ANMF":
            yield
        length = int.from_bytes(head[4:], "little")
        file.seek(length + length % 2, os.SEEK_CUR)


_FRAMES: dict[ImageFormat | None, Callable[[BinaryIO], Iterator[None]]] = {
    "gif": _gif_frames,
    "webp": _webp_frames,
}
_SUFFIXES = (*WRITABLE["gif"], *WRITABLE["webp"])
