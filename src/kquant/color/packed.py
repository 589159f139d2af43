"""Colors as 24-bit numbers, ``r + 2**8 g + 2**16 b``, and pixels with alpha on top.

Other modules use these functions to separate the color of a pixel from its alpha.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kquant.runtime.arrays import I64, U8, U32

COLOR_COUNT = 1 << 24  # number of 8-bit sRGB colors
_BLOCK = 1 << 20  # colors at a time
_RGB = np.uint32(COLOR_COUNT - 1)
_ALPHA_SHIFT = np.uint32(24)
_OPAQUE = np.uint32(0xFF << 24)


def hex_to_colors(codes: Iterable[str]) -> U8:
    """Turn hex codes into colors.

    Parameters
    ----------
    codes : iterable of str
        Each ``#rrggbb`` or ``rrggbb``.

    Returns
    -------
    uint8 array, shape (n, 3)

    Raises
    ------
    ValueError
        If a code has other characters, or the digits do not add up to whole colors.
    """
    levels = b"".join(bytes.fromhex(code.removeprefix("#")) for code in codes)
    return np.frombuffer(levels, dtype=np.uint8).reshape(-1, 3)


def pack(colors: U8) -> U32:
    """Pack colors into numbers ``r + 2**8 g + 2**16 b``.

    Parameters
    ----------
    colors : uint8 array, shape (n, 3) or (n, 4)
        A fourth channel is ignored.

    Returns
    -------
    uint32 array, shape (n,)

    Examples
    --------
    >>> pack(np.array([[255, 0, 0], [0, 1, 0]], dtype=np.uint8))
    array([255, 256], dtype=uint32)
    """
    r, g, b = (colors[:, i].astype(np.uint32) for i in range(3))
    packed: U32 = r | g << np.uint32(8) | b << np.uint32(16)
    return packed


def positions_of(wanted: U32, packed: U32) -> tuple[I64, I64]:
    """Look up packed colors in a sorted table.

    Parameters
    ----------
    wanted : uint32 array, shape (m,)
    packed : uint32 array, shape (n,)
        The table: distinct, ascending.

    Returns
    -------
    which : int64 array, shape (found,)
        Indices of the wanted colors that are in the table, ascending.
    where : int64 array, shape (found,)
        Their indices in the table.
    """
    places = np.searchsorted(packed, wanted)
    places[places == len(packed)] = 0
    which = np.flatnonzero(packed[places] == wanted) if len(packed) else places[:0]
    return which, places[which]


def set_entries(table: NDArray[Any], packed: U32, values: NDArray[Any]) -> None:
    """Set the entries of some colors in a table of all colors.

    In blocks, because numpy makes a copy of the indices, of 8 bytes each.

    Parameters
    ----------
    table : array, shape (COLOR_COUNT,)
    packed : uint32 array, shape (n,)
    values : array, shape (n,)
    """
    for start in range(0, len(packed), _BLOCK):
        block = slice(start, start + _BLOCK)
        table[packed[block]] = values[block]


def is_among(packed: U32, few: U32) -> NDArray[np.bool_]:
    """Tell which packed colors are among a few others.

    Parameters
    ----------
    packed : uint32 array, shape (n,)
    few : uint32 array, shape (m,)

    Returns
    -------
    bool array, shape (n,)
    """
    among: NDArray[np.bool_] = (packed[:, None] == few).any(axis=1)
    return among


def unpack(packed: U32) -> U8:
    """Return the colors that `pack` made into numbers.

    Parameters
    ----------
    packed : uint32 array, shape (n,)
        The highest byte is ignored.

    Returns
    -------
    uint8 array, shape (n, 3)

    Examples
    --------
    >>> unpack(np.array([255, 256], dtype=np.uint32)).tolist()
    [[255, 0, 0], [0, 1, 0]]
    """
    little = np.ascontiguousarray(packed, dtype="<u4")
    return np.ascontiguousarray(little.view(np.uint8).reshape(-1, 4)[:, :3])


def color_of(pixels: U32) -> U32:
    """Return the colors of packed pixels, without alpha.

    Parameters
    ----------
    pixels : uint32 array, any shape

    Returns
    -------
    uint32 array, same shape
    """
    colors: U32 = pixels & _RGB
    return colors


def alpha_of(pixels: U32) -> U32:
    """Return the alpha of packed pixels.

    Parameters
    ----------
    pixels : uint32 array, any shape

    Returns
    -------
    uint32 array, same shape
        In 0..255.
    """
    alpha: U32 = pixels >> _ALPHA_SHIFT
    return alpha


def is_visible(pixels: U32) -> NDArray[np.bool_]:
    """Tell which packed pixels have an alpha above 0.

    Parameters
    ----------
    pixels : uint32 array, any shape

    Returns
    -------
    bool array, same shape
    """
    visible: NDArray[np.bool_] = pixels > _RGB
    return visible


def with_alpha(colors: U32, alpha: U8) -> U32:
    """Combine packed colors and alpha into packed pixels.

    Parameters
    ----------
    colors : uint32 array, any shape
    alpha : uint8 array, same shape

    Returns
    -------
    uint32 array, same shape
    """
    return colors | alpha.astype(np.uint32) << _ALPHA_SHIFT


def opaque(colors: U32) -> U32:
    """Turn packed colors into opaque packed pixels.

    Parameters
    ----------
    colors : uint32 array, any shape

    Returns
    -------
    uint32 array, same shape
    """
    return colors | _OPAQUE
