"""The palette as a picture, .png: tiles in rows of up to 16, in palette order.

Source: W3C, "Portable Network Graphics (PNG) Specification", chunk PLTE, which holds
the colors in the same order.
"""

from typing import BinaryIO

import numpy as np

from kquant.files.palette_picture import picture_colors
from kquant.files.writing import encode
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.palette_files.entries import palette_from_entries
from kquant.runtime.arrays import F64

_SQUARE = 64  # pixels
_COLUMNS = 16


def write(palette: Palette, shares: F64 | None, file: BinaryIO) -> None:
    """Write an indexed PNG; empty places in the last row are transparent.

    Parameters
    ----------
    palette : Palette
    shares : float64 array, shape (k,), or None
        Not stored by this format.
    file : binary file
    """
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
    """Read the colors of any picture with up to 256 of them, in order.

    Parameters
    ----------
    data : bytes
        The contents of the file.

    Returns
    -------
    Palette

    Raises
    ------
    PaletteError
        When the data is not a picture, or has no colors or too many.
    """
    return palette_from_entries((rgb, "") for rgb in picture_colors(data).tolist())
