"""Open and decode picture files with Pillow; imports no numpy: see `decode_ahead`."""

import io
import stat
from contextlib import nullcontext
from typing import NamedTuple

from PIL import ExifTags, Image

from kquant.files.formats import MAX_PIXELS, READABLE
from kquant.files.limits import at_most, memory_told_of
from kquant.files.paths import file_mode, suffix_of
from kquant.files.stderr import silenced_stderr

# The factors by which Pillow scales the samples of a PNG when it decodes them. It does
# not scale the color that the file declares transparent: see `_scale_color_key`.
_KEY_SCALES = {"L;2": 255 / 3, "L;4": 255 / 15, "RGB;16B": 1 / 256}
_ANIMATED = {"GIF", "WEBP", "PNG"}  # as Pillow names them
_CORRECTED = {"BMP", "CUR", "DIB", "GIF", "ICO", "TIFF", "XBM"}  # as Pillow names them
_ORIENTATIONS = range(1, 9)


class Decoded(NamedTuple):
    """A picture whose first frame is decoded.

    Attributes
    ----------
    image : PIL.Image.Image
        Its file is open, so that other frames can be read; the receiver closes it.
    stored : int
        The orientation in the file, as EXIF numbers it: 1 to 8.
    orientation : int
        The orientation of the decoded pixels: 1 if Pillow has turned them upright.
    """

    image: Image.Image
    stored: int
    orientation: int


def decode(
    source: str | io.BytesIO,
    formats: list[str] | None = None,
    *,
    max_pixels: int = MAX_PIXELS,
) -> Decoded:
    """Open a picture and decode its first frame.

    Parameters
    ----------
    source : str or io.BytesIO
        A path, or the contents of a file.
    max_pixels : int
        Pictures with more pixels are refused before they are decoded.
    formats : list of str, optional
        Pillow's names of the formats to try; None tries all of `READABLE`.

    Returns
    -------
    Decoded

    Raises
    ------
    MemoryError
        When the picture needs more memory than there is.
    Exception
        Anything that Pillow raises.
    """
    with at_most(max_pixels), memory_told_of(source) as sizes:
        image = _opened(source, formats)
        sizes.append(image.size)
        try:
            with silenced_stderr() if image.format == "TIFF" else nullcontext():
                return _loaded(image)
        except BaseException:
            image.close()
            raise


def decode_ahead(path: str, *, max_pixels: int = MAX_PIXELS) -> Decoded | None:
    """Decode a picture early, if it has the format that its suffix names.

    When there is a single picture, importing numpy takes half of the time of the
    whole program. A thread can decode the picture in the meantime. If that fails
    here, it fails again, with a message, when the file is read later.

    Parameters
    ----------
    path : str
    max_pixels : int
        As for `decode`.

    Returns
    -------
    Decoded or None
        None if the picture cannot be decoded, or is not a regular file: a pipe can
        be read only once.
    """
    suffix = suffix_of(path).lower()
    formats = [name for name, known in READABLE.items() if suffix in known]
    # A TIFF has to wait: decoding it silences standard error for all threads.
    if not formats or formats == ["TIFF"] or not stat.S_ISREG(file_mode(path)):
        return None
    try:
        return decode(path, formats, max_pixels=max_pixels)
    except Exception:  # noqa: BLE001 - see above
        return None


def is_animated(image: Image.Image) -> bool:
    """Tell whether an opened file is an animation, rather than one of several pages.

    Parameters
    ----------
    image : PIL.Image.Image

    Returns
    -------
    bool
    """
    return image.format in _ANIMATED and bool(getattr(image, "is_animated", False))


def orientation_of(image: Image.Image) -> int:
    """Return the orientation that a file states.

    Parameters
    ----------
    image : PIL.Image.Image

    Returns
    -------
    int
        As EXIF numbers it, 1 to 8; 1 if it is missing or unreadable.
    """
    try:
        value = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # noqa: BLE001 - broken EXIF is no reason to refuse a picture
        return 1
    return value if value in _ORIENTATIONS else 1


def _opened(source: str | io.BytesIO, formats: list[str] | None) -> Image.Image:
    """Open a file with Pillow, or, if Pillow refuses it, with what else there is."""
    try:
        return Image.open(source, formats=formats or _formats(source))
    except Image.DecompressionBombError:
        raise
    except Exception:
        if formats:
            raise
        # Imported late: few runs need it.
        from kquant.files.corrections import read_refused

        image = read_refused(source)
        if image is None:
            raise
        return image


def _loaded(image: Image.Image) -> Decoded:
    """Decode the first frame of an opened file."""
    if image.format in _CORRECTED:
        # Imported late: few runs need it.
        from kquant.files.corrections import corrected

        image = corrected(image)
    is_tiff = image.format == "TIFF"  # Pillow turns a TIFF upright when it loads it
    stored = orientation_of(image) if is_tiff else 1
    if image.format == "PNG" and not is_animated(image):
        _scale_color_key(image)
    image.load()
    if is_tiff:
        return Decoded(image, stored, 1)
    stored = orientation_of(image)
    return Decoded(image, stored, stored)


def _formats(source: str | io.BytesIO) -> list[str]:
    """Return the formats to try, that of the suffix first, which saves time."""
    suffix = suffix_of(source).lower() if isinstance(source, str) else ""
    return sorted(READABLE, key=lambda name: suffix not in READABLE[name])


def _scale_color_key(image: Image.Image) -> None:
    """Scale the transparent color of a PNG, if it has one, to the decoded depth."""
    key = image.info.get("transparency")
    tiles = getattr(image, "tile", None)
    scale = _KEY_SCALES.get(str(tiles[0].args)) if tiles else None
    if key is None or scale is None:
        return
    scaled = [int(x * scale) for x in (key if isinstance(key, tuple) else [key])]
    image.info["transparency"] = tuple(scaled) if isinstance(key, tuple) else scaled[0]
