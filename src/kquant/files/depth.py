"""Scale samples of more than 8 bits to 8 bits, without clipping."""

from collections.abc import Iterator

import numpy as np
from PIL import Image

from kquant.runtime.arrays import F64, U8

_DEEP_MODES = {"I;16", "I;16L", "I;16B", "I;16N", "I", "F"}
_BAND_PIXELS = 1 << 20
_KEY = "transparency"  # the level that a file declares transparent


def to_eight_bits(image: Image.Image) -> Image.Image:
    """Scale a gray picture of more than 8 bits; return others as they are.

    Integers are expected in 0..65535 and floating-point numbers in 0..1. A picture
    with values beyond that range is scaled from its least to its greatest value.

    Parameters
    ----------
    image : PIL.Image.Image

    Returns
    -------
    PIL.Image.Image
        Of mode "L" if it was scaled; "LA" if the file declares a level transparent.
    """
    if image.mode not in _DEEP_MODES:
        return image
    low, high = _range(image)
    key = image.info.get(_KEY)
    gray = Image.new("L" if key is None else "LA", image.size)
    for top, levels in _bands(image):
        band = Image.fromarray(scaled(levels, low, high))
        if key is not None:
            alpha = np.where(levels == key, 0, 255).astype(np.uint8)
            band = Image.merge("LA", (band, Image.fromarray(alpha)))
        gray.paste(band, (0, top))
    gray.info = {name: image.info[name] for name in image.info if name != _KEY}
    return gray


def _bands(image: Image.Image) -> Iterator[tuple[int, F64]]:
    """Yield each band: its first row and its levels, shape (rows, width)."""
    rows = max(1, _BAND_PIXELS // image.width)
    for top in range(0, image.height, rows):
        end = min(top + rows, image.height)
        band = image.crop((0, top, image.width, end))
        yield top, np.asarray(band).astype(np.float64)


def _range(image: Image.Image) -> tuple[float, float]:
    """Return the levels that become black and white."""
    least, greatest = np.inf, -np.inf
    for _, levels in _bands(image):
        finite = np.isfinite(levels)
        least = levels.min(where=finite, initial=least)
        greatest = levels.max(where=finite, initial=greatest)
    usual = 1.0 if image.mode == "F" else 65535.0
    if least < 0 or usual < greatest:
        return float(least), float(greatest)
    return 0.0, usual


def scaled(levels: F64, low: float, high: float) -> U8:
    """Map levels to 8 bits.

    Parameters
    ----------
    levels : float64 array
    low, high : float
        What becomes 0 and 255. NaN becomes 0, and the infinities are the ends.

    Returns
    -------
    uint8 array, same shape
    """
    levels = np.nan_to_num(levels, nan=low, posinf=high, neginf=low)
    return np.rint((levels - low) * 255 / ((high - low) or 1)).astype(np.uint8)
