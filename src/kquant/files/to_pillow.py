"""Convert indexed pictures to Pillow: with a palette, in full color, on white."""

from typing import Any

import numpy as np
from PIL import Image

from kquant.images.indexed import IndexedImage
from kquant.options import MAX_COLORS
from kquant.runtime.arrays import U8, U16

_OPAQUE = 255
_PAIRS = 1 << 16  # number of pairs of an 8-bit index and an 8-bit alpha
_BAND_PIXELS = 1 << 20


def paletted(indices: U8, colors: U8) -> Image.Image:
    """Make a Pillow picture of indices and colors.

    Parameters
    ----------
    indices : uint8 array, shape (h, w)
        Not copied if contiguous.
    colors : uint8 array, shape (k, 3)

    Returns
    -------
    PIL.Image.Image
        Of mode "P".
    """
    height, width = indices.shape
    indices = np.ascontiguousarray(indices)
    picture = Image.frombuffer("P", (width, height), indices, "raw", "P", 0, 1)
    picture.putpalette(colors.tobytes())
    return picture


def full_color(image: IndexedImage) -> Image.Image:
    """Convert a picture to full color.

    Parameters
    ----------
    image : IndexedImage

    Returns
    -------
    PIL.Image.Image
        Of mode "RGB", or "RGBA" if not every pixel is opaque.
    """
    picture = paletted(image.indices, image.palette.colors).convert("RGB")
    if image.alpha is not None and not image.is_opaque:
        picture.putalpha(Image.fromarray(image.alpha))
    return picture


def on_white(image: IndexedImage) -> Image.Image:
    """Convert a picture to full color, on white where it is not opaque.

    Parameters
    ----------
    image : IndexedImage

    Returns
    -------
    PIL.Image.Image
        Of mode "RGB".
    """
    picture = paletted(image.indices, image.palette.colors).convert("RGB")
    if image.alpha is not None:
        picture.paste("white", None, Image.fromarray(255 - image.alpha))
    return picture


def with_transparency(image: IndexedImage) -> tuple[Image.Image, dict[str, Any]]:
    """Convert a picture for PNG: indexed, or RGBA if that takes too many entries.

    The colors of the palette are the first entries, opaque and in order. Each pair of
    a color and another alpha that is in use follows as an entry of its own, up to 256.

    Parameters
    ----------
    image : IndexedImage

    Returns
    -------
    PIL.Image.Image
        Of mode "P", or "RGBA" if there would be more than 256 entries.
    dict
        Settings of Pillow's writer.
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
    """Return a number for each pair of an index and an alpha, same shape."""
    return alpha.astype(np.uint16) << np.uint16(8) | indices
