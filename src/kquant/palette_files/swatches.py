"""A picture of the palette, .png: squares in rows of up to 16, in order.

Source: W3C, "Portable Network Graphics (PNG) Specification", chunk PLTE, which holds
the colors in the same order.
"""

from typing import BinaryIO

import numpy as np

from kquant.arrays import F64
from kquant.files.colors import picture_colors
from kquant.files.writing import encode
from kquant.image import IndexedImage
from kquant.palette import Palette
from kquant.palette_files.entries import palette_of

_SQUARE = 64  # pixels
_COLUMNS = 16


def write(palette: Palette, shares: F64 | None, file: BinaryIO) -> None:
    """Write an indexed PNG; what is left over of the last row is transparent."""
    del shares
    k = len(palette)
    columns = min(k, _COLUMNS)
    rows = -(-k // columns)
    entries = np.arange(rows * columns).reshape(rows, columns)
    square = np.ones((_SQUARE, _SQUARE), dtype=np.uint8)
    indices = np.kron(np.where(entries < k, entries, 0).astype(np.uint8), square)
    alpha = np.kron(np.where(entries < k, 255, 0).astype(np.uint8), square)
    encode(IndexedImage(indices, palette, alpha), "png", file)


def read(data: bytes) -> Palette:
    """Read the colors of a picture, in order; any picture with up to 256 will do.

    Raises
    ------
    PaletteError
        When it is no picture, or has too many colors.
    """
    return palette_of((rgb, "") for rgb in picture_colors(data).tolist())
