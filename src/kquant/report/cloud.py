"""The colors of a picture as a cloud of dots that turns, with centroids in it."""

from typing import NamedTuple

import numpy as np

from kquant.color.lattice import FittingSpace
from kquant.color.spaces import LINEAR
from kquant.images.histogram import Histogram
from kquant.report.discs import Light
from kquant.runtime.arrays import F64, I32, I64, U8

# Leading bits of red, green and blue by which colors share a dot, from fine to coarse.
_LEVELS = ((6, 6, 6), (5, 5, 5), (4, 5, 4), (4, 4, 4), (3, 4, 3), (3, 3, 3))
_TILT = np.radians(18.0)  # how far the eye looks down on the cloud
_EYE = 3.2  # distance of the eye from the middle, in radii of the cloud
_FAR = 0.6  # how much of the ground is seen through the farthest dots
_FILL = 0.4  # radius of the cloud, relative to the side of the picture, before:
_LARGEST = 1.3  # most by which it then grows to fill the picture
_MARGIN = 26.0  # pixels around the cloud, for centroids at its edge
_STRETCH = 2.2  # most by which a narrow cloud is widened
_DOT, _LARGEST_DOT, _DOT_SHARE = 1.5, 10.0, 1 / 12  # radii in pixels, and a share
_CENTROID, _LARGEST_CENTROID, _CENTROID_SHARE = 5.0, 17.0, 1 / 2
_FEW = 16  # more centroids are drawn smaller
_RIM, _SHADE = 1.6, 1.4  # widths of the light and the dark ring, in pixels
_WHITE, _BLACK = 1.0, 0.0
_PATH = 1.5  # radius of the dots of a path, in pixels


class Centroids(NamedTuple):
    """Centroids at one moment.

    Attributes
    ----------
    points : float64 array, shape (k, 3)
        Their places in the cloud, as `Cloud.place` returns them.
    colors : uint8 array, shape (k, 3)
    shares : float64 array, shape (k,)
    paths : float64 array, shape (m, k, 3)
        Where they were, the most recent last.
    grown : float
        Their size, from 0 to 1.
    """

    points: F64
    colors: U8
    shares: F64
    paths: F64 = np.empty((0, 0, 3))
    grown: float = 1.0


