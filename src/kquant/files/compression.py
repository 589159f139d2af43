"""How hard PNG files are squeezed: time against size."""

import io
import zlib
from typing import Any, BinaryIO

from PIL import Image

# Levels and strategies of zlib, measured on photos. Up to 16 colours, with several
# pixels to a byte, run lengths (RLE) are both the fastest and nearly the smallest.
_PACKED_ENTRIES = 16
_PACKED = (6, zlib.Z_RLE)
_QUICK = {"fast": (1, zlib.Z_DEFAULT_STRATEGY), "default": (4, zlib.Z_DEFAULT_STRATEGY)}
_THOROUGH = (
    (9, zlib.Z_DEFAULT_STRATEGY),
    (9, zlib.Z_FILTERED),
    (9, zlib.Z_RLE),
)


def save_png(
    picture: Image.Image, file: BinaryIO, compress: str, **extras: Any
) -> None:
    """Write a PNG.

    Parameters
    ----------
    picture : PIL.Image.Image
    file : binary file
    compress : {"fast", "default", "max"}
        "max" tries several ways and keeps the smallest file.
    **extras
        Passed on to Pillow.
    """
    if compress == "max":
        drafts = [_encoded(picture, *way, **extras) for way in _THOROUGH]
        file.write(min(drafts, key=len))
        return
    level, strategy = _PACKED if _is_packed(picture) else _QUICK[compress]
    # By the name of the file Pillow knows the format too, and then loads no others.
    named = str(getattr(file, "name", "")).endswith(".png")
    picture.save(
        file,
        None if named else "PNG",
        compress_level=level,
        compress_type=strategy,
        **extras,
    )


def _encoded(picture: Image.Image, level: int, strategy: int, **extras: Any) -> bytes:
    """Return a PNG file made in one way."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=level, compress_type=strategy, **extras)
    return buffer.getvalue()


def _is_packed(picture: Image.Image) -> bool:
    """Tell whether several pixels share a byte."""
    return picture.palette is not None and (
        len(picture.palette.palette) <= 3 * _PACKED_ENTRIES
    )
