"""Picture files opened and decoded by Pillow; all of it can be done before numpy is in.

A program that is to do a single picture spends half of its time on imports. Meanwhile
a thread can decode the picture: see `decoded_ahead`.
"""

import io
import math
import stat
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import Thread
from typing import NamedTuple

from PIL import ExifTags, Image

from kquant.files.noise import silenced_stderr
from kquant.formats import READABLE
from kquant.naming import file_mode, suffix_of

# How far a sample of a PNG is scaled when it is decoded, which Pillow does not do
# to the one colour that the file declares transparent.
_KEY_SCALES = {"L;2": 255 / 3, "L;4": 255 / 15, "RGB;16B": 1 / 256}
_REDUCED_PIXELS = 1 << 17
_ANIMATED = {"GIF", "WEBP", "PNG"}  # as Pillow calls them
_ORIENTATIONS = range(1, 9)


class Decoded(NamedTuple):
    """A picture whose first frame is decoded.

    Attributes
    ----------
    image : PIL.Image.Image
        To be closed, as further frames may be read.
    stored : int
        The orientation in the file, as EXIF counts.
    orientation : int
        That of the decoded pixels: Pillow turns some formats upright.
    """

    image: Image.Image
    stored: int
    orientation: int


def decode(
    source: str | io.BytesIO,
    *,
    reduced: bool = False,
    formats: list[str] | None = None,
) -> Decoded:
    """Open a picture and decode its first frame.

    Parameters
    ----------
    source : str or io.BytesIO
        A path, or the contents of a file.
    reduced : bool
        Decode a JPEG at an eighth, a quarter or half of its size, as long as a
        hundred thousand pixels are left.
    formats : list of str, optional
        Pillow's names of those to try; None is all that are read.

    Raises
    ------
    Exception
        Of any kind that Pillow raises.
    """
    image = Image.open(source, formats=formats or _formats(source))
    try:
        return _loaded(image, reduced=reduced)
    except BaseException:
        image.close()
        raise


def is_animated(image: Image.Image) -> bool:
    """Tell whether an opened file is an animation, and not a page or size of many."""
    return image.format in _ANIMATED and bool(getattr(image, "is_animated", False))


def orientation_of(image: Image.Image) -> int:
    """Return the EXIF orientation, 1 to 8; 1 where it is missing or unreadable."""
    try:
        value = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # noqa: BLE001 - broken EXIF is no reason to refuse a picture
        return 1
    return value if value in _ORIENTATIONS else 1


def _loaded(image: Image.Image, *, reduced: bool) -> Decoded:
    """Decode the first frame of an opened file."""
    is_tiff = image.format == "TIFF"  # Pillow turns it upright while it loads
    stored = orientation_of(image) if is_tiff else 1
    if not is_animated(image):
        _scale_color_key(image)
    if reduced:
        _reduce(image)
    with silenced_stderr() if is_tiff else nullcontext():
        image.load()
    if is_tiff:
        return Decoded(image, stored, 1)
    stored = orientation_of(image)
    return Decoded(image, stored, stored)


def _reduce(image: Image.Image) -> None:
    """Have a JPEG decoded at the least scale that leaves enough pixels."""
    width, height = image.size
    scale = math.sqrt(_REDUCED_PIXELS / (width * height))
    if scale < 1:
        # Other formats do not know of this and go on as they are.
        image.draft(None, (math.ceil(width * scale), math.ceil(height * scale)))


def _formats(source: str | io.BytesIO) -> list[str]:
    """Return the formats to try, that of the suffix first: the search takes time."""
    suffix = suffix_of(source).lower() if isinstance(source, str) else ""
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


class _Ahead(Thread):
    """Decodes a picture; what goes wrong will do so again when it is read."""

    def __init__(self, path: str, *, reduced: bool) -> None:
        super().__init__(daemon=True)
        self.key = path, reduced
        self.decoded: Decoded | None = None

    def run(self) -> None:
        """Decode, if it is what the suffix says; TIFF would silence other threads."""
        path, reduced = self.key
        suffix = suffix_of(path).lower()
        formats = [name for name, known in READABLE.items() if suffix in known]
        if not formats or formats == ["TIFF"]:
            return
        try:
            self.decoded = decode(path, reduced=reduced, formats=formats)
        except Exception:  # noqa: BLE001 - see above
            self.decoded = None


_ahead: _Ahead | None = None


@contextmanager
def decoded_ahead(path: str, *, reduced: bool = False) -> Iterator[None]:
    """Have a thread decode a picture that is to be read in the block, as a start."""
    global _ahead
    if stat.S_ISREG(file_mode(path)):  # a pipe can be read once only
        _ahead = _Ahead(path, reduced=reduced)
        _ahead.start()
    try:
        yield
    finally:
        _ahead = None  # whoever does not need it does not wait for it


def taken(path: str, *, reduced: bool) -> Decoded | None:
    """Return what was decoded ahead, which can be taken once, or None."""
    global _ahead
    if _ahead is None or _ahead.key != (path, reduced):
        return None
    thread, _ahead = _ahead, None
    thread.join()
    return thread.decoded
