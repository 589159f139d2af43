"""Spread areas by a disc, so that inks overlap a little where they meet."""

import math

import numpy as np

from kquant.runtime.arrays import Bools


def spread(area: Bools, radius: float) -> Bools:
    """Return an area and all pixels that are within a distance of it.

    Parameters
    ----------
    area : bool array, shape (h, w)
    radius : float
        Between the centers of pixels.

    Returns
    -------
    bool array, shape (h, w)

    Examples
    --------
    >>> spread(np.array([[0, 0, 0, 1, 0]], dtype=bool), 2).astype(int).tolist()
    [[0, 1, 1, 1, 1]]
    """
    height = len(area)
    result = area.copy()
    for down in range(min(int(radius), height - 1) + 1):
        wide = _widened(area, math.isqrt(int(radius**2 - down**2)))
        result[down:] |= wide[: height - down]
        result[: height - down] |= wide[down:]
    return result


def _widened(area: Bools, half: int) -> Bools:
    """Spread an area to the left and to the right."""
    width = area.shape[1]
    half = min(half, width)
    run, length = np.pad(area, ((0, 0), (0, half))), 1  # covers what is left of it
    while length < 2 * half + 1:
        step = min(length, 2 * half + 1 - length)
        run[:, step:] |= run[:, :-step].copy()
        length += step
    return run[:, half : half + width]
