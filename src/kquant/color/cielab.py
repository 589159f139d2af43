"""CIELAB, in which some palette files hold their colors.

References
----------
CIE 15:2004 for CIELAB, and B. Lindbloom's matrix for XYZ under D50 (Bradford).
"""

import numpy as np
from numpy.typing import ArrayLike

from kquant.color.spaces import encode_srgb
from kquant.runtime.arrays import U8

# XYZ under D50 to linear sRGB, whose white is D65 (Bradford adaptation).
_XYZ_D50_TO_RGB = np.array(
    [
        [3.1338561, -1.6168667, -0.4906146],
        [-0.9787684, 1.9161415, 0.0334540],
        [0.0719453, -0.2289914, 1.4052427],
    ]
)
_WHITE_D50 = np.array([0.96422, 1.0, 0.82521])


def cielab_to_srgb(lab: ArrayLike) -> U8:
    """Convert CIELAB under D50 to 8-bit sRGB.

    Parameters
    ----------
    lab : array, shape (..., 3)
        Lightness in 0..100, then a and b in about -128..127.

    Returns
    -------
    uint8 array, shape (..., 3)
        Each channel is clipped to the gamut and rounded.
    """
    lightness, a, b = np.moveaxis(np.asarray(lab, dtype=np.float64), -1, 0)
    y = (lightness + 16.0) / 116.0
    f = np.stack([y + a / 500.0, y, y - b / 200.0], axis=-1)
    xyz = np.where(f > 6 / 29, f**3, (f - 4 / 29) * (108 / 841)) * _WHITE_D50
    return np.rint(encode_srgb(xyz @ _XYZ_D50_TO_RGB.T) * 255).astype(np.uint8)
