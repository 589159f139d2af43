"""Names for the array types in use, and functions that make arrays read-only."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

AnyArray = NDArray[Any]
Bools = NDArray[np.bool_]
U8 = NDArray[np.uint8]
U16 = NDArray[np.uint16]
U32 = NDArray[np.uint32]
I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
Floats = NDArray[np.float32] | NDArray[np.float64]


def frozen(values: ArrayLike, dtype: type[np.generic]) -> NDArray[Any]:
    """Return `values` as a read-only array that nobody else can write to.

    An array that is read-only and owns its memory is returned as it is. Anything
    else is copied, because a read-only view changes with its base.

    Parameters
    ----------
    values : array-like
    dtype : numpy scalar type

    Returns
    -------
    array of that dtype, same shape
        C-contiguous and read-only.
    """
    if (
        isinstance(values, np.ndarray)
        and values.dtype == dtype
        and not values.flags.writeable
        and values.flags.owndata
        and values.flags.c_contiguous
    ):
        return values
    array = np.array(values, dtype=dtype, order="C")
    array.flags.writeable = False
    return array


def readonly(array: NDArray[Any]) -> NDArray[Any]:
    """Mark an array as read-only, in place, and return it.

    Parameters
    ----------
    array : array
        Nobody else may have a view of it yet: the view could still be written to.
    """
    array.flags.writeable = False
    return array
