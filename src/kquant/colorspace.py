"""Colour spaces: sRGB, linear sRGB, Oklab and its polar form OKLCH.

References
----------
IEC 61966-2-1 for the sRGB transfer curve.
CIE 15:2004 for CIELAB, and B. Lindbloom's adaptation of D50 to D65 (Bradford).
B. Ottosson, "A perceptual color space for image processing", 2020, for Oklab.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kquant.arrays import F64, I64, U8, U32

# Linear sRGB to cone responses, and their cube roots to Oklab (Ottosson 2020).
_RGB_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LMS_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_LMS_TO_RGB = np.linalg.inv(_RGB_TO_LMS)
_LAB_TO_LMS = np.linalg.inv(_LMS_TO_LAB)

# XYZ under D50 to linear sRGB, whose white is D65.
_XYZ_D50_TO_RGB = np.array(
    [
        [3.1338561, -1.6168667, -0.4906146],
        [-0.9787684, 1.9161415, 0.0334540],
        [0.0719453, -0.2289914, 1.4052427],
    ]
)
_WHITE_D50 = np.array([0.96422, 1.0, 0.82521])

_BLOCK = 4096  # colours at a time: the temporaries stay in the cache
MAX_CHROMA = 0.3225  # of any sRGB colour in Oklab: that of (255, 0, 255)


def decode_srgb(encoded: ArrayLike) -> F64:
    """Turn sRGB values in 0..1 into linear light in 0..1; any shape."""
    c = np.asarray(encoded, dtype=np.float64)
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def encode_srgb(linear: ArrayLike) -> F64:
    """Turn linear light into sRGB values; both are clipped to 0..1; any shape."""
    c = np.clip(np.asarray(linear, dtype=np.float64), 0.0, 1.0)
    return np.where(c <= 0.0031308, 12.92 * c, 1.055 * c ** (1 / 2.4) - 0.055)


LINEAR = decode_srgb(np.arange(256) / 255)  # linear light of each 8-bit level


def srgb_to_oklab(colors: U8) -> F64:
    """Convert 8-bit sRGB colours to Oklab.

    Parameters
    ----------
    colors : uint8 array, shape (n, 3)

    Returns
    -------
    float64 array, shape (n, 3)
        Lightness in 0..1, then a and b in about -0.32..0.28.
    """
    lab = np.empty((len(colors), 3))
    for start in range(0, len(colors), _BLOCK):
        block = slice(start, start + _BLOCK)
        lab[block] = np.cbrt(LINEAR[colors[block]] @ _RGB_TO_LMS.T) @ _LMS_TO_LAB.T
    return lab


def delta_e(before: U8, after: U8) -> F64:
    """Return Euclidean distances in Oklab, times 100, of colours, shape (n, 3)."""
    shift = srgb_to_oklab(before) - srgb_to_oklab(after)
    distances: F64 = 100.0 * np.sqrt(np.square(shift).sum(axis=1))
    return distances


def oklab_to_linear(lab: ArrayLike) -> F64:
    """Convert Oklab to linear sRGB, shape (..., 3); outside 0..1 means out of gamut."""
    return (np.asarray(lab, dtype=np.float64) @ _LAB_TO_LMS.T) ** 3 @ _LMS_TO_RGB.T


def oklab_to_srgb(lab: ArrayLike) -> U8:
    """Convert Oklab, shape (..., 3), to the nearest 8-bit sRGB, clipped to the gamut."""
    return np.rint(encode_srgb(oklab_to_linear(lab)) * 255).astype(np.uint8)


def oklab_to_oklch(lab: ArrayLike) -> F64:
    """Convert Oklab to lightness, chroma and hue in degrees 0..360, shape (..., 3)."""
    lightness, a, b = np.moveaxis(np.asarray(lab, dtype=np.float64), -1, 0)
    hue = np.degrees(np.arctan2(b, a)) % 360.0
    return np.stack([lightness, np.hypot(a, b), hue], axis=-1)


def oklch_to_oklab(lch: ArrayLike) -> F64:
    """Convert lightness, chroma and hue in degrees to Oklab, shape (..., 3)."""
    lightness, chroma, hue = np.moveaxis(np.asarray(lch, dtype=np.float64), -1, 0)
    angle = np.radians(hue)
    return np.stack(
        [lightness, chroma * np.cos(angle), chroma * np.sin(angle)], axis=-1
    )


def cielab_to_srgb(lab: ArrayLike) -> U8:
    """Convert CIELAB under D50, shape (..., 3), to 8-bit sRGB, clipped to the gamut.

    Lightness is in 0..100; a and b are about -128..127.
    """
    lightness, a, b = np.moveaxis(np.asarray(lab, dtype=np.float64), -1, 0)
    y = (lightness + 16.0) / 116.0
    f = np.stack([y + a / 500.0, y, y - b / 200.0], axis=-1)
    xyz = np.where(f > 6 / 29, f**3, (f - 4 / 29) * (108 / 841)) * _WHITE_D50
    return np.rint(encode_srgb(xyz @ _XYZ_D50_TO_RGB.T) * 255).astype(np.uint8)


def hex_to_colors(codes: Iterable[str]) -> U8:
    """Turn ``#rrggbb`` codes into colours, uint8, shape (n, 3).

    Raises
    ------
    ValueError
        When one of them is no such code.
    """
    levels = b"".join(bytes.fromhex(code.removeprefix("#")) for code in codes)
    return np.frombuffer(levels, dtype=np.uint8).reshape(-1, 3)


def pack(colors: U8) -> U32:
    """Pack colours, shape (n, 3), into numbers r + 256 g + 65536 b, shape (n,)."""
    r, g, b = (colors[:, i].astype(np.uint32) for i in range(3))
    packed: U32 = r | g << np.uint32(8) | b << np.uint32(16)
    return packed


def find(packed: U32, wanted: U32) -> tuple[I64, I64]:
    """Find colours in a table of packed ones, which is ascending.

    Returns
    -------
    which : int64 array, shape (m,)
        Indices of the wanted colours that are in the table.
    where : int64 array, shape (m,)
        Their places in the table.
    """
    places = np.searchsorted(packed, wanted)
    places[places == len(packed)] = 0
    which = np.flatnonzero(packed[places] == wanted) if len(packed) else places[:0]
    return which, places[which]


def is_among(packed: U32, few: U32) -> NDArray[np.bool_]:
    """Tell of each colour, shape (n,), whether it is one of a few, shape (m,)."""
    # numpy's isin does as much, but spends milliseconds on imports the first time.
    among: NDArray[np.bool_] = (packed[:, None] == few).any(axis=1)
    return among


def unpack(packed: U32) -> U8:
    """Undo `pack`, ignoring the topmost byte: shape (n,) to (n, 3)."""
    little = np.ascontiguousarray(packed, dtype="<u4")
    return np.ascontiguousarray(little.view(np.uint8).reshape(-1, 4)[:, :3])
