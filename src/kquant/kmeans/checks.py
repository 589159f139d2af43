"""Check what is given to the estimator; each mistake is answered with one sentence."""

import math
from numbers import Integral, Real
from random import Random
from typing import Any, SupportsInt, TypeGuard

import numpy as np
from numpy.typing import ArrayLike

from kquant.runtime.arrays import F64, Floats


def check_whole(name: str, value: object) -> None:
    """Refuse anything but a whole number from 1 on.

    Parameters
    ----------
    name : str
        The name of the parameter.
    value : object

    Raises
    ------
    ValueError
    """
    if not _is_whole(value) or int(value) < 1:
        raise ValueError(f"{name} must be a whole number, at least 1, got {value!r}")


def _is_whole(value: object) -> TypeGuard[SupportsInt]:
    """Tell whether a value is an integer, of Python or numpy, and not True or False."""
    return not isinstance(value, bool) and isinstance(value, Integral)


def check_tol(value: object) -> None:
    """Refuse anything but a finite number from 0 on.

    Parameters
    ----------
    value : object

    Raises
    ------
    ValueError
    """
    if not isinstance(value, Real) or not 0 <= float(value) < math.inf:
        raise ValueError(f"tol must be a finite number, at least 0, got {value!r}")


def check_choice(name: str, value: object, choices: tuple[str, ...]) -> None:
    """Refuse anything but one of the choices.

    Parameters
    ----------
    name : str
        The name of the parameter.
    value : object
    choices : tuple of str

    Raises
    ------
    ValueError
    """
    if not isinstance(value, str) or value not in choices:
        raise ValueError(f"{name} must be {' or '.join(choices)}, got {value!r}")


def generator(random_state: object) -> Random:
    """Return the random number generator of one fit.

    Parameters
    ----------
    random_state : int, numpy Generator or RandomState, or None
        A generator gives another result each time; None is not repeatable.

    Returns
    -------
    random.Random

    Raises
    ------
    ValueError
    """
    if isinstance(random_state, np.random.RandomState):
        return Random(int(random_state.randint(1 << 31)))
    if random_state is None or isinstance(random_state, np.random.Generator):
        return Random(int(np.random.default_rng(random_state).integers(1 << 63)))
    if _is_whole(random_state) and int(random_state) >= 0:
        return Random(int(np.random.default_rng(int(random_state)).integers(1 << 63)))
    raise ValueError(
        "random_state must be None, a whole number that is not negative, or a "
        f"generator of numpy, got {random_state!r}"
    )


def checked_points(X: Any, name: str = "X") -> Floats:
    """Return points as an array of finite numbers.

    Parameters
    ----------
    X : array-like, shape (n, d)
    name : str
        What messages call it.

    Returns
    -------
    float32 or float64 array, shape (n, d)
        Not a copy if it is one of these already.

    Raises
    ------
    TypeError
        If X is sparse.
    ValueError
        If X has another shape, no points, or anything but finite numbers.
    """
    if hasattr(X, "toarray") and hasattr(X, "nnz"):
        raise TypeError(
            f"{name} is sparse, and KMeans needs a dense array, which "
            f"{name}.toarray() returns"
        )
    points = _numbers(X, name)
    if points.ndim != 2:
        raise ValueError(
            f"{name} must have shape (n, d), got {points.shape}: Reshape your data "
            "with .reshape(-1, 1) if it has one feature, or .reshape(1, -1) if it is "
            "one point"
        )
    for count, what in zip(points.shape, ("sample", "feature"), strict=True):
        if count == 0:
            raise ValueError(
                f"Found array with 0 {what}(s) (shape={points.shape}) while a minimum "
                "of 1 is required."
            )
    if not np.isfinite(points.sum(dtype=np.float64)):
        _refuse_what_is_not_finite(points, name)
    return points


def _numbers(X: Any, name: str) -> Floats:
    """Return what was given as a float32 or float64 array of any shape."""
    try:
        points = np.asarray(X)
        if points.dtype in (np.float32, np.float64):
            return points
        if not np.iscomplexobj(points):
            return points.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise type(error)(f"{name} must be an array of numbers: {error}") from error
    raise ValueError(f"Complex data not supported: {name} has imaginary parts")


def _refuse_what_is_not_finite(points: Floats, name: str) -> None:
    """Refuse NaN and infinity; a sum can overflow without them."""
    if np.isfinite(points).all():
        return
    what = "NaN" if np.isnan(points).any() else "infinity"
    raise ValueError(f"{name} contains {what}, and k-means needs finite numbers")


def checked_weights(sample_weight: ArrayLike | None, n: int) -> F64:
    """Return the weights of n points.

    Parameters
    ----------
    sample_weight : array-like, shape (n,), or None
    n : int

    Returns
    -------
    float64 array, shape (n,)
        1 by default.

    Raises
    ------
    ValueError
        If the weights have another shape, or are not finite, negative, or all zero.
    """
    if sample_weight is None:
        return np.ones(n)
    weights = np.asarray(sample_weight, dtype=np.float64)
    if weights.ndim == 0:
        weights = np.full(n, weights)
    if weights.shape != (n,):
        raise ValueError(f"sample_weight must have shape ({n},), got {weights.shape}")
    if not np.isfinite(weights).all():
        raise ValueError("sample_weight must be finite")
    if (weights < 0).any() or not weights.any():
        raise ValueError("sample_weight must not be negative, nor zero throughout")
    return weights
