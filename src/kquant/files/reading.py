"""Read picture files into rasters: decoded, upright, 8 bits, sRGB."""

import io
import logging
import os
import stat
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, UnidentifiedImageError

from kquant.errors import ImageReadError, reason_of
from kquant.files.decode import Decoded, decode, is_animated
from kquant.files.frames import animation_of
from kquant.files.kinds import UnsupportedKindError
from kquant.files.paths import STANDARD
from kquant.files.upright import dpi_of, raster_of
from kquant.images.animation import Animation, Timing
from kquant.images.raster import Raster

logging.getLogger("PIL").addHandler(logging.NullHandler())  # silences Pillow


def load(path: str | os.PathLike[str]) -> Raster:
    """Read a picture file as the command line does.

    Parameters
    ----------
    path : str or path-like
        "-" reads standard input. If there are several frames, the first is read.

    Returns
    -------
    Raster
        Turned upright as EXIF says, converted from the embedded profile to sRGB, and
        scaled, not clipped, to 8 bits; with alpha if the file has it.

    Raises
    ------
    ImageReadError
        When there is no such file, or it is not a complete picture in a format that
        kquant reads.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "red.png")
    ...     Image.new("RGB", (3, 2), "red").save(path)
    ...     raster = load(path)
    >>> raster.width, raster.height, raster.has_alpha
    (3, 2, False)
    """
    path = os.fspath(path)
    with _explained(path):
        return _raster(decode(_source(path)))


def read_animation(path: str, decoded: Decoded | None = None) -> Animation:
    """Read a picture file with all its frames, if it is an animation.

    Parameters
    ----------
    path : str
        GIF, WebP and PNG can be animations; of other files, one frame is read. "-"
        reads standard input.
    decoded : Decoded, optional
        The opened file with its first frame, if that is already decoded.

    Returns
    -------
    Animation

    Raises
    ------
    ImageReadError
        As for `load`; also when all frames together have more pixels than a still
        picture may have.
    """
    with _explained(path):
        decoded = decoded or decode(_source(path))
        with decoded.image as image:
            if is_animated(image):
                return animation_of(image)
            return Animation(_raster(decoded), Timing((0,)))


def read_still(path: str, decoded: Decoded | None = None) -> tuple[Raster, bool]:
    """Read the first frame of a picture file; damage in later ones does no harm.

    Parameters
    ----------
    path : str
        "-" reads standard input.
    decoded : Decoded, optional
        As for `read_animation`.

    Returns
    -------
    raster : Raster
    is_animated : bool
        Whether the file is an animation: it has frames that were not read.

    Raises
    ------
    ImageReadError
        As for `load`.
    """
    with _explained(path):
        decoded = decoded or decode(_source(path))
        with decoded.image as image:
            # Pillow drops the pixels of a GIF when it looks for a second frame.
            first = image.copy() if image.format == "GIF" else image
            dpi = dpi_of(image, decoded.stored)
            raster = raster_of(first, decoded.orientation, dpi)
            try:
                return raster, is_animated(image)
            except Exception:  # noqa: BLE001 - there is a second frame, a damaged one
                return raster, True


def read_bytes(data: bytes, name: str) -> Raster:
    """Read a picture from the contents of a file.

    Parameters
    ----------
    data : bytes
    name : str
        What error messages call the file.

    Returns
    -------
    Raster

    Raises
    ------
    ImageReadError
        As for `load`.
    """
    with _explained(name):
        return _raster(decode(io.BytesIO(data)))


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """Turn any exception of a decoder into one sentence about the file."""
    name = "standard input" if name == STANDARD else name
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about odd files that Pillow can read
            yield
    except ImageReadError:
        raise
    except MemoryError as error:
        raise ImageReadError(f"{name} needs more memory than is available") from error
    except Exception as error:
        raise ImageReadError(f"{name} {_complaint(error)}") from error


def _source(path: str) -> str | io.BytesIO:
    """Return what Pillow can open, or raise an error that says why it cannot."""
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
    """Turn a decoded picture into a raster, and close its file."""
    with decoded.image as image:
        dpi = dpi_of(image, decoded.stored)
        return raster_of(image, decoded.orientation, dpi)


def _complaint(error: Exception) -> str:
    """Say what is wrong with a file, in words that follow its name."""
    if isinstance(error, UnsupportedKindError):
        return str(error)
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
    """Return the text of an error without its number and path."""
    if isinstance(error, OSError) and error.strerror:
        return reason_of(error)
    return str(error).strip().rstrip(".") or type(error).__name__
