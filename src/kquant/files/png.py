"""Write PNG files: fast, or small."""

import zlib
from typing import Any, BinaryIO

from PIL import Image

from kquant.files.formats import Compression
from kquant.runtime.startup import NamedBuffer

# Levels and strategies of zlib, chosen by measurements on photos. Up to 16 colors, when
# several pixels share a byte, run lengths (RLE) are fastest and nearly the smallest.
_PACKED_ENTRIES = 16
_PACKED = (6, zlib.Z_RLE)
_QUICK: dict[Compression, tuple[int, int]] = {
    "fast": (1, zlib.Z_DEFAULT_STRATEGY),
    "default": (4, zlib.Z_DEFAULT_STRATEGY),
}
_THOROUGH = (
    (9, zlib.Z_DEFAULT_STRATEGY),
    (9, zlib.Z_FILTERED),
    (9, zlib.Z_RLE),
)


def save_png(
    picture: Image.Image, file: BinaryIO, compress: Compression, **extras: Any
) -> None:
    """Write a PNG.

    Parameters
    ----------
    picture : PIL.Image.Image
    file : binary file
    compress : {"fast", "default", "max"}
        "max" tries several settings and keeps the smallest file.
    **extras
        Other settings of Pillow's PNG writer.
    """
    if compress == "max":
        drafts = [_encoded(picture, *way, **extras) for way in _THOROUGH]
        file.write(min(drafts, key=len))
        return
    way = _PACKED if _is_packed(picture) else _QUICK[compress]
    file.write(_encoded(picture, *way, **extras))


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
