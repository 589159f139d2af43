"""Pictures to files."""

from collections.abc import Callable
from typing import Any, BinaryIO

import numpy as np
from PIL import Image

from kquant.arrays import U8, U16
from kquant.errors import ImageWriteError
from kquant.files.compression import save_png
from kquant.image import IndexedImage, TruecolorImage
from kquant.palette import MAX_COLORS

_OPAQUE = 255
_HALF = 127  # GIF shows what is more opaque than this
_JPEG_QUALITY = 95
WEBP_METHODS = {"fast": 0, "default": 4, "max": 6}
_LARGEST_SIDE = {"gif": 65535, "webp": 16383, "jpg": 65535}
_PAIRS = 1 << 16  # of an 8-bit index and an 8-bit alpha
_BAND_PIXELS = 1 << 20


def encode(
    image: IndexedImage | TruecolorImage,
    file_format: str,
    file: BinaryIO,
    compress: str = "default",
) -> None:
    """Write a picture in one of the formats of `ENCODERS`.

    Parameters
    ----------
    image : IndexedImage
    file_format : str
    file : binary file
    compress : {"fast", "default", "max"}
        Time against size, in PNG and WebP.

    Raises
    ------
    ImageWriteError
        When the format cannot hold the picture.
    """
    check_size(image.width, image.height, file_format)
    if isinstance(image, TruecolorImage):
        from kquant.files.truecolor import encode_truecolor  # what few runs need

        encode_truecolor(image, file_format, file, compress)
    else:
        ENCODERS[file_format](image, file, compress)


def check_size(width: int, height: int, file_format: str) -> None:
    """Refuse pictures that are too large for a format."""
    largest = _LARGEST_SIDE.get(file_format)
    if largest is not None and max(width, height) > largest:
        raise ImageWriteError(
            f"{file_format} pictures have at most {largest} pixels a side, this one "
            f"has {width} x {height}: use png or tiff"
        )


def _png(image: IndexedImage, file: BinaryIO, compress: str) -> None:
    """Write an indexed PNG of the fewest bits a pixel, or RGBA where that is needed."""
    picture, extras = with_transparency(image)
    save_png(picture, file, compress, **extras, **_dpi(image))


def _gif(image: IndexedImage, file: BinaryIO, _compress: str) -> None:
    """Write a GIF; it knows only opaque and transparent."""
    picture, extras = with_gap(image)
    picture.save(file, "GIF", optimize=False, **extras)


def _webp(image: IndexedImage, file: BinaryIO, compress: str) -> None:
    """Write a lossless WebP."""
    method = WEBP_METHODS[compress]
    full_color(image).save(file, "WEBP", lossless=True, exact=True, method=method)


def _tiff(image: IndexedImage, file: BinaryIO, _compress: str) -> None:
    """Write a TIFF: indexed, or RGBA with alpha."""
    picture = paletted(image.indices, image.palette.colors)
    if not image.is_opaque:
        picture = full_color(image)
    picture.save(file, "TIFF", compression="tiff_adobe_deflate", **_dpi(image))


def _bmp(image: IndexedImage, file: BinaryIO, _compress: str) -> None:
    """Write an indexed BMP; transparent parts become white."""
    picture = paletted(image.indices, image.palette.colors)
    if not image.is_opaque:
        picture = _on_white(image)
    picture.save(file, "BMP", **_dpi(image))


def _jpeg(image: IndexedImage, file: BinaryIO, _compress: str) -> None:
    """Write a JPEG, which keeps the colours only roughly; transparent is white."""
    _on_white(image).save(
        file, "JPEG", quality=_JPEG_QUALITY, subsampling=0, **_dpi(image)
    )


ENCODERS: dict[str, Callable[[IndexedImage, BinaryIO, str], None]] = {
    "png": _png,
    "gif": _gif,
    "webp": _webp,
    "tiff": _tiff,
    "bmp": _bmp,
    "jpg": _jpeg,
}


def _dpi(image: IndexedImage) -> dict[str, Any]:
    """Return the resolution as an argument for Pillow."""
    return {} if image.dpi is None else {"dpi": image.dpi}


def paletted(indices: U8, colors: U8) -> Image.Image:
    """Wrap indices, without copying them, and colours in a picture of Pillow's."""
    height, width = indices.shape
    indices = np.ascontiguousarray(indices)
    picture = Image.frombuffer("P", (width, height), indices, "raw", "P", 0, 1)
    picture.putpalette(colors.tobytes())
    return picture


def with_gap(image: IndexedImage) -> tuple[Image.Image, dict[str, Any]]:
    """Return a picture for GIF: indexed, with an entry for what is transparent."""
    colors = image.palette.colors
    if image.alpha is None or (image.alpha > _HALF).all():
        return paletted(image.indices, colors), {}
    k = len(colors)
    if k == MAX_COLORS:
        raise ImageWriteError(
            f"GIF holds {MAX_COLORS} entries and this picture needs one for "
            f"transparency: use {MAX_COLORS - 1} colors or less, or another format"
        )
    indices = np.where(image.alpha > _HALF, image.indices, np.uint8(k))
    colors = np.vstack([colors, np.zeros((1, 3), dtype=np.uint8)])
    return paletted(indices, colors), {"transparency": k}


def full_color(image: IndexedImage) -> Image.Image:
    """Return the picture in RGB, or RGBA where something shines through."""
    picture = paletted(image.indices, image.palette.colors).convert("RGB")
    if image.alpha is not None and not image.is_opaque:
        picture.putalpha(Image.fromarray(image.alpha))
    return picture


def _on_white(image: IndexedImage) -> Image.Image:
    """Return the picture in RGB, on white where something shines through."""
    picture = paletted(image.indices, image.palette.colors).convert("RGB")
    if image.alpha is not None:
        picture.paste("white", None, Image.fromarray(255 - image.alpha))
    return picture


def with_transparency(image: IndexedImage) -> tuple[Image.Image, dict[str, Any]]:
    """Return a picture for PNG: indexed if colours and alpha make 256 entries.

    The entries of the palette come first, opaque and in order; those that are
    used half-transparent follow.
    """
    if image.alpha is None or image.is_opaque:
        return paletted(image.indices, image.palette.colors), {}
    rows = range(0, image.height, max(1, _BAND_PIXELS // image.width))
    bands = [slice(top, top + rows.step) for top in rows]
    used = np.zeros(_PAIRS, dtype=bool)
    for band in bands:
        used[_pairs(image.indices[band], image.alpha[band])] = True
    opaque = np.arange(len(image.palette)) + (_OPAQUE << 8)
    used[opaque] = False
    entries = np.concatenate([opaque, np.flatnonzero(used)])
    if len(entries) > MAX_COLORS:
        return full_color(image), {}
    table = np.zeros(_PAIRS, dtype=np.uint8)
    table[entries] = np.arange(len(entries), dtype=np.uint8)
    indices = np.empty_like(image.indices)
    for band in bands:
        pairs = _pairs(image.indices[band], image.alpha[band])
        table.take(pairs, out=indices[band], mode="clip")
    picture = paletted(indices, image.palette.colors[entries & 255])
    return picture, {"transparency": (entries >> 8).astype(np.uint8).tobytes()}


def _pairs(indices: U8, alpha: U8) -> U16:
    """Return a number for each pair of a colour and an opacity."""
    return alpha.astype(np.uint16) << np.uint16(8) | indices
