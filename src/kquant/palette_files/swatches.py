"""A picture of the palette: squares in rows of up to 16, in order."""

from typing import BinaryIO

import numpy as np

from kquant.arrays import F64
from kquant.files.writing import encode
from kquant.image import IndexedImage
from kquant.palette import Palette

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
