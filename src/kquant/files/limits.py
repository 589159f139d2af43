"""Limits on decoding, and the sentences about pictures that exceed them."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

from PIL import Image

from kquant.runtime.memory import is_available

_DECODING = 32  # bytes a pixel: no decoder needs more


class _PillowLimit:
    """Sets Pillow's own limit, which is one number for the whole process.

    Threads that want the same limit go ahead together; others wait for them.
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._users = 0
        self._wanted = 0
        self._before: int | None = None

    def enter(self, most: int) -> None:
        """Wait until nobody uses another limit, and set this one."""
        with self._changed:
            self._changed.wait_for(lambda: not self._users or self._wanted == most)
            if not self._users:
                self._before, self._wanted = Image.MAX_IMAGE_PIXELS, most
                # Pillow refuses what has more than twice as many.
                Image.MAX_IMAGE_PIXELS = most / 2  # type: ignore[assignment]
            self._users += 1

    def leave(self) -> None:
        """Put back the limit that was set before, unless others still need this one."""
        with self._changed:
            self._users -= 1
            if not self._users:
                Image.MAX_IMAGE_PIXELS = self._before
                self._changed.notify_all()


_limit = _PillowLimit()


@contextmanager
def at_most(pixels: int) -> Iterator[None]:
    """Have Pillow refuse pictures of more pixels while the block runs.

    It looks at the size in the header before it decodes anything, also of the
    pictures inside others, such as those of an icon.

    Parameters
    ----------
    pixels : int

    Raises
    ------
    PIL.Image.DecompressionBombError
        When Pillow refuses a picture in the block.
    """
    _limit.enter(pixels)
    try:
        yield
    finally:
        _limit.leave()


def check_pixels(pixels: int, most: int) -> None:
    """Refuse a number of pixels that is too large.

    Parameters
    ----------
    pixels : int
        Of all frames together.
    most : int

    Raises
    ------
    PIL.Image.DecompressionBombError
        When there are more than `most`.
    """
    if pixels > most:
        raise Image.DecompressionBombError


def too_large(most: int) -> str:
    """Say that a picture has too many pixels, in words that follow its name.

    Parameters
    ----------
    most : int
        The limit that was in force.

    Returns
    -------
    str
    """
    return (
        f"would unpack to more than {most / 1e6:.3g} megapixels, which is refused as "
        "a likely attack: allow more with --max-pixels"
    )


@contextmanager
def memory_told_of(source: str | io.BytesIO) -> Iterator[list[tuple[int, int]]]:
    """Turn an error of a decoder into a MemoryError if memory is too short to decode.

    The decoders of WebP and JPEG 2000 say only that they failed.

    Parameters
    ----------
    source : str or io.BytesIO
        A path, or the contents of a file.

    Yields
    ------
    list of (int, int)
        To which the block adds the size of the picture as soon as it is known.
    """
    sizes: list[tuple[int, int]] = []
    try:
        yield sizes
    except (OSError, EOFError) as error:
        for width, height in sizes or _size_of_webp(source):
            if not is_available(_DECODING * width * height):
                raise MemoryError from error
        raise


def _size_of_webp(source: str | io.BytesIO) -> list[tuple[int, int]]:
    """Return the size in the header of a WebP; nothing for another file."""
    if isinstance(source, str):
        with open(source, "rb") as file:
            start = file.read(30)
    else:
        start = source.getvalue()[:30]
    if start[8:12] != b"WEBP" or len(start) < 30:
        return []
    if start[12:16] == b"VP8X":
        width, height = (int.from_bytes(start[i : i + 3], "little") for i in (24, 27))
        return [(width + 1, height + 1)]
    if start[12:16] == b"VP8L":
        bits = int.from_bytes(start[21:25], "little")
        return [((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)]
    width, height = (int.from_bytes(start[i : i + 2], "little") for i in (26, 28))
    return [(width & 0x3FFF, height & 0x3FFF)]
