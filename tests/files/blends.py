"""How far rendered pixels are from blends of the colors that are near in the map."""

from itertools import combinations

import numpy as np

from kquant.runtime.arrays import F64, U8, AnyArray, Bools


def off_blends(pixels: U8, labels: AnyArray, colors: F64, reach: int = 1) -> F64:
    """Return the distance of each pixel to the nearest blend of up to three colors.

    Parameters
    ----------
    pixels : uint8 array, shape (z * h, z * w, 3)
        The map as rendered, each of its pixels z x z.
    labels : int array, shape (h, w)
    colors : float64 array, shape (k, 3)
        The color of each label.
    reach : int
        Labels are near within so many pixels of the map in each direction.

    Returns
    -------
    float64 array, shape (z * h, z * w)
        In levels of 0..255.
    """
    zoom = len(pixels) // len(labels)
    near = _near(labels, len(colors), reach)
    kinds, kind = np.unique(near, axis=0, return_inverse=True)
    of_pixel = np.kron(kind.reshape(labels.shape), np.ones((zoom, zoom), dtype=int))
    off = np.zeros(of_pixel.shape)
    for number, has in enumerate(kinds):
        mine = of_pixel == number
        shown, inverse = np.unique(pixels[mine], axis=0, return_inverse=True)
        some = np.flatnonzero(has)
        groups = combinations(some, min(3, len(some)))
        distances = [_off(shown.astype(float), colors[list(x)]) for x in groups]
        off[mine] = np.min(distances, axis=0)[inverse.ravel()]
    return off


def _near(labels: AnyArray, count: int, reach: int) -> Bools:
    """Tell which labels are near each pixel, (h * w, count)."""
    height, width = labels.shape
    around = np.pad(labels, reach, mode="edge")
    near = np.zeros((height * width, count), dtype=bool)
    window = range(2 * reach + 1)
    for y in window:
        for x in window:
            there = around[y : y + height, x : x + width].ravel()
            near[np.arange(len(there)), there] = True
    return near


def _off(points: F64, corners: F64) -> F64:
    """Return the distances of points, (n, 3), to a point, line, or triangle."""
    first, sides = corners[0], corners[1:] - corners[0]
    if not len(sides):
        alone: F64 = np.linalg.norm(points - first, axis=1)
        return alone
    places = (points - first) @ np.linalg.pinv(sides)
    inside = (places >= 0).all(axis=1) & (places.sum(axis=1) <= 1)
    across = np.linalg.norm(points - first - places @ sides, axis=1)
    faces = [np.delete(corners, i, axis=0) for i in range(len(corners))]
    at_edge: F64 = np.min([_off(points, face) for face in faces], axis=0)
    return np.where(inside, across, at_edge)
