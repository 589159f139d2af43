"""Bands between curves and their shifted copies, and how they are kept from folding.

Curves are cubic Bezier curves: their control points are complex128 arrays, (4, n), with
x + iy, where y grows downward. A band is spanned by the parameter of its curve and the
part of the shift. It folds over where the determinant of both slopes changes its sign.
"""

import numpy as np

from kquant.runtime.arrays import F64, I64, AnyArray, Bools

_LOOKS = np.linspace(0.125, 0.875, 7)  # parameters at which a band is looked at
_WIDTH = 0.95  # of the shift by which a band would shrink to nothing somewhere
_SHORTER, _TRIES = 0.8, 9  # how a band that folds by rounding is made narrower


def cross(a: AnyArray, b: AnyArray) -> F64:
    """Return the determinants of pairs of vectors."""
    determinants: F64 = a.real * b.imag - a.imag * b.real
    return determinants


def places(points: AnyArray, t: float) -> AnyArray:
    """Return the point of each curve at a parameter, (n,)."""
    s = 1 - t
    ends = points[0] * s**3 + points[3] * t**3
    found: AnyArray = ends + (points[1] * s + points[2] * t) * (3 * s * t)
    return found


def between(shift: AnyArray, t: float) -> AnyArray:
    """Return how far each curve is shifted at a parameter, (n,), by that at its ends."""
    return places(shift[[0, 0, 1, 1]], t)


def unfolded(points: AnyArray, shift: AnyArray, unit: int) -> AnyArray:
    """Shorten shifts so that no band folds over.

    Parameters
    ----------
    points : complex128 array, shape (4, n)
    shift : complex128 array, shape (2, n)
        Of both ends of each curve, to its left.
    unit : int
        So many units are 1; bands are looked at as rounded to whole units.

    Returns
    -------
    complex128 array, shape (2, n)
    """
    shift = shift * _unfolded_part(points, shift)
    left: I64 = np.arange(shift.shape[1])
    for factor in (*[_SHORTER] * _TRIES, 0.0):
        left = left[_folds(points[:, left], shift[:, left], unit)]
        shift[:, left] *= factor
    return shift


def slopes(points: AnyArray, t: float) -> AnyArray:
    """Return a third of the slope of each curve at a parameter, (n,)."""
    s = 1 - t
    near, middle, far = np.diff(points, axis=0)
    third: AnyArray = near * (s * s) + middle * (2 * s * t) + far * (t * t)
    return third


def _unfolded_part(points: AnyArray, shift: AnyArray) -> F64:
    """Return the part of its shifts by which a band does not fold over, (n,).

    The determinant is linear in that part.
    """
    turn = cross(shift[1], shift[0])
    part = np.full(len(turn), np.inf)
    for t in (0.0, *_LOOKS, 1.0):
        width = -cross(slopes(points, t), between(shift, t))
        fold = 2 * (1 - t) * t * turn
        most = np.maximum(width, 0) / np.maximum(fold, 1e-9)
        part = np.where(fold > 0, np.minimum(part, most), part)
    return np.minimum(part * _WIDTH, 1)


def _folds(points: AnyArray, shift: AnyArray, unit: int) -> Bools:
    """Tell which bands fold over when they are rounded to whole units, (n,)."""
    near, far = (np.round(x * unit) for x in (points, points + shift[[0, 0, 1, 1]]))
    folds = np.zeros(points.shape[1], dtype=bool)
    for t in _LOOKS:
        across = places(far - near, t)
        for side in (near, far):
            folds |= cross(slopes(side, t), across) > 1e-6
    return folds
