"""Color spaces: sRGB, linear sRGB, Oklab and its polar form OKLCH.

References
----------
IEC 61966-2-1 for the sRGB transfer curve.
B. Ottosson, "A perceptual color space for image processing", 2020, for Oklab.
"""

import numpy as np
from numpy.typing import ArrayLike

from kquant.runtime.arrays import F64, U8

# Linear sRGB to cone responses, whose cube roots are mapped to Oklab (Ottosson 2020).
RGB_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
LMS_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_LMS_TO_RGB = np.linalg.inv(RGB_TO_LMS)
_LAB_TO_LMS = np.linalg.inv(LMS_TO_LAB)

_BLOCK = 4096  # colors at a time, so that temporary arrays stay in the cache
MAX_CHROMA = 0.3225  # the largest chroma in Oklab of any sRGB color: of (255, 0, 255)


def decode_srgb(encoded: ArrayLike) -> F64:
    """Convert sRGB values to linear light.

    Parameters
    ----------
    encoded : array, any shape
        In 0..1.

    Returns
    -------
    float64 array, same shape
        In 0..1.

    Examples
    --------
    >>> decode_srgb([0.0, 0.5, 1.0]).round(3)
    array([0.   , 0.214, 1.   ])
    """
    c = np.asarray(encoded, dtype=np.float64)
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def encode_srgb(linear: ArrayLike) -> F64:
    """Convert linear light to sRGB values.

    Parameters
    ----------
    linear : array, any shape
        Clipped to 0..1.

    Returns
    -------
    float64 array, same shape
        In 0..1.
    """
    c = np.clip(np.asarray(linear, dtype=np.float64), 0.0, 1.0)
    return np.where(c <= 0.0031308, 12.92 * c, 1.055 * c ** (1 / 2.4) - 0.055)


LINEAR = decode_srgb(np.arange(256) / 255)  # linear light of each 8-bit level
LUMINANCE = 0.2126, 0.7152, 0.0722  # of red, green and blue light


def srgb_to_oklab(colors: U8) -> F64:
    """Convert 8-bit sRGB colors to Oklab.

    Parameters
    ----------
    colors : uint8 array, shape (n, 3)

    Returns
    -------
    float64 array, shape (n, 3)
        Lightness in 0..1, then a and b in about -0.32..0.28.

    Examples
    --------
    >>> srgb_to_oklab(np.array([[255, 0, 0]], dtype=np.uint8)).round(3)
    array([[0.628, 0.225, 0.126]])
    """
    lab = np.empty((len(colors), 3))
    for start in range(0, len(colors), _BLOCK):
        block = slice(start, start + _BLOCK)
        lab[block] = linear_to_oklab(LINEAR[colors[block]])
    return lab


def linear_to_oklab(linear: ArrayLike) -> F64:
    """Convert linear sRGB to Oklab.

    Parameters
    ----------
    linear : array, shape (..., 3)
        Colors outside the sRGB gamut have values outside 0..1.

    Returns
    -------
    float64 array, shape (..., 3)

    Examples
    --------
    >>> linear_to_oklab([1.0, 0.0, 0.0]).round(3)
    array([0.628, 0.225, 0.126])
    """
    lms = np.asarray(linear, dtype=np.float64) @ RGB_TO_LMS.T
    lab: F64 = np.cbrt(lms) @ LMS_TO_LAB.T
    return lab


def delta_e(before: U8, after: U8) -> F64:
    """Return color differences: Euclidean distances in Oklab, times 100.

    Parameters
    ----------
    before, after : uint8 arrays, shape (n, 3)
        sRGB.

    Returns
    -------
    float64 array, shape (n,)
    """
    return delta_e_of_oklab(srgb_to_oklab(before), srgb_to_oklab(after))


def delta_e_of_oklab(before: F64, after: F64) -> F64:
    """Return what `delta_e` does, of colors that are in Oklab already.

    Parameters
    ----------
    before, after : float64 arrays, shape (n, 3)

    Returns
    -------
    float64 array, shape (n,)

    Examples
    --------
    >>> delta_e_of_oklab(np.array([[0.5, 0.03, 0]]), np.array([[0.5, 0, 0.04]]))
    array([5.])
    """
    distances: F64 = 100.0 * np.sqrt(np.square(before - after).sum(axis=1))
    return distances


def oklab_to_linear(lab: ArrayLike) -> F64:
    """Convert Oklab to linear sRGB.

    Parameters
    ----------
    lab : array, shape (..., 3)

    Returns
    -------
    float64 array, shape (..., 3)
        Colors outside the sRGB gamut have values outside 0..1.
    """
    return (np.asarray(lab, dtype=np.float64) @ _LAB_TO_LMS.T) ** 3 @ _LMS_TO_RGB.T


def oklab_to_srgb(lab: ArrayLike) -> U8:
    """Convert Oklab to 8-bit sRGB.

    Parameters
    ----------
    lab : array, shape (..., 3)

    Returns
    -------
    uint8 array, shape (..., 3)
        Each channel is clipped to the gamut and rounded.
    """
    return np.rint(encode_srgb(oklab_to_linear(lab)) * 255).astype(np.uint8)


def oklab_to_oklch(lab: ArrayLike) -> F64:
    """Convert Oklab to its polar form, OKLCH.

    Parameters
    ----------
    lab : array, shape (..., 3)

    Returns
    -------
    float64 array, shape (..., 3)
        Lightness, chroma, and hue in degrees, 0..360.
    """
    lightness, a, b = np.moveaxis(np.asarray(lab, dtype=np.float64), -1, 0)
    hue = np.degrees(np.arctan2(b, a)) % 360.0
    return np.stack([lightness, np.hypot(a, b), hue], axis=-1)


def oklch_to_oklab(lch: ArrayLike) -> F64:
    """Convert OKLCH to Oklab.

    Parameters
    ----------
    lch : array, shape (..., 3)
        Lightness, chroma, and hue in degrees.

    Returns
    -------
    float64 array, shape (..., 3)
    """
    lightness, chroma, hue = np.moveaxis(np.asarray(lch, dtype=np.float64), -1, 0)
    angle = np.radians(hue)
    return np.stack(
        [lightness, chroma * np.cos(angle), chroma * np.sin(angle)], axis=-1
    )
