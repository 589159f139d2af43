"""Write PNG files: fast, or small."""

import os
import zlib
from contextlib import suppress
from typing import Any, BinaryIO

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from kquant.files.formats import Compression
from kquant.files.png_chunks import SIGNATURE, SOFTWARE
from kquant.runtime.startup import NamedBuffer

# Levels and strategies of zlib, chosen by measurements on photos. Up to 16 colors, when
# several pixels share a byte, run lengths (RLE) are fastest and nearly the smallest.
_PACKED_ENTRIES = 16
_PACKED = (6, zlib.Z_RLE)
_QUICK: dict[Compression, tuple[int, int]] = {
    "fast": (1, zlib.Z_DEFAULT_STRATEGY),
    "default": (4, zlib.Z_DEFAULT_STRATEGY),
}
_CHECKSUM = 4  # bytes, after each chunk
_LONGEST_TEXT = 1 << 16  # bytes; a longer text is not kquant's
_THOROUGH = (
    (9, zlib.Z_DEFAULT_STRATEGY),
    (9, zlib.Z_FILTERED),
    (9, zlib.Z_RLE),
)


def save_png(
    picture: Image.Image,
    file: BinaryIO,
    compress: Compression,
    software: str = "",
    **extras: Any,
) -> None:
    """Write a PNG.

    Parameters
    ----------
    picture : PIL.Image.Image
    file : binary file
    compress : {"fast", "default", "max"}
        "max" tries several settings and keeps the smallest file.
    software : str
        Recorded in a text chunk if not empty; in ASCII.
    **extras
        Other settings of Pillow's PNG writer.
    """
    if software:
        extras["pnginfo"] = PngInfo()
        extras["pnginfo"].add_text(SOFTWARE, software)
    if compress == "max":
        drafts = [_encoded(picture, *way, **extras) for way in _THOROUGH]
        file.write(min(drafts, key=len))
        return
    way = _PACKED if _is_packed(picture) else _QUICK[compress]
    file.write(_encoded(picture, *way, **extras))


def software_of(path: str) -> str:
    """Return the program that made a PNG, as the file records it.

    Parameters
    ----------
    path : str

    Returns
    -------
    str
        Empty if the file is no PNG, cannot be read, or does not record it before its
        pixels.

    Notes
    -----
    The keyword is that of W3C, "Portable Network Graphics (PNG) Specification",
    section 11.3.3, text chunks.
    """
    with suppress(OSError, ValueError), open(path, "rb") as file:
        if file.read(len(SIGNATURE)) != SIGNATURE:
            return ""
        while len(head := file.read(8)) == 8 and head[4:] != b"IDAT":
            length = int.from_bytes(head[:4])
            if head[4:] == b"tEXt" and length <= _LONGEST_TEXT:
                keyword, _, text = file.read(length).partition(b"\0")
                if keyword.decode("latin-1") == SOFTWARE:
                    return text.decode("latin-1")
                length = 0
            file.seek(length + _CHECKSUM, os.SEEK_CUR)
    return ""


def _encoded(picture: Image.Image, level: int, strategy: int, **extras: Any) -> bytes:
    """Return the PNG file for one level and strategy of zlib."""
    buffer = NamedBuffer("picture.png")
    picture.save(buffer, compress_level=level, compress_type=strategy, **extras)
    return buffer.getvalue()


def _is_packed(picture: Image.Image) -> bool:
    """Tell whether several pixels of the PNG share a byte."""
    return picture.palette is not None and (
        len(picture.palette.palette) <= 3 * _PACKED_ENTRIES
    )
