"""Linear light as whole numbers, and the palette entry that looks nearest to it.

Dots of several colors look from afar like the mean of their light, so means are kept
in linear sRGB. Which entry is nearest is another question: it is answered in Oklab, as
the eye would, by a table of the cube of all colors.
"""

import numpy as np

from kquant.color.lattice import FittingSpace
from kquant.color.spaces import LINEAR, linear_to_oklab
from kquant.kmeans.nearest_centroid import NearestCentroid
from kquant.runtime.arrays import F32, F64, I64, U8

ONE = 1 << 14  # units of light in a channel that is full; dark sRGB levels are 5 apart
# Cells of the table along each channel, as cube roots of light: of equal size, and one
# for sums of errors far below 0, where an entry without this channel is due.
_EDGES = np.array([-0.63, *np.arange(1, 32) / 32])
_MIDDLES = np.array([-0.5, *(np.arange(32) + 0.5) / 32])
_STEPS = len(_MIDDLES)
# Hue counts more than in a fit: an entry that is too light is soon made good, but one
# of a wrong hue shows. Measured as in benchmarks/dithering.py.
LIGHTNESS_WEIGHT = 0.4

CELLS = _STEPS**3

_LEVELS = np.rint(LINEAR * ONE)


def light_of(colors: U8) -> F64:
    """Return the light of sRGB colors.

    Parameters
    ----------
    colors : uint8 array, any shape

    Returns
    -------
    float64 array, same shape
        Integers in 0..`ONE`.

    Examples
    --------
    >>> light_of(np.array([[0, 188, 255]], dtype=np.uint8))
    array([[    0.,  8239., 16384.]])
    """
    light: F64 = _LEVELS[colors]
    return light


class Sight:
    """The palette entry that looks nearest to any light.

    A look-up takes the three channels, one behind the other: channel c goes from
    ``starts[c]`` - `ONE` to ``starts[c]`` + 2 `ONE`.

    Parameters
    ----------
    palette : uint8 array, shape (k, 3)
    """

    def __init__(self, palette: U8) -> None:
        middles = _MIDDLES**3
        cube = np.stack(np.meshgrid(middles, middles, middles, indexing="ij"), axis=-1)
        space = FittingSpace("oklab", LIGHTNESS_WEIGHT)
        points = space.points_of_oklab(linear_to_oklab(cube.reshape(-1, 3)))
        nearest = NearestCentroid(points.astype(np.float64)).labels(
            space.points(palette).astype(np.float64), threaded=True
        )
        self._entries = nearest.astype(np.intp)
        starts = np.arange(3) * 3 * ONE + ONE
        self.starts: F32 = starts.astype(np.float32)[:, None]
        edges = _EDGES**3 * ONE
        steps = np.searchsorted(edges, np.arange(-ONE, 2 * ONE), side="right")
        self._cells: I64 = np.concatenate([steps * _STEPS**2, steps * _STEPS, steps])

    def entries(self, light: F32) -> I64:
        """Look up the entries that look nearest.

        Parameters
        ----------
        light : float32 array, shape (3, n)
            Whole numbers, with `starts` added; at most `ONE` outside 0..`ONE`.

        Returns
        -------
        int64 array, shape (n,)
        """
        entries: I64 = self._entries.take(self.cells(light), mode="clip")
        return entries

    def cells(self, light: F32) -> I64:
        """Look up the cells of the table, each of which has one entry.

        Parameters
        ----------
        light : float32 array, shape (3, n)
            As for `entries`.

        Returns
        -------
        int64 array, shape (n,)
            In 0..`CELLS` - 1.
        """
        cells = self._cells.take(light.astype(np.intp), mode="clip")
        found: I64 = cells[0] + cells[1] + cells[2]
        return found
