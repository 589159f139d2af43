"""Shrink pictures as the eye does from afar: averages of light over whole areas."""

import numpy as np

from kquant.color.packed import alpha_of, pack, unpack, with_alpha
from kquant.color.spaces import LINEAR, encode_srgb
from kquant.images.indexed import IndexedImage
from kquant.images.raster import Raster
from kquant.runtime.arrays import F64, U8, U32, readonly
from kquant.runtime.threads import for_each

_BAND_PIXELS = 1 << 17  # at 32 bytes each, a band stays in the cache
_OPAQUE = 255


def size_within(
    picture: Raster | IndexedImage, most_width: int, most_height: int
) -> tuple[int, int]:
    """Return the size of a picture that is shrunk, if necessary, to fit into a box.

    Parameters
    ----------
    picture : Raster or IndexedImage
    most_width, most_height : int
        At least 1.

    Returns
    -------
    (int, int)
        Width and height, at least 1.

    Examples
    --------
    >>> size_within(Raster.from_array(np.zeros((300, 800, 3), dtype=np.uint8)), 400, 400)
    (400, 150)
    """
    width, height = picture.width, picture.height
    factor = min(1.0, most_width / width, most_height / height)
    return max(1, round(width * factor)), max(1, round(height * factor))


def shrunk(picture: Raster, width: int, height: int) -> Raster:
    """Shrink a picture; each new pixel is the mean of the light that falls on it.

    Parameters
    ----------
    picture : Raster
    width, height : int
        Not above those of the picture.

    Returns
    -------
    Raster
        The picture itself if it has this size. Transparent pixels do not influence
        the color of those beside them.
    """
    if (picture.width, picture.height) == (width, height):
        return picture
    rows = np.empty((picture.height, width, 4 if picture.has_alpha else 3))

    def shrink(band: tuple[int, int]) -> None:
        light = _light(picture.read_rows(*band), picture.has_alpha)
        rows[slice(*band)] = _means(light, 1, width)

    for_each(shrink, picture.bands(_BAND_PIXELS))
    return Raster.from_array(_colors(_means(rows, 0, height)))


def as_raster(image: IndexedImage) -> Raster:
    """Return a reduced picture as a raster.

    Parameters
    ----------
    image : IndexedImage

    Returns
    -------
    Raster
    """
    table = pack(image.palette.colors)

    def read_rows(top: int, bottom: int) -> U32:
        pixels = table[image.indices[top:bottom]]
        if image.alpha is None:
            return pixels
        return with_alpha(pixels, image.alpha[top:bottom])

    has_alpha = image.alpha is not None
    return Raster(image.width, image.height, read_rows, has_alpha, image.dpi)


def _light(pixels: U32, has_alpha: bool) -> F64:
    """Return linear light, shape (h, w, 3), or times alpha, and with alpha, (h, w, 4)."""
    light: F64 = LINEAR[unpack(pixels.reshape(-1))].reshape(*pixels.shape, 3)
    if not has_alpha:
        return light
    alpha = alpha_of(pixels)[..., None] / _OPAQUE
    return np.concatenate([light * alpha, alpha], axis=2)


def _means(light: F64, axis: int, size: int) -> F64:
    """Average along an axis so that it gets another length; parts of pixels count."""
    light = np.moveaxis(light, axis, 0)
    sums = np.zeros((len(light) + 1, *light.shape[1:]))
    np.cumsum(light, axis=0, out=sums[1:])
    places = np.arange(size + 1) * (len(light) / size)
    whole = np.minimum(places.astype(np.int64), len(light) - 1)
    part = (places - whole).reshape(-1, *[1] * (light.ndim - 1))
    upto = sums[whole] + part * light[whole]
    return np.moveaxis(np.diff(upto, axis=0) * (size / len(light)), 0, axis)


def _colors(light: F64) -> U8:
    """Return pixels, uint8, of light that `_light` made."""
    alpha = np.clip(light[..., 3:], 0.0, 1.0)
    light = light[..., :3]
    if alpha.size:
        light = light / np.where(alpha > 0, alpha, 1.0)
    levels = [np.rint(encode_srgb(light) * 255), np.rint(alpha * _OPAQUE)]
    return readonly(np.concatenate(levels, axis=2).astype(np.uint8))
