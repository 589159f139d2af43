"""Resize pictures before they are reduced: averaged as light mixes, alpha included."""

from functools import cache

import numpy as np
from PIL import Image

from kquant.color.packed import alpha_of, pack, unpack, with_alpha
from kquant.color.spaces import LINEAR, encode_srgb
from kquant.errors import OptionError
from kquant.images.animation import Animation
from kquant.images.raster import Raster
from kquant.images.size import Box, Size
from kquant.runtime.arrays import F32, U8, U32, AnyArray
from kquant.runtime.threads import for_each

_LIGHT = LINEAR.astype(np.float32)  # of each level of sRGB
_STEPS = (1 << 16) - 1  # of linear light: 20 for the darkest level of sRGB
_BAND = 1 << 20  # pixels that are in memory at a time, in each thread
_ENLARGE, _REDUCE = Image.Resampling.BICUBIC, Image.Resampling.HAMMING
_REACH = {_ENLARGE: 2, _REDUCE: 1}  # of the kernels, in pixels of the coarser grid


def resize_animation(picture: Animation, size: Size, max_pixels: int) -> Animation:
    """Resize all frames of a picture.

    Parameters
    ----------
    picture : Animation
    size : Size
    max_pixels : int
        The most that all frames together may have afterward.

    Returns
    -------
    Animation

    Raises
    ------
    OptionError
        When the result would have more pixels.
    """
    width, height = size.of(picture.strip.width, picture.frame_height)
    if width * height * len(picture.timing) > max_pixels:
        raise OptionError(
            f"{width} x {height} pixels are more "
            f"than the {max_pixels} that --max-pixels allows: ask for a smaller size"
        )
    frames = [resize(frame, size) for frame in picture.frames()]
    return Animation.of(frames, picture.timing)


def resize(raster: Raster, size: Size) -> Raster:
    """Resize a picture.

    Pixels are averaged in linear light, with weights that fall off smoothly, and
    colors count as much as they are opaque.

    Parameters
    ----------
    raster : Raster
    size : Size

    Returns
    -------
    Raster
        With the same resolution.
    """
    width, height = size.of(raster.width, raster.height)
    box = size.kept(raster.width, raster.height)
    if (width, height) == (raster.width, raster.height):
        return raster
    packed = np.empty((height, width), dtype=np.uint32)
    source_pixels = max(1.0, (box.bottom - box.top) / height) * raster.width
    rows = max(1, int(_BAND / max(source_pixels, width)))

    def fill(top: int) -> None:
        bottom = min(top + rows, height)
        packed[top:bottom] = _band(raster, box, (width, height), top, bottom)

    for_each(fill, range(0, height, rows))
    packed.flags.writeable = False
    return raster._replace(
        width=width, height=height, read_rows=lambda top, end: packed[top:end]
    )


def _band(
    raster: Raster, box: Box, size: tuple[int, int], top: int, bottom: int
) -> U32:
    """Return rows of the result, packed."""
    ratio = (box.bottom - box.top) / size[1]
    kernel = _REDUCE if ratio >= 1 else _ENLARGE
    upper, lower = box.top + top * ratio, box.top + bottom * ratio
    reach = _REACH[kernel] * max(1.0, ratio) + 1
    first, last = max(0, int(upper - reach)), min(raster.height, int(lower + reach) + 1)
    pixels = raster.read_rows(first, last)
    part = (box.left, upper - first, box.right, lower - first)
    wanted = size[0], bottom - top

    def resized(channel: AnyArray) -> F32:
        image = Image.fromarray(channel.reshape(pixels.shape))
        image = image.resize(wanted, kernel, box=part)
        return np.asarray(image, dtype=np.float32).reshape(-1)

    light = _LIGHT[unpack(pixels.reshape(-1))]
    if not raster.has_alpha:
        mixed = [resized(light[:, i]) for i in range(3)]
        return pack(_encoded(mixed)).reshape(bottom - top, -1)
    opacity = alpha_of(pixels.reshape(-1)).astype(np.float32)
    alpha = np.clip(resized(opacity), 0, 255)
    visible = np.maximum(alpha, np.float32(0.5))
    mixed = [
        np.divide(resized(light[:, i] * opacity), visible, dtype=np.float32)
        for i in range(3)
    ]
    levels = np.rint(alpha).astype(np.uint8)
    colors = pack(_encoded(mixed)) * (levels > 0)
    return with_alpha(colors, levels).reshape(bottom - top, -1)


def _encoded(channels: list[F32]) -> U8:
    """Return linear light as sRGB, shape (n, 3)."""
    light = np.clip(np.stack(channels, axis=1), 0, 1)
    colors: U8 = _encoding()[np.rint(light * np.float32(_STEPS)).astype(np.intp)]
    return colors


@cache
def _encoding() -> U8:
    """Return the level of sRGB for each step of linear light."""
    levels = encode_srgb(np.arange(_STEPS + 1) / _STEPS) * 255
    return np.rint(levels).astype(np.uint8)
