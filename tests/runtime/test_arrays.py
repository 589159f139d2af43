"""Read-only arrays."""

import numpy as np
import pytest

from kquant.runtime.arrays import frozen, readonly


def test_frozen_copies_what_someone_else_can_change() -> None:
    """A later change of the source does not reach the frozen array."""
    source = np.array([1, 2, 3], dtype=np.uint8)
    view = source[:2]
    view.flags.writeable = False  # still changes with its base

    copies = frozen(source, np.uint8), frozen(view, np.uint8)
    source[:] = 9

    assert [copy.tolist() for copy in copies] == [[1, 2, 3], [1, 2]]


def test_frozen_copies_nothing_that_is_frozen() -> None:
    """An array that is read-only already is returned as it is."""
    array = frozen([1, 2], np.uint8)

    assert frozen(array, np.uint8) is array
    assert frozen(array, np.float64).tolist() == [1.0, 2.0]


def test_frozen_arrays_are_contiguous() -> None:
    """A transposed array is copied into rows."""
    turned = np.zeros((2, 3), dtype=np.uint8).T

    assert frozen(turned, np.uint8).flags.c_contiguous


@pytest.mark.parametrize("make", [lambda x: frozen(x, np.uint8), readonly])
def test_neither_can_be_written_to(make: object) -> None:
    """Writing to the result is an error."""
    assert callable(make)
    array = make(np.zeros(3, dtype=np.uint8))

    with pytest.raises(ValueError, match="read-only"):
        array[0] = 1
