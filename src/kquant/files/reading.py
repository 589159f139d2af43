"""Picture files to rasters: decoded, upright, 8 bits, sRGB."""

import io
import logging
import math
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from kquant.animation import Animation, Timing
from kquant.errors import ImageReadError
from kquant.files.decoded import dpi_of, orientation_of, raster_of
from kquant.files.frames import animation_of, is_animated
from kquant.files.noise import silenced_stderr
from kquant.formats import READABLE
from kquant.image import Raster
from kquant.inputs import STANDARD

# How far a sample of a PNG is scaled when it is decoded, which Pillow does not do
# to the one colour that the file declares transparent.
_KEY_SCALES = {"L;2": 255 / 3, "L;4": 255 / 15, "RGB;16B": 1 / 256}

_REDUCED_PIXELS = 1 << 17

logging.getLogger("PIL").addHandler(logging.NullHandler())  # else it prints


def read(path: str | Path, *, reduced: bool = False) -> Raster:
    """Decode a picture file.

    Parameters
    ----------
    path : str or Path
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
    name = "standard input" if str(path) == STANDARD else str(path)
    with _explained(name):
        return _decode(_source(path), reduced=reduced)


def read_animation(path: str | Path, *, reduced: bool = False) -> Animation:
    """Decode a picture file with all its frames, if it is an animation.

    Parameters
    ----------
    path : str or Path
        Of a GIF, WebP or PNG; of others, and of stills, there is one frame. "-" is
        standard input.
    reduced : bool
        As for `read`.

    Raises
    ------
    ImageReadError
        As from `read`; all frames together must not be larger than a picture may be.
    """
    name = "standard input" if str(path) == STANDARD else str(path)
    with _explained(name):
        source = _source(path)
        with Image.open(source, formats=_formats(source)) as image:
            if is_animated(image):
                return animation_of(image)
        if isinstance(source, io.BytesIO):
            source.seek(0)
        return Animation(_decode(source, reduced=reduced), Timing((0,)))


def read_bytes(data: bytes, name: str) -> Raster:
    """Decode the contents of a picture file, which messages call `name`."""
    with _explained(name):
        return _decode(io.BytesIO(data))


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """Turn whatever a decoder raises into one sentence about the file."""
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


def _source(path: str | Path) -> Path | io.BytesIO:
    """Return what Pillow is to open, having said clearly why it cannot be."""
    if str(path) == STANDARD:
        data = sys.stdin.buffer.read() if sys.stdin else b""
        if not data:
            raise ImageReadError("standard input is empty: pipe a picture into it")
        return io.BytesIO(data)
    path = Path(path)
    try:
        size = path.stat().st_size
    except OSError as error:
        raise ImageReadError(f"{path} cannot be read: {_reason(error)}") from error
    if path.is_dir():
        raise ImageReadError(f"{path} is a folder; name the pictures in it")
    if not size and path.is_file():
        raise ImageReadError(f"{path} is empty")
    return path


def _decode(source: Path | io.BytesIO, *, reduced: bool = False) -> Raster:
    """Open and decode the first frame."""
    with Image.open(source, formats=_formats(source)) as image:
        _scale_color_key(image)
        if image.format == "TIFF":  # Pillow turns it upright while it loads
            stored = orientation_of(image)
            with silenced_stderr():
                image.load()
            return raster_of(image, 1, dpi_of(image, stored))
        if reduced:
            _reduce(image)
        image.load()
        orientation = orientation_of(image)
        return raster_of(image, orientation, dpi_of(image, orientation))


def _reduce(image: Image.Image) -> None:
    """Have a JPEG decoded at the least scale that leaves enough pixels."""
    width, height = image.size
    scale = math.sqrt(_REDUCED_PIXELS / (width * height))
    if scale < 1:
        # Other formats do not know of this and go on as they are.
        image.draft(None, (math.ceil(width * scale), math.ceil(height * scale)))


def _formats(source: Path | io.BytesIO) -> list[str]:
    """Return the formats to try, that of the suffix first: the search takes time."""
    suffix = source.suffix.lower() if isinstance(source, Path) else ""
    return sorted(READABLE, key=lambda name: suffix not in READABLE[name])


def _scale_color_key(image: Image.Image) -> None:
    """Bring the transparent colour of a PNG, if it has one, to the decoded depth."""
    key = image.info.get("transparency")
    tiles = getattr(image, "tile", None)
    scale = _KEY_SCALES.get(str(tiles[0].args)) if tiles else None
    if image.format != "PNG" or key is None or scale is None:
        return
    scaled = [int(x * scale) for x in (key if isinstance(key, tuple) else [key])]
    image.info["transparency"] = tuple(scaled) if isinstance(key, tuple) else scaled[0]


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
