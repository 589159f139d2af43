"""Give the patches of a film palettes, as GIF needs them: kquant's own."""

from collections.abc import Sequence

import numpy as np

from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.images.raster import Raster
from kquant.options import MAX_COLORS, Options
from kquant.quantization.pipeline import quantize, remap
from kquant.runtime.arrays import U8

_LOOKED_AT = 8  # pictures that are enough to find the colors of all


def reduced(
    pixels: U8, colors: int = MAX_COLORS, lock: Palette | None = None
) -> IndexedImage:
    """Reduce a part of the screen to the colors that are best for it.

    Parameters
    ----------
    pixels : uint8 array, shape (h, w, 3)
    colors : int
    lock : Palette, optional
        Colors that it must have, exactly.

    Returns
    -------
    IndexedImage
        With the pixels as they are, if they have no more colors.
    """
    options = Options(colors=colors, lock=tuple(lock or ()), effort="fast")
    return quantize(Raster.from_array(pixels), options).image


def reduced_alike(parts: Sequence[U8], colors: int = MAX_COLORS) -> list[IndexedImage]:
    """Reduce pictures of one size to the colors that are best for all of them.

    Parameters
    ----------
    parts : sequence of uint8 array, shape (h, w, 3)
    colors : int

    Returns
    -------
    list of IndexedImage
    """
    if not parts:
        return []
    places = np.linspace(0, len(parts) - 1, min(len(parts), _LOOKED_AT))
    strip = np.concatenate([parts[round(float(x))] for x in places])
    palette = reduced(strip, colors).palette
    return [remap(part, palette) for part in parts]
