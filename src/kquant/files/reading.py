"""Picture files to rasters: decoded, upright, 8 bits, sRGB."""

import io
import math
import sys
import warnings
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image, UnidentifiedImageError

from kquant.arrays import U8, U32, AnyArray
from kquant.errors import ImageReadError
from kquant.files.profiles import to_srgb
from kquant.image import Dpi, Raster

STDIN = "-"

# What Pillow decodes by itself; nothing here starts another program or follows a
# reference to another file. The usual ones are first, as the others load slowly.
FORMATS = (
    *("JPEG", "PNG", "GIF", "BMP", "DIB", "PPM", "WEBP", "TIFF", "AVIF"),
    *("JPEG2000", "TGA", "ICO", "CUR", "ICNS", "PSD", "PCX", "DCX", "SGI", "SUN"),
    *("QOI", "DDS", "BLP", "FTEX", "XBM", "XPM", "MSP", "IM", "FLI", "SPIDER"),
    *("PIXAR", "XVTHUMB", "GBR", "MCIDAS", "IMT", "FITS"),
)

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIXTEEN_BITS = ("I;16", "I;16L", "I;16B", "I;16N", "I")
_LARGEST_DPI = 100_000


def read(path: str | Path) -> Raster:
    """Decode a picture file.

    Parameters
    ----------
    path : str or Path
        "-" is standard input. Of several frames, the first is read.

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
    name = "standard input" if str(path) == STDIN else str(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Pillow finds odd but can read
        return _raster(_load(_source(path), name), name)


def read_bytes(data: bytes, name: str) -> Raster:
    """Decode the contents of a picture file, which messages call `name`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _raster(_load(io.BytesIO(data), name), name)


def _source(path: str | Path) -> Path | io.BytesIO:
    """Return what Pillow is to open, having said clearly why it cannot be."""
    if str(path) == STDIN:
        data = sys.stdin.buffer.read()
        if not data:
            raise ImageReadError("standard input is empty: pipe a picture into it")
        return io.BytesIO(data)
    path = Path(path)
    try:
        size = path.stat().st_size
    except OSError as error:
        raise ImageReadError(f"{path}: {_reason(error)}") from error
    if path.is_dir():
        raise ImageReadError(f"{path} is a folder; name the pictures in it")
    if not size and path.is_file():
        raise ImageReadError(f"{path} is empty")
    return path


def _load(source: Path | io.BytesIO, name: str) -> Image.Image:
    """Open and decode the first frame."""
    try:
        image = Image.open(source, formats=FORMATS)
        image.load()
    except UnidentifiedImageError as error:
        raise ImageReadError(
            f"{name} is not a picture in a format that kquant reads"
        ) from error
    except Image.DecompressionBombError as error:
        most = 2 * (Image.MAX_IMAGE_PIXELS or 0) // 1_000_000
        raise ImageReadError(
            f"{name} would unpack to more than {most} megapixels, which is refused "
            "as a likely attack; scale it down first"
        ) from error
    except FileNotFoundError as error:
        raise ImageReadError(f"{name}: no such file") from error
    except PermissionError as error:
        raise ImageReadError(f"{name}: permission denied") from error
    except Exception as error:
        raise ImageReadError(
            f"{name} is damaged or cut off: {_reason(error)}"
        ) from error
    return image


def _reason(error: Exception) -> str:
    """Return the words of an error without its number and path."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error).strip().rstrip(".") or type(error).__name__


def _raster(image: Image.Image, name: str) -> Raster:
    """Wrap a decoded picture, which is converted a band at a time when it is read."""
    orientation = _orientation(image)
    dpi = _dpi(image)
    if orientation >= 5 and dpi is not None:
        dpi = dpi[::-1]
    try:
        image = to_srgb(_eight_bits(image))
        pixels = _Pixels(image, orientation)
        pixels(0, 1)
    except Exception as error:
        raise ImageReadError(f"{name} cannot be converted: {_reason(error)}") from error
    width, height = image.size if orientation < 5 else image.size[::-1]
    return Raster(width, height, pixels, pixels.has_alpha, dpi)


class _Pixels:
    """Reads rows of an upright picture out of one that may lie on its side."""

    def __init__(self, image: Image.Image, orientation: int) -> None:
        self.has_alpha = image.has_transparency_data
        self._image = image
        self._orientation = orientation
        self._mode = "RGBA" if self.has_alpha else "RGB"

    def __call__(self, top: int, bottom: int) -> U32:
        """Return rows top..bottom as `kquant.image.Raster` wants them."""
        band = self._image.crop(self._box(top, bottom))
        if band.mode != self._mode:
            band = band.convert(self._mode)
        if self._orientation in _UPRIGHT:
            band = band.transpose(_UPRIGHT[self._orientation])
        if self.has_alpha:
            packed = np.frombuffer(band.tobytes(), dtype="<u4")
        else:
            padded = np.frombuffer(band.tobytes("raw", "RGBX"), dtype="<u4")
            packed = padded & np.uint32(0xFFFFFF)
        return packed.reshape(bottom - top, band.width)

    def _box(self, top: int, bottom: int) -> tuple[int, int, int, int]:
        """Return where upright rows lie in the stored picture."""
        width, height = self._image.size
        across = self._orientation >= 5
        length = width if across else height
        if self._orientation in {3, 4, 7, 8}:
            top, bottom = length - bottom, length - top
        return (top, 0, bottom, height) if across else (0, top, width, bottom)


def _orientation(image: Image.Image) -> int:
    """Return the EXIF orientation, 1 to 8; 1 where it is missing or unreadable."""
    try:
        value = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # noqa: BLE001 - broken EXIF is no reason to refuse a picture
        return 1
    return value if value in _UPRIGHT else 1


def _dpi(image: Image.Image) -> Dpi | None:
    """Return the pixels to the inch if the file states credible ones."""
    try:
        across, down = (float(value) for value in image.info["dpi"])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    credible = all(math.isfinite(x) and 0 < x <= _LARGEST_DPI for x in (across, down))
    return (across, down) if credible else None


def _eight_bits(image: Image.Image) -> Image.Image:
    """Scale samples of more than 8 bits to 8; others are returned as they are."""
    if image.mode not in (*_SIXTEEN_BITS, "F"):
        return image
    levels = np.asarray(image)
    if levels.dtype.byteorder == ">":
        levels = levels.astype(levels.dtype.newbyteorder("="))
    grey = Image.fromarray(_scaled(levels))
    grey.info = {key: image.info[key] for key in ("icc_profile",) if key in image.info}
    return grey


def _scaled(levels: AnyArray) -> U8:
    """Map the range of the number format, as far as it is used, to 0..255.

    Integers are taken for 16-bit ones when they fit, and for 32-bit ones
    otherwise; floating-point numbers for 0..1 when they fit, and from their
    least to their greatest otherwise.
    """
    values = np.nan_to_num(levels.astype(np.float64), posinf=0.0, neginf=0.0)
    least, greatest = values.min(), values.max()
    if levels.dtype.kind == "f":
        low, high = (0.0, 1.0) if least >= 0 and greatest <= 1 else (least, greatest)
    else:
        low, high = 0.0, 65535.0 if greatest <= 65535 else float(2**31 - 1)
    scaled = (values - low) * (255 / max(high - low, 1e-300))
    return np.rint(np.clip(scaled, 0, 255)).astype(np.uint8)
