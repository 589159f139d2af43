"""Samples of more than 8 bits, scaled to 8: none is clipped."""

from collections.abc import Iterator

import numpy as np
from PIL import Image

from kquant.arrays import F64, U8

_DEEP_MODES = {"I;16", "I;16L", "I;16B", "I;16N", "I", "F"}
_BAND_PIXELS = 1 << 20


def to_eight_bits(image: Image.Image) -> Image.Image:
    """Scale a grey picture of more than 8 bits; others are returned as they are.

    Integers span 0..65535 and floating-point numbers 0..1; a picture that goes
    beyond is scaled from its least to its greatest value. The one level that a PNG
    may declare transparent becomes alpha.
    """
    if image.mode not in _DEEP_MODES:
        return image
    low, high = _range(image)
    key = image.info.get("transparency")
    grey = Image.new("L" if key is None else "LA", image.size)
    for top, levels in _bands(image):
        band = Image.fromarray(_scaled(levels, low, high))
        if key is not None:
            alpha = np.where(levels == key, 0, 255).astype(np.uint8)
            band = Image.merge("LA", (band, Image.fromarray(alpha)))
        grey.paste(band, (0, top))
    if "icc_profile" in image.info:
        grey.info["icc_profile"] = image.info["icc_profile"]
    return grey


def _bands(image: Image.Image) -> Iterator[tuple[int, F64]]:
    """Yield the first row of each band and its levels, not to unpack all at once."""
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


def _scaled(levels: F64, low: float, high: float) -> U8:
    """Map low..high to 0..255; what is not a number becomes black."""
    levels = np.nan_to_num(levels, nan=low, posinf=high, neginf=low)
    return np.rint((levels - low) * 255 / ((high - low) or 1)).astype(np.uint8)
