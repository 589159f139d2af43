"""Bring colors into the sRGB gamut by reducing only their chroma."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kquant.color.spaces import oklab_to_linear, oklch_to_oklab
from kquant.runtime.arrays import F64

_STEPS = 24  # halvings, which find chroma to within 1e-7
_SLACK = 1e-4  # in linear light; at most a third of an 8-bit level


def reduce_chroma(lch: ArrayLike) -> F64:
    """Reduce chroma until colors fit into sRGB, at constant lightness and hue.

    Parameters
    ----------
    lch : array, shape (..., 3)
        Lightness in 0..1, chroma and hue in degrees, as `oklab_to_oklch` makes them.

    Returns
    -------
    float64 array, shape (..., 3)
        Colors in the gamut are unchanged. The others get the largest chroma that is
        in the gamut, found by bisection from gray, which is always in the gamut.
    """
    lch = np.array(lch, dtype=np.float64)
    wanted = lch[..., 1].copy()
    inside, outside = np.zeros_like(wanted), wanted.copy()
    for _ in range(_STEPS):
        lch[..., 1] = (inside + outside) / 2
        fits = in_gamut(lch)
        inside = np.where(fits, lch[..., 1], inside)
        outside = np.where(fits, outside, lch[..., 1])
    lch[..., 1] = wanted
    lch[..., 1] = np.where(in_gamut(lch), wanted, inside)
    return lch


def in_gamut(lch: ArrayLike) -> NDArray[np.bool_]:
    """Tell which colors are in the sRGB gamut.

    Parameters
    ----------
    lch : array, shape (..., 3)
        As for `reduce_chroma`.

    Returns
    -------
    bool array, shape (...)
    """
    linear = oklab_to_linear(oklch_to_oklab(lch))
    fits: NDArray[np.bool_] = np.all(abs(linear - 0.5) <= 0.5 + _SLACK, axis=-1)
    return fits
