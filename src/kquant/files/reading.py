"""Picture files to rasters: decoded, upright, 8 bits, sRGB."""

import io
import logging
import os
import stat
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, UnidentifiedImageError

from kquant.animation import Animation, Timing
from kquant.errors import ImageReadError
from kquant.files.decoded import dpi_of, raster_of
from kquant.files.frames import animation_of
from kquant.files.opening import Decoded, decode, is_animated, taken
from kquant.image import Raster
from kquant.inputs import STANDARD

logging.getLogger("PIL").addHandler(logging.NullHandler())  # else it prints


def read(path: str | os.PathLike[str], *, reduced: bool = False) -> Raster:
    """Decode a picture file.

    Parameters
    ----------
    path : str or path-like
        "-" is standard input. Of several frames, the first is read.
    reduced : bool
        Decode a JPEG at an eighth, a quarter or half of its size, as long as a
        hundred thousand pixels are left: enough to find a palette.

    Returns
    -------
    Raster
        Turned upright as EXIF says, converted to sRGB from the embedded profile,
        and to 8 bits (scaled, not clipped); with alpha if the file has it.

    Raises
    ------
    ImageReadError
        When there is no such file, or it is not a whole picture in a format that
        can be read.
    """
    path = os.fspath(path)
    with _explained(path):
        return _raster(decode(_source(path), reduced=reduced))


def read_animation(path: str | os.PathLike[str], *, reduced: bool = False) -> Animation:
    """Decode a picture file with all its frames, if it is an animation.

    Parameters
    ----------
    path : str or path-like
        Of a GIF, WebP or PNG; of others, and of stills, there is one frame. "-" is
        standard input.
    reduced : bool
        As for `read`.

    Raises
    ------
    ImageReadError
        As from `read`; all frames together must not be larger than a picture may be.
    """
    path = os.fspath(path)
    with _explained(path):
        decoded = taken(path, reduced=reduced)
        if decoded is None:
            decoded = decode(_source(path), reduced=reduced)
        if is_animated(decoded.image):
            with decoded.image as image:
                return animation_of(image)
        return Animation(_raster(decoded), Timing((0,)))


def read_bytes(data: bytes, name: str) -> Raster:
    """Decode the contents of a picture file, which messages call `name`."""
    with _explained(name):
        return _raster(decode(io.BytesIO(data)))


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """Turn whatever a decoder raises into one sentence about the file."""
    name = "standard input" if name == STANDARD else name
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Pillow finds odd but can read
            yield
    except ImageReadError:
        raise
    except MemoryError as error:
        raise ImageReadError(f"{name} needs more memory than there is") from error
    except Exception as error:
        raise ImageReadError(f"{name} {_complaint(error)}") from error


def _source(path: str) -> str | io.BytesIO:
    """Return what Pillow is to open, having said clearly why it cannot be."""
    if path == STANDARD:
        data = sys.stdin.buffer.read() if sys.stdin else b""
        if not data:
            raise ImageReadError("standard input is empty: pipe a picture into it")
        return io.BytesIO(data)
    try:
        status = os.stat(path)
    except OSError as error:
        raise ImageReadError(f"{path} cannot be read: {_reason(error)}") from error
    if stat.S_ISDIR(status.st_mode):
        raise ImageReadError(f"{path} is a folder; name the pictures in it")
    if not status.st_size and stat.S_ISREG(status.st_mode):
        raise ImageReadError(f"{path} is empty")
    return path


def _raster(decoded: Decoded) -> Raster:
    """Wrap a decoded picture; its file is not needed any more."""
    with decoded.image as image:
        dpi = dpi_of(image, decoded.stored)
        return raster_of(image, decoded.orientation, dpi)


def _complaint(error: Exception) -> str:
    """Say what is wrong with a file, to follow its name."""
    if isinstance(error, UnidentifiedImageError):
        return "is not a picture in a format that kquant reads, or its start is damaged"
    if isinstance(error, Image.DecompressionBombError):
        most = 2 * (Image.MAX_IMAGE_PIXELS or 0) // 1_000_000
        return (
            f"would unpack to more than {most} megapixels, which is refused as a "
            "likely attack: scale it down first"
        )
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read: {_reason(error)}"
    return f"is damaged, cut off or of a rare kind: {_reason(error)}"


def _reason(error: Exception) -> str:
    """Return the words of an error without its number and path."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error).strip().rstrip(".") or type(error).__name__
