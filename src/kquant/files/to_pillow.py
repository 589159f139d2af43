"""Convert indexed pictures to Pillow: with a palette, in full color, on white."""

from typing import Any

import numpy as np
from PIL import Image

from kquant.images.indexed import IndexedImage
from kquant.images.opacity import flat_of
from kquant.runtime.arrays import U8


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
    """Convert a picture for PNG: indexed, or RGBA if too few entries are left.

    The palette follows, opaque and in order, after the entries that are not opaque:
    PNG lists opacities up to the last one that is not full. See `flat_of`.

    Parameters
    ----------
    image : IndexedImage

    Returns
    -------
    PIL.Image.Image
        Of mode "P", or "RGBA".
    dict
        Settings of Pillow's writer.
    """
    flat = flat_of(image)
    if flat is None:
        return full_color(image), {}
    picture = paletted(flat.indices, flat.colors)
    return picture, {"transparency": flat.alpha} if flat.alpha else {}
