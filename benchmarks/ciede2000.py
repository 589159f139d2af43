"""Convert sRGB to CIELAB, and compute the CIEDE2000 color difference.

References
----------
.. [1] IEC 61966-2-1:1999, the sRGB color space, for the transfer function; its
   primaries and white point D65 as an RGB to XYZ matrix: B. Lindbloom, "RGB/XYZ
   Matrices", http://www.brucelindbloom.com.
.. [2] CIE 15:2018, "Colorimetry", for CIELAB (section 8.2.1).
.. [3] G. Sharma, W. Wu, E. N. Dalal, "The CIEDE2000 color-difference formula:
   implementation notes, supplementary test data, and mathematical observations",
   Color Research and Application 30(1), 2005, pages 21-30. Equation numbers below
   are those of this paper; k_L, k_C and k_H are 1.
"""

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
U8 = NDArray[np.uint8]

_XYZ_FROM_RGB = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE = _XYZ_FROM_RGB.sum(axis=1)  # so that sRGB white is exactly L = 100, a = b = 0
_EPSILON, _KAPPA = 216 / 24389, 24389 / 27


def linear_from_srgb(colors: U8) -> F64:
    """Undo the sRGB transfer function: 8-bit values to light in 0..1, same shape."""
    c = np.arange(256) / 255
    table = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    linear: F64 = table[colors]
    return linear


def lab_from_srgb(colors: U8) -> F64:
    """Convert 8-bit sRGB colors, shape (..., 3), to CIELAB under D65."""
    return lab_from_linear(linear_from_srgb(colors))


def lab_from_linear(light: F64) -> F64:
    """Convert linear sRGB in 0..1, shape (..., 3), to CIELAB under D65."""
    t = light @ _XYZ_FROM_RGB.T / _WHITE
    f = np.where(t > _EPSILON, np.cbrt(t), (_KAPPA * t + 16) / 116)
    x, y, z = np.moveaxis(f, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def ciede2000(lab1: F64, lab2: F64) -> F64:
    """Return the CIEDE2000 difference of CIELAB colors, shape (..., 3), pairwise."""
    L1, a1, b1 = np.moveaxis(lab1, -1, 0)
    L2, a2, b2 = np.moveaxis(lab2, -1, 0)
    C_mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2  # (2), (3)
    G = 0.5 * (1 - np.sqrt(C_mean**7 / (C_mean**7 + 25.0**7)))  # (4)
    C1, h1 = _polar((1 + G) * a1, b1)  # (5) to (7)
    C2, h2 = _polar((1 + G) * a2, b2)

    dL = L2 - L1  # (8)
    dC = C2 - C1  # (9)
    dh = _hue_difference(h1, h2, C1 * C2)  # (10)
    dH = 2 * np.sqrt(C1 * C2) * np.sin(np.radians(dh) / 2)  # (11)

    C = (C1 + C2) / 2  # (13)
    h = _mean_hue(h1, h2, C1 * C2)  # (14)
    S_L, S_C, S_H = _weights((L1 + L2) / 2, C, h)
    R_T = _rotation(C, h)
    squares = (dL / S_L) ** 2 + (dC / S_C) ** 2 + (dH / S_H) ** 2
    difference: F64 = np.sqrt(squares + R_T * (dC / S_C) * (dH / S_H))  # (22)
    return difference


def _polar(a: F64, b: F64) -> tuple[F64, F64]:
    """Return chroma, and hue in degrees from 0 to 360; the hue of a gray is 0."""
    return np.hypot(a, b), np.degrees(np.arctan2(b, a)) % 360


def _hue_difference(h1: F64, h2: F64, product: F64) -> F64:
    """Return the shorter turn between hues in degrees, (10); 0 if one is a gray."""
    d = h2 - h1
    d = np.where(d > 180, d - 360, np.where(d < -180, d + 360, d))
    return np.where(product == 0, 0, d)


def _mean_hue(h1: F64, h2: F64, product: F64) -> F64:
    """Return the mean of two hues in degrees, (14); their sum if one is a gray."""
    total = h1 + h2
    wrapped = np.where(total < 360, total + 360, total - 360) / 2
    mean = np.where(np.abs(h1 - h2) <= 180, total / 2, wrapped)
    return np.where(product == 0, total, mean)


def _weights(L: F64, C: F64, h: F64) -> tuple[F64, F64, F64]:
    """Return S_L, S_C and S_H for mean lightness, chroma and hue."""
    T = (
        1
        - 0.17 * np.cos(np.radians(h - 30))
        + 0.24 * np.cos(np.radians(2 * h))
        + 0.32 * np.cos(np.radians(3 * h + 6))
        - 0.20 * np.cos(np.radians(4 * h - 63))
    )  # (15)
    S_L = 1 + 0.015 * (L - 50) ** 2 / np.sqrt(20 + (L - 50) ** 2)  # (18)
    return S_L, 1 + 0.045 * C, 1 + 0.015 * C * T  # (19), (20)


def _rotation(C: F64, h: F64) -> F64:
    """Return R_T, which couples chroma and hue in the blues."""
    dtheta = 30 * np.exp(-(((h - 275) / 25) ** 2))  # (16)
    R_C = 2 * np.sqrt(C**7 / (C**7 + 25.0**7))  # (17)
    R_T: F64 = -np.sin(np.radians(2 * dtheta)) * R_C  # (21)
    return R_T
