"""Ordered dithering: each color is mixed from up to six entries by a threshold matrix.

The entries of a mixture are sorted by lightness, and their shares divide the range of
the thresholds: a pixel shows the entry in whose part its threshold is. This depends
only on color and place, so it takes a few table look-ups per pixel.

References
----------
B. E. Bayer, "An optimum method for two-level rendition of continuous-tone pictures",
1973, for the matrix "bayer".
"""

from pathlib import Path

import numpy as np

from kquant.images.counting import PictureColors
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.mapping.dither.mixtures import FULL, Mixtures
from kquant.mapping.nearest_color import render
from kquant.runtime.arrays import U8, U16, U32

_BAYER = 8  # side of the Bayer matrix
_BLUE_NOISE = Path(__file__).with_name("blue_noise.npy")  # see blue_noise.py


def thresholds(kind: str) -> U16:
    """Return a matrix of thresholds.

    Parameters
    ----------
    kind : {"bayer", "blue-noise"}

    Returns
    -------
    uint16 array, shape (8, 8) or (64, 64)
        In 0..65535.
    """
    if kind == "bayer":
        ranks = np.zeros((1, 1), dtype=np.int64)
        while len(ranks) < _BAYER:
            ranks = np.block(
                [[4 * ranks, 4 * ranks + 2], [4 * ranks + 3, 4 * ranks + 1]]
            )
    else:
        ranks = np.load(_BLUE_NOISE).astype(np.int64)
    step = FULL // ranks.size
    return (ranks * step + step // 2).astype(np.uint16)


def ordered(
    picture: PictureColors, mixtures: Mixtures, palette: Palette, matrix: U16
) -> IndexedImage:
    """Dither a picture with a matrix of thresholds.

    Parameters
    ----------
    picture : PictureColors
        The picture, with its n distinct colors.
    mixtures : Mixtures
        The mixture for each color.
    palette : Palette
    matrix : uint16 array, shape (m, m)
        Thresholds, see `thresholds`.

    Returns
    -------
    IndexedImage
    """
    raster = picture.raster
    ranks = picture.ranks()
    parts = mixtures.parts
    entries = mixtures.entries.T.reshape(-1)

    def fill(pixels: U32, top: int, out: U8) -> None:
        rank = ranks(pixels, top)
        rows = (top + np.arange(len(pixels))) % len(matrix)
        across = -(-raster.width // len(matrix))
        tiled = np.tile(matrix[rows], (1, across))[:, : raster.width]
        places = np.zeros(pixels.shape, dtype=np.uint32)
        for ends in parts:
            places += tiled >= ends.take(rank, mode="clip")
        places += rank * np.uint32(len(parts) + 1)
        entries.take(places, out=out, mode="clip")

    return render(raster, palette, fill)
