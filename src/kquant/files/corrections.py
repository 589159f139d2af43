"""Correct what Pillow reads wrongly, and read some kinds of files that it refuses.

The readers of those kinds are imported late: few runs need one of them.
"""

import io
import stat
import struct
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import IO

from PIL import Image, ImageChops
from PIL.ImageFile import ImageFile

from kquant.files.kinds import DamagedFileError, UnsupportedKindError
from kquant.files.paths import file_mode
from kquant.files.stderr import silenced_stderr

_TIFF_STARTS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
# What libtiff knows only if it was built with other libraries: Pillow's was not.
_OPTIONAL_COMPRESSIONS = {"webp", "tiff_sgilog", "tiff_sgilog24"}
# What is raised where numbers from a damaged header are used.
_DAMAGE = (LookupError, TypeError, ValueError, OverflowError, struct.error, zlib.error)
_ICON_STARTS = (b"\0\0\1\0", b"\0\0\2\0")


def corrected(image: Image.Image) -> Image.Image:
    """Return an opened picture as its file means it.

    Parameters
    ----------
    image : PIL.Image.Image
        Its file is open; its pixels need not be decoded.

    Returns
    -------
    PIL.Image.Image
        The same picture if Pillow reads it well; otherwise another one, and the file
        is closed.

    Raises
    ------
    DamagedFileError
    UnsupportedKindError
    """
    correct = _CORRECTIONS.get(image.format or "")
    if correct is None or not isinstance(image, ImageFile) or image.fp is None:
        return image
    try:
        better = correct(image, image.fp)
    except _DAMAGE as error:
        raise DamagedFileError("its header makes no sense") from error
    if better is not image:
        image.close()
    return better


def read_refused(source: str | io.BytesIO) -> Image.Image | None:
    """Read a picture that Pillow refuses, if its kind is known here.

    Parameters
    ----------
    source : str or io.BytesIO
        A path, or the contents of a file.

    Returns
    -------
    PIL.Image.Image or None
        None if nothing better than Pillow is known.

    Raises
    ------
    Exception
        Anything that the reader of that kind raises, except what a damaged header
        causes.
    """
    with _opened(source) as file:
        file.seek(0)
        start = file.read(8)
        for starts, read in _READERS:
            if start.startswith(starts):
                try:
                    return read(file)
                except _DAMAGE:
                    return None  # its header is damaged, as Pillow says
    return None


def _opened(source: str | io.BytesIO) -> AbstractContextManager[IO[bytes]]:
    """Open a file, unless it is one that can be read only once."""
    if not isinstance(source, str):
        return nullcontext(source)
    if not stat.S_ISREG(file_mode(source)):
        return nullcontext(io.BytesIO())
    return open(source, "rb")


def _invert(image: ImageFile, _: IO[bytes]) -> Image.Image:
    """Make ink black: Pillow takes it for light."""
    image.load()
    return ImageChops.invert(image)


def _read_samples(image: ImageFile, file: IO[bytes]) -> Image.Image:
    """Read the samples of a TIFF, unless Pillow reads them well."""
    from PIL.TiffImagePlugin import COMPRESSION_INFO, TiffImageFile

    from kquant.files.tiff import is_misread, keep_needed_tiles, read_tiff

    if not isinstance(image, TiffImageFile):
        return image
    if is_misread(image.tag_v2):
        return read_tiff(file, image.tag_v2)
    keep_needed_tiles(image)
    name = COMPRESSION_INFO.get(image.tag_v2.get(259, 1), "")
    if name in _OPTIONAL_COMPRESSIONS:
        try:
            image.load()
        except OSError as error:
            raise UnsupportedKindError(
                f"is a TIFF with {name} compression, which kquant cannot read: "
                "save it uncompressed"
            ) from error
    return image


def _with_gif_profile(image: ImageFile, file: IO[bytes]) -> Image.Image:
    """Add the profile of a GIF."""
    from kquant.files.profile_blocks import gif_profile

    if profile := gif_profile(file):
        image.info["icc_profile"] = profile
    return image


def _with_bitmap_profile(image: ImageFile, file: IO[bytes]) -> Image.Image:
    """Add the profile of a bitmap, and the alpha of 16-bit pixels."""
    from kquant.files import bmp

    start = bmp.FILE_HEADER if image.format == "BMP" else 0
    header = bmp.Header.of(file, start)
    better: Image.Image | None = None
    if header.bits == 16 and header.masks[3:] not in {(), (0,)}:
        better = bmp.read_bit_fields(file, start, image.tile[0].offset)
    if profile := bmp.bmp_profile(file, start):
        (better or image).info["icc_profile"] = profile
    return better or image


def _read_icon(file: IO[bytes]) -> Image.Image:
    from kquant.files.icons import read_icon

    return read_icon(file)


def _read_tiff(file: IO[bytes]) -> Image.Image:
    from kquant.files.tiff import read_tiff

    with silenced_stderr():
        return read_tiff(file)


def _read_psd(file: IO[bytes]) -> Image.Image:
    from kquant.files.psd import read_psd

    return read_psd(file)


def _read_png(file: IO[bytes]) -> Image.Image:
    from kquant.files.profile_blocks import open_png_without_texts

    return open_png_without_texts(file)


def _read_bit_fields(file: IO[bytes]) -> Image.Image | None:
    from kquant.files.bmp import read_bit_fields

    return read_bit_fields(file)


_CORRECTIONS: dict[str, Callable[[ImageFile, IO[bytes]], Image.Image]] = {
    "BMP": _with_bitmap_profile,
    "DIB": _with_bitmap_profile,
    "CUR": lambda _, file: _read_icon(file),
    "GIF": _with_gif_profile,
    "ICO": lambda _, file: _read_icon(file),
    "TIFF": _read_samples,
    "XBM": _invert,
}
_READERS: tuple[
    tuple[bytes | tuple[bytes, ...], Callable[[IO[bytes]], Image.Image | None]], ...
] = (
    (_TIFF_STARTS, _read_tiff),
    (_ICON_STARTS, _read_icon),
    (b"8BPS", _read_psd),
    (b"BM", _read_bit_fields),
    (b"\x89PNG", _read_png),
)
