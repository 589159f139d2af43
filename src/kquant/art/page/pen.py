"""Draw strokes with soft edges: the parts of letters that a font does not have."""

import math
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from kquant.runtime.arrays import F64, U8

Point = tuple[float, float]


class Stroke(NamedTuple):
    """A line of a pen.

    Attributes
    ----------
    points : tuple of (float, float)
        To the right and up, in parts of the size of the letters.
    width : float
        In the same unit.
    is_round : bool
        Whether the ends are round; otherwise they are cut off square.
    """

    points: tuple[Point, ...]
    width: float = 0.074
    is_round: bool = False

    def moved(self, right: float, up: float) -> "Stroke":
        """Return the stroke elsewhere.

        Parameters
        ----------
        right, up : float
            In parts of the size of the letters.

        Returns
        -------
        Stroke
        """
        return self._replace(points=tuple((x + right, y + up) for x, y in self.points))


def arc(
    center: Point, radius: Point, start: float, end: float, steps: int = 24
) -> tuple[Point, ...]:
    """Return points along an ellipse.

    Parameters
    ----------
    center, radius : (float, float)
    start, end : float
        Degrees, counterclockwise from the right.
    steps : int

    Returns
    -------
    tuple of (float, float)
    """
    angles = (math.radians(start + (end - start) * i / steps) for i in range(steps + 1))
    return tuple(
        (center[0] + radius[0] * math.cos(a), center[1] + radius[1] * math.sin(a))
        for a in angles
    )


def draw(
    cover: U8, strokes: Iterable[Stroke], size: int, left: float, base: float
) -> None:
    """Draw strokes onto letters.

    Parameters
    ----------
    cover : uint8 array, shape (h, w)
        How far each pixel is covered, 0 to 255; changed in place.
    strokes : iterable of Stroke
    size : int
        Size of the letters in pixels.
    left, base : float
        The column and the row of the strokes' origin, in pixels.
    """
    for stroke in strokes:
        ends = [(left + x * size, base - y * size) for x, y in stroke.points]
        half = stroke.width * size / 2
        columns = _within([x for x, _ in ends], half, cover.shape[1])
        rows = _within([y for _, y in ends], half, cover.shape[0])
        area = cover[rows, columns]
        if area.size:
            x = np.arange(columns.start, columns.stop) + 0.5
            y = np.arange(rows.start, rows.stop)[:, None] + 0.5
            drawn = _covered(x, y, ends, half, is_round=stroke.is_round)
            np.maximum(area, np.rint(drawn * 255).astype(np.uint8), out=area)


def _within(places: list[float], half: float, most: int) -> slice:
    """Return the pixels that a stroke may cover along one axis."""
    start = max(0, math.floor(min(places) - half - 1))
    return slice(start, max(start, min(most, math.ceil(max(places) + half + 1))))


def _covered(x: F64, y: F64, ends: list[Point], half: float, *, is_round: bool) -> F64:
    """Return the coverage of pixels whose centers are at x, (w,), and y, (h, 1)."""
    result = np.zeros(np.broadcast_shapes(x.shape, y.shape))
    last = len(ends) - 2
    for i, ((x0, y0), (x1, y1)) in enumerate(pairwise(ends)):
        length = math.hypot(x1 - x0, y1 - y0)
        if not length:
            dot = np.clip(half - np.hypot(x - x0, y - y0) + 0.5, 0, 1)
            np.maximum(result, dot, out=result)
            continue
        dx, dy = (x1 - x0) / length, (y1 - y0) / length
        along = (x - x0) * dx + (y - y0) * dy
        across = (x - x0) * dy - (y - y0) * dx
        over = np.maximum(-along, along - length).clip(min=0)
        cover = np.clip(half - np.hypot(across, over) + 0.5, 0, 1)
        if not is_round and i == 0:
            cover = cover * np.clip(along + 0.5, 0, 1)
        if not is_round and i == last:
            cover = cover * np.clip(length - along + 0.5, 0, 1)
        np.maximum(result, cover, out=result)
    return result
