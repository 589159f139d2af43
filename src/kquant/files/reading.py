"""Read picture files into rasters: decoded, upright, 8 bits, sRGB."""

import io
import logging
import os
import stat
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from kquant.errors import ImageReadError, reason_of
from kquant.files.complaints import complaint_about
from kquant.files.decode import Decoded, decode, is_animated
from kquant.files.formats import MAX_PIXELS
from kquant.files.frames import animation_of
from kquant.files.paths import STANDARD
from kquant.files.upright import dpi_of, raster_of
from kquant.images.animation import Animation, Timing
from kquant.images.raster import Raster
from kquant.images.size import Size

_BYTES_PER_PIXEL = 8  # uncompressed RGBA with 16 bits a channel
_LEAST_PIPE = 1 << 24  # bytes: room for metadata
_CHUNK = 1 << 20

logging.getLogger("PIL").addHandler(logging.NullHandler())  # silences Pillow


def load(
    path: str | os.PathLike[str],
    *,
    max_pixels: int = MAX_PIXELS,
    size: str | Size | None = None,
) -> Raster:
    """Read a picture file as the command line does.

    Parameters
    ----------
    path : str or path-like
        "-" reads standard input. If there are several frames, the first is read.
    max_pixels : int
        Pictures with more pixels are refused before they are decoded: a small file
        can claim to hold more than the memory of any machine.
    size : str or Size, optional
        The size that the picture is given, such as "800x480", "64" for the width or
        "x480" for the height; ``Size.parse("800x480", "cover")`` fills both sides.

    Returns
    -------
    Raster
        Turned upright as EXIF says, converted from the embedded profile to sRGB, and
        scaled, not clipped, to 8 bits; with alpha if the file has it.

    Raises
    ------
    ImageReadError
        When there is no such file, or it is not a complete picture in a format that
        kquant reads, or it has too many pixels.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from PIL import Image
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "red.png")
    ...     Image.new("RGB", (3, 2), "red").save(path)
    ...     raster = load(path)
    >>> raster.width, raster.height, raster.has_alpha
    (3, 2, False)
    """
    path = os.fspath(path)
    with _explained(path, max_pixels):
        raster = _raster(_decoded(path, max_pixels))
    if size is None:
        return raster
    # Imported late: few runs need it.
    from kquant.files.resizing import resize_animation

    wanted = Size.parse(size) if isinstance(size, str) else size
    return resize_animation(Animation(raster, Timing((0,))), wanted, max_pixels).strip


def read_animation(
    path: str, *, max_pixels: int = MAX_PIXELS, decoded: Decoded | None = None
) -> Animation:
    """Read a picture file with all its frames, if it is an animation.

    Parameters
    ----------
    path : str
        GIF, WebP and PNG can be animations; of other files, one frame is read. "-"
        reads standard input.
    max_pixels : int
        The most pixels that all frames together may have.
    decoded : Decoded, optional
        The opened file with its first frame, if that is already decoded.

    Returns
    -------
    Animation

    Raises
    ------
    ImageReadError
        As for `load`.
    """
    with _explained(path, max_pixels):
        decoded = decoded or _decoded(path, max_pixels)
        with decoded.image as image:
            if is_animated(image):
                return animation_of(image, max_pixels)
            return Animation(_raster(decoded), Timing((0,)))


def read_still(
    path: str, *, max_pixels: int = MAX_PIXELS, decoded: Decoded | None = None
) -> tuple[Raster, bool]:
    """Read the first frame of a picture file; damage in later ones does no harm.

    Parameters
    ----------
    path : str
        "-" reads standard input.
    max_pixels : int
        The most pixels that the frame may have.
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
    with _explained(path, max_pixels):
        decoded = decoded or _decoded(path, max_pixels)
        with decoded.image as image:
            # Pillow drops the pixels of a GIF when it looks for a second frame.
            first = image.copy() if image.format == "GIF" else image
            dpi = dpi_of(image, decoded.stored)
            raster = raster_of(first, decoded.orientation, dpi)
            try:
                return raster, is_animated(image)
            except Exception:  # noqa: BLE001 - there is a second frame, a damaged one
                return raster, True


def _decoded(path: str, max_pixels: int) -> Decoded:
    """Open a file, and decode its first frame."""
    return decode(_source(path, max_pixels), max_pixels=max_pixels)


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
def _explained(name: str, max_pixels: int = MAX_PIXELS) -> Iterator[None]:
    """Turn what Pillow raises into one sentence about the file; pass on the rest.

    A bug in kquant is not the fault of the file.
    """
    name = "standard input" if name == STANDARD else name
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about odd files that Pillow can read
            yield
    except ImageReadError:
        raise
    except Exception as error:
        complaint = complaint_about(error, max_pixels)
        if complaint is None:
            raise
        raise ImageReadError(f"{name} {complaint}") from error


def _source(path: str, max_pixels: int) -> str | io.BytesIO:
    """Return what Pillow can open, or raise an error that says why it cannot."""
    if path == STANDARD:
        return _piped(_LEAST_PIPE + _BYTES_PER_PIXEL * max_pixels)
    try:
        status = os.stat(path)
    except OSError as error:
        raise ImageReadError(f"{path} cannot be read: {reason_of(error)}") from error
    except ValueError as error:
        raise ImageReadError(f"{path!r} cannot be the path of a file") from error
    if stat.S_ISDIR(status.st_mode):
        raise ImageReadError(f"{path} is a folder; name the pictures in it")
    if not status.st_size and stat.S_ISREG(status.st_mode):
        raise ImageReadError(f"{path} is empty")
    return path


def _piped(most: int) -> io.BytesIO:
    """Read standard input; refuse more than `most` bytes."""
    data = io.BytesIO()
    if sys.stdin is not None:
        while chunk := sys.stdin.buffer.read(_CHUNK):
            data.write(chunk)
            if data.tell() > most:
                raise ImageReadError(
                    f"standard input has more than {most / 1e6:.0f} MB, too many for a "
                    "picture: allow more with --max-pixels"
                )
    if not data.tell():
        raise ImageReadError("standard input is empty: pipe a picture into it")
    data.seek(0)
    return data


def _raster(decoded: Decoded) -> Raster:
    """Turn a decoded picture into a raster, and close its file: its pixels are loaded."""
    with decoded.image as image:
        dpi = dpi_of(image, decoded.stored)
        return raster_of(image, decoded.orientation, dpi)