class Cloud:
    """The colors of a picture, ready to be drawn from any side.

    Parameters
    ----------
    histogram : Histogram
    lightness_weight : float
        How much lightness counts in the fit; gives the cloud its shape.
    side : int
        Of the square picture, in pixels.
    ground : uint8 array, shape (3,)
    most : int
        Largest number of dots; neighboring colors share one.

    Attributes
    ----------
    colors : uint8 array, shape (n, 3)
        Those of the dots.
    shares : float64 array, shape (n,)
        The share of the pixels that each dot stands for.
    """

    def __init__(
        self,
        histogram: Histogram,
        lightness_weight: float,
        side: int,
        ground: U8,
        most: int,
    ) -> None:
        self._space = FittingSpace("oklab", lightness_weight)
        self._side, self._ground = side, ground
        self.colors, self.shares = dots(histogram, most)
        self._light = LINEAR[self.colors]
        self._radii = _radius(self.shares, _DOT, _LARGEST_DOT, _DOT_SHARE)
        points = self._in_space(self.colors)
        corners = np.stack([points.min(axis=0), points.max(axis=0)])
        self._middle: F64 = corners.mean(axis=0)
        points = points - self._middle
        upward = max(1e-3, float(np.abs(points[:, 0]).max()))
        across = max(1e-3, float(np.hypot(points[:, 1], points[:, 2]).max()))
        radius = max(upward, across)
        wide = max(across, radius / _STRETCH)
        self._scale = 1 / np.array([radius, wide, wide])
        self._points = points * self._scale
        self._center = self._side / 2, self._side / 2
        self._radius = _FILL * side
        self._fit()

    def place(self, colors: U8) -> F64:
        """Return where colors are in the cloud.

        Parameters
        ----------
        colors : uint8 array, shape (n, 3)

        Returns
        -------
        float64 array, shape (n, 3)
            Height, and two coordinates that turn; most are within -1..1.
        """
        return (self._in_space(colors) - self._middle) * self._scale

    def draw(self, angle: float, centroids: Centroids | None = None) -> U8:
        """Draw the cloud.

        Parameters
        ----------
        angle : float
            How far it is turned about its axis of grays, in degrees.
        centroids : Centroids, optional

        Returns
        -------
        uint8 array, shape (side, side, 3)
        """
        light = Light(self._side, self._side, self._ground)
        x, y, zoom, near = self._seen(self._points, angle)
        cover = 1 - _FAR * (1 - near)
        radii = self._radii * zoom
        order = np.argsort(zoom, kind="stable")
        light.discs(
            *(x[order], y[order], radii[order], self._light[order], cover[order])
        )
        if centroids is not None:
            self._draw_paths(light, angle, centroids)
            self._draw_centroids(light, angle, centroids)
        return light.colors()

    def _draw_paths(self, light: Light, angle: float, centroids: Centroids) -> None:
        """Draw where the centroids were, paler the longer ago."""
        colors = (LINEAR[centroids.colors] + 1.0) / 2  # light, to be seen among dots
        for age, points in enumerate(centroids.paths, start=1):
            cover = 0.9 * age / (len(centroids.paths) + 1)
            x, y, zoom, _ = self._seen(points, angle)
            light.discs(x, y, _PATH * zoom, colors, cover)

    def _draw_centroids(self, light: Light, angle: float, centroids: Centroids) -> None:
        """Draw the centroids above all dots, each with a light rim."""
        x, y, zoom, _ = self._seen(centroids.points, angle)
        size = min(1.0, (_FEW / len(x)) ** 0.3) * centroids.grown
        rim, shade = size * _RIM, size * (_RIM + _SHADE)
        radii = size * _radius(
            centroids.shares, _CENTROID, _LARGEST_CENTROID, _CENTROID_SHARE
        )
        radii *= np.sqrt(zoom)
        order = np.repeat(np.argsort(zoom, kind="stable"), 3)
        rings = np.tile([shade, rim, 0.0], len(x))
        colors = LINEAR[centroids.colors[order]]
        colors[::3], colors[1::3] = _BLACK, _WHITE
        cover = np.tile([0.55, 0.95, 1.0], len(x))
        light.discs(x[order], y[order], radii[order] + rings, colors, cover)

    def _fit(self) -> None:
        """Make the cloud as large as it can be without ever leaving the picture."""
        seen = [self._seen(self._points, angle)[:2] for angle in range(0, 360, 15)]
        x, y = np.stack(seen, axis=1).reshape(2, -1)
        middle, half = self._side / 2, self._side / 2 - _MARGIN
        above, below = middle - y.min(), y.max() - middle
        tall = max(1.0, (above + below) / 2, float(np.abs(x - middle).max()))
        factor = min(_LARGEST, half / tall)
        self._radius *= factor
        self._center = middle, middle + factor * (above - below) / 2

    def _in_space(self, colors: U8) -> F64:
        """Return colors in the fitting space, shape (n, 3)."""
        return self._space.points(colors).astype(np.float64) / self._space.steps

    def _seen(self, points: F64, angle: float) -> tuple[F64, F64, F64, F64]:
        """Return x and y in pixels, the zoom, and the nearness, 0..1, of points."""
        up, a, b = points.T
        turn = np.radians(angle)
        across = a * np.cos(turn) - b * np.sin(turn)
        toward = a * np.sin(turn) + b * np.cos(turn)
        height = up * np.cos(_TILT) - toward * np.sin(_TILT)
        depth = up * np.sin(_TILT) + toward * np.cos(_TILT)
        zoom = _EYE / (_EYE - depth)
        x = self._center[0] + self._radius * across * zoom
        y = self._center[1] - self._radius * height * zoom
        return x, y, zoom, np.clip((depth + 1) / 2, 0, 1)


def dots(histogram: Histogram, most: int) -> tuple[U8, F64]:
    """Choose the dots that stand for the colors of a picture.

    Parameters
    ----------
    histogram : Histogram
    most : int
        Largest number of dots; neighboring colors share one.

    Returns
    -------
    colors : uint8 array, shape (n, 3)
        One black dot if the histogram is empty.
    shares : float64 array, shape (n,)
        The share of the pixels that each dot stands for.
    """
    if not len(histogram):
        return np.zeros((1, 3), dtype=np.uint8), np.zeros(1)
    counts, colors = histogram.counts, histogram.colors
    labels: I32 | I64 = np.arange(len(histogram))
    n = len(histogram)
    for bits in _LEVELS:
        if n <= most:
            break
        labels, n = histogram.bins(bits)
    # The most frequent color of a group stands for it: means lie in rows and columns.
    order = np.lexsort([counts, labels])
    chosen = order[np.searchsorted(labels[order], np.arange(n), side="right") - 1]
    weights = np.bincount(labels, counts, n)
    return colors[chosen], weights / weights.sum()


def _radius(shares: F64, least: float, largest: float, at: float) -> F64:
    """Return radii, (n,), whose areas grow with the shares up to the share `at`."""
    grown = np.clip(shares / at, 0, 1)
    radii: F64 = np.sqrt(least**2 + (largest**2 - least**2) * grown)
    return radii
