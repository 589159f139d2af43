"""The screen of a film: where picture, cloud, strip and words are, and how they look."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from kquant.art.page.layout import Box
from kquant.art.page.lettering import BUILT_IN
from kquant.color.packed import alpha_of, unpack
from kquant.color.spaces import LINEAR
from kquant.images.raster import Raster
from kquant.report.discs import Light
from kquant.report.shrinking import shrunk
from kquant.runtime.arrays import F32, F64, U8, readonly

WIDTH, HEIGHT = 800, 450  # pixels
PICTURE = Box(20, 20, 388, 344)  # the largest that a picture can be
CLOUD = Box(424, 16, 356, 356)
STRIP = Box(20, 380, 760, 22)
WORDS = Box(20, 412, 760, 26)
GROUND: U8 = readonly(np.array([22, 23, 28], dtype=np.uint8))

_COLUMNS = (0, 176, 352, 570)  # of the words
_SIZE, _BASE = 19, 20  # of the letters, and the row on which they stand
_BRIGHT: F32 = LINEAR[[236, 236, 240]].astype(np.float32)
_DIM: F32 = LINEAR[[140, 143, 152]].astype(np.float32)
_CHECKS: U8 = readonly(np.array([[52, 54, 61], [64, 66, 74]], dtype=np.uint8))
_CHECK = 8  # pixels: side of the squares that are seen through a picture
_SHARP = 2  # pictures that can grow this much are shown in whole squares
_OPAQUE = 255


class Part(NamedTuple):
    """A part of the screen.

    Attributes
    ----------
    left, top : int
    pixels : uint8 array, shape (h, w, 3)
        sRGB.
    """

    left: int
    top: int
    pixels: U8


def picture_size(width: int, height: int) -> tuple[int, int]:
    """Return the size at which a picture is shown.

    Parameters
    ----------
    width, height : int

    Returns
    -------
    (int, int)
        As large as there is room; small pictures grow by whole numbers, if they can
        grow to twice their size at all.

    Examples
    --------
    >>> picture_size(4000, 3000), picture_size(16, 16)
    ((388, 291), (336, 336))
    """
    factor = min(PICTURE.width / width, PICTURE.height / height)
    if factor >= _SHARP:
        factor = int(factor)
    return max(1, round(width * factor)), max(1, round(height * factor))


def picture_part(picture: Raster, size: tuple[int, int]) -> Part:
    """Show a picture in the middle of its place, on checks where it is transparent.

    Parameters
    ----------
    picture : Raster
    size : (int, int)
        Width and height, as `picture_size` returns them.

    Returns
    -------
    Part
        If it has the size of the picture, or a multiple of that, with its colors.
    """
    width, height = size
    shown = shrunk(_enlarged(picture, width, height), width, height)
    packed = shown.read_rows(0, height)
    pixels = unpack(packed.reshape(-1)).reshape(height, width, 3)
    if shown.has_alpha:
        squares = np.add.outer(np.arange(height) // _CHECK, np.arange(width) // _CHECK)
        light = Light(width, height, GROUND)
        light.pixels[...] = LINEAR[_CHECKS[squares % 2]]
        alpha = alpha_of(packed)[..., None] / _OPAQUE
        light.pixels += (LINEAR[pixels] - light.pixels) * alpha
        pixels = np.where(alpha == 1.0, pixels, light.colors()).astype(np.uint8)
    left = PICTURE.left + (PICTURE.width - width) // 2
    return Part(left, PICTURE.top + (PICTURE.height - height) // 2, pixels)


def strip_part(colors: U8, shares: F64) -> Part:
    """Show a palette as a strip, in which each color is as wide as its share.

    Parameters
    ----------
    colors : uint8 array, shape (k, 3)
    shares : float64 array, shape (k,)
        Their sum is 1, or 0 if nothing is seen.

    Returns
    -------
    Part
    """
    pixels = np.full((STRIP.height, STRIP.width, 3), GROUND)
    ends = np.rint(np.cumsum(shares) * STRIP.width).astype(np.int64).tolist()
    for color, start, end in zip(colors, [0, *ends], ends, strict=False):
        pixels[:, start:end] = color
    return Part(STRIP.left, STRIP.top, pixels)


def words_part(words: list[tuple[str, str]]) -> Part:
    """Write pairs of words side by side, of which the second is brighter.

    Parameters
    ----------
    words : list of (str, str)
        At most four pairs, in ASCII.

    Returns
    -------
    Part
    """
    light = Light(WORDS.width, WORDS.height, GROUND)
    for left, (dim, bright) in zip(_COLUMNS, words, strict=False):
        light.text(dim, _SIZE, _DIM, _BASE, left)
        start = left + round(BUILT_IN.width(f"{dim} ", _SIZE)) if dim else left
        light.text(bright, _SIZE, _BRIGHT, _BASE, start)
    return Part(WORDS.left, WORDS.top, light.colors())


def whole_screen(parts: Iterable[Part]) -> U8:
    """Put parts on an empty screen.

    Parameters
    ----------
    parts : iterable of Part

    Returns
    -------
    uint8 array, shape (HEIGHT, WIDTH, 3)
    """
    screen = np.full((HEIGHT, WIDTH, 3), GROUND)
    for left, top, pixels in parts:
        height, width, _ = pixels.shape
        screen[top : top + height, left : left + width] = pixels
    return screen


def _enlarged(picture: Raster, width: int, height: int) -> Raster:
    """Repeat each pixel of a picture until it is not smaller than this size."""
    times = max(-(-width // picture.width), -(-height // picture.height))
    if times <= 1:
        return picture
    packed = picture.read_rows(0, picture.height)
    packed = readonly(packed.repeat(times, axis=0).repeat(times, axis=1))
    return picture._replace(
        width=picture.width * times,
        height=picture.height * times,
        read_rows=lambda top, bottom: packed[top:bottom],
    )
