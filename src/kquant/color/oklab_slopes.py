"""How Oklab changes with light: derivatives and gradients."""

import numpy as np

from kquant.color.spaces import LMS_TO_LAB, RGB_TO_LMS
from kquant.runtime.arrays import F64


def oklab_derivative(linear: F64, change: F64) -> F64:
    """Return how Oklab changes with linear sRGB.

    Parameters
    ----------
    linear : float64 array, shape (n, 3)
        In 0..1. Darker than a millionth counts as that: at black, there is no limit.
    change : float64 array, shape (n, 3)
        The direction and speed at which `linear` changes.

    Returns
    -------
    float64 array, shape (n, 3)
    """
    lms: F64 = (change @ RGB_TO_LMS.T) * _root_slopes(linear)
    change_of_lab: F64 = lms @ LMS_TO_LAB.T
    return change_of_lab


def oklab_gradient(linear: F64, shift: F64) -> F64:
    """Return the gradient, in linear sRGB, of the part of Oklab along a direction.

    Parameters
    ----------
    linear : float64 array, shape (n, 3)
        As in `oklab_derivative`.
    shift : float64 array, shape (n, 3)
        The direction in Oklab.

    Returns
    -------
    float64 array, shape (n, 3)
    """
    lms: F64 = (shift @ LMS_TO_LAB) * _root_slopes(linear)
    gradient: F64 = lms @ RGB_TO_LMS
    return gradient


def _root_slopes(linear: F64) -> F64:
    """Return the derivatives of the cube roots of cone responses, shape (n, 3)."""
    slopes: F64 = np.cbrt(np.maximum(linear @ RGB_TO_LMS.T, 1e-6)) ** -2 / 3
    return slopes
