"""Linear light as whole numbers, and the palette entry that looks nearest to it.

Dots of several colors look from afar like the mean of their light, so means are kept
in linear sRGB. Which entry is nearest is another question: it is answered in Oklab, as
the eye would, by a table of the cube of all colors.
"""

import numpy as np

from kquant.color.lattice import FittingSpace
from kquant.color.spaces import LINEAR, LUMINANCE, linear_to_oklab
from kquant.images.histogram import ranked
from kquant.kmeans.nearest_centroid import NearestCentroid
from kquant.runtime.arrays import F32, F64, I64, U8, AnyArray

ONE = 1 << 14  # units of light in a channel that is full; dark sRGB levels are 5 apart
# Cells of the table along each channel, as cube roots of light: of equal size from 0 to
# 1, and some for sums of errors beyond. Far below 0, an entry without this channel is
# due. Far above 1, a brighter entry is, where one that is less so has the better hue.
_EDGES = np.array([-0.63, *np.arange(1, 33) / 32, 1.08, 1.17])
_MIDDLES = np.array([-0.5, *(np.arange(32) + 0.5) / 32, 1.04, 1.12, 1.22])
_STEPS = len(_MIDDLES)
_FINE_STEPS = 64
_FINE = np.searchsorted(
    (np.arange(1, _FINE_STEPS) / _FINE_STEPS) ** 3 * ONE, np.arange(ONE + 1), "right"
)
BLOCK = 1 << 18  # colors that are sorted into kinds at a time: it takes memory
MANY = 32  # entries: then, some are near every color
_FORGOTTEN = 0.03  # of a missing hue at each step, with many entries
# Weight of lightness with few entries, and with many. An entry that is too light is soon
# made good, but one of a wrong hue shows; with few, their choice would leap.
_LIGHTNESS = 0.7, 0.4

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


def luminance(light: AnyArray) -> AnyArray:
    """Return the luminance of light, in the same unit.

    Parameters
    ----------
    light : float32 or float64 array, shape (3, ...)

    Returns
    -------
    float32 or float64 array, shape (...)
    """
    red, green, blue = (
        part * weight for part, weight in zip(light, LUMINANCE, strict=True)
    )
    total: AnyArray = red + green + blue  # in this order, on every machine
    return total


def forgotten(entries: int) -> float:
    """Return which part of a missing hue is forgotten at each step.

    With many entries, nobody sees that a cloud is a little too gray, but red dots in it
    are seen. A few entries are far apart, and their mixtures would lose their hue.

    Parameters
    ----------
    entries : int
        Number of palette entries.
    """
    return _FORGOTTEN * _crowding(entries)


def _crowding(entries: int) -> float:
    """Return how near each other entries are: 0 for the fewest, 1 for many."""
    return min(entries / MANY, 1) ** 2


def forget_hue(missing: AnyArray, part: float) -> None:
    """Make missing light more gray, in place; its luminance stays.

    Parameters
    ----------
    missing : float32 array, shape (3, n)
    part : float
        The part of its hue that is forgotten, 0..1.
    """
    gray = luminance(missing)
    gray *= part
    missing *= 1 - part
    missing += gray


def fine_cells(light: F64) -> I64:
    """Return the cell of each color in a finer grid than that of `Sight`.

    Parameters
    ----------
    light : float64 array, shape (3, n)
        In 0..`ONE`; what is outside by rounding counts as within.

    Returns
    -------
    int64 array, shape (n,)
    """
    red, green, blue = (_FINE.take(x.astype(np.intp), mode="clip") for x in light)
    cells: I64 = (red * _FINE_STEPS + green) * _FINE_STEPS + blue
    return cells


class Kinds:
    """Colors in kinds: those in a cell are of one kind.

    Parameters
    ----------
    cells : int64 array, shape (n,)

    Attributes
    ----------
    of : int32 array, shape (n,)
        The kind of each color, in 0..c - 1.
    """

    def __init__(self, cells: I64) -> None:
        _, self.of = ranked(cells, int(cells.max(initial=-1)) + 1)
        self._counts = np.bincount(self.of)

    def means(self, light: F64) -> F64:
        """Return the mean light of each kind, rounded.

        Parameters
        ----------
        light : float64 array, shape (3, n)
            Integers, of the n colors.

        Returns
        -------
        float64 array, shape (3, c)
        """
        sums = np.stack([np.bincount(self.of, values) for values in light])
        return np.rint(sums / self._counts)


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
        few, many = _LIGHTNESS
        weight = few + (many - few) * _crowding(len(palette))
        space = FittingSpace("oklab", weight)
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
