"""The colors that a fit looked at, as the ground on which palettes are compared."""

import numpy as np

from kquant.color.spaces import srgb_to_oklab
from kquant.images.histogram import Histogram
from kquant.images.palette import Palette
from kquant.mapping.nearest_color import match
from kquant.options import Options
from kquant.quantization.search import fitting_space
from kquant.runtime.arrays import F64, I64

_UNIT = 100.0  # differences in Oklab are given times 100


class Ground:
    """The colors that a fit looked at.

    Parameters
    ----------
    histogram : Histogram
    options : Options
        Those of the fit.

    Attributes
    ----------
    lab : float64 array, shape (n, 3)
        The colors in Oklab, times 100.
    shares : float64 array, shape (n,)
        The share of the pixels that has each color.
    """

    def __init__(self, histogram: Histogram, options: Options) -> None:
        self._packed, self._options = histogram.packed, options
        self.lab: F64 = _UNIT * srgb_to_oklab(histogram.colors)
        self.shares: F64 = histogram.counts / max(1.0, float(histogram.counts.sum()))

    def __len__(self) -> int:
        return len(self.shares)

    def divided(self, palette: Palette) -> "Divided":
        """Divide the colors among those of a palette.

        Parameters
        ----------
        palette : Palette

        Returns
        -------
        Divided
        """
        space = fitting_space(self._options, len(palette))
        labels = match(self._packed, palette.colors, space).astype(np.int64)
        return Divided(self, palette, labels)


class Divided:
    """The colors of a ground, divided among those of a palette.

    Parameters
    ----------
    ground : Ground
    palette : Palette
    labels : int64 array, shape (n,)
        The entry of each color.

    Attributes
    ----------
    palette : Palette
    labels : int64 array, shape (n,)
    lab : float64 array, shape (k, 3)
        The entries in Oklab, times 100.
    shares : float64 array, shape (k,)
        The share of the pixels of each entry.
    pulls : float64 array, shape (k,)
        Share times mean difference: together, the mean difference of the picture.
    """

    def __init__(self, ground: Ground, palette: Palette, labels: I64) -> None:
        self.palette, self.labels = palette, labels
        self._ground, k = ground, len(palette)
        self.lab: F64 = _UNIT * srgb_to_oklab(palette.colors)
        self.shares = _sums(labels, ground.shares, k)
        away = _distances(ground.lab, self.lab[labels])
        self.pulls = _sums(labels, ground.shares * away, k)

    def __len__(self) -> int:
        return len(self.palette)

    def change_to(self, other: "Divided") -> float:
        """Return the mean difference between the picture in two palettes.

        Parameters
        ----------
        other : Divided
            Of the same ground.

        Returns
        -------
        float
        """
        away = _distances(self.lab[self.labels], other.lab[other.labels])
        return float((self._ground.shares * away).sum())


def _distances(before: F64, after: F64) -> F64:
    """Return the distances between points, shape (n, 3), pair by pair."""
    distances: F64 = np.sqrt(np.square(before - after).sum(axis=1))
    return distances


def _sums(labels: I64, values: F64, k: int) -> F64:
    """Add up values by label, shape (k,)."""
    return np.bincount(labels, values, k).astype(np.float64, copy=False)
