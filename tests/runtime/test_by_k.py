"""Values by the number of colors."""

import pytest

from kquant.runtime.by_k import by_k

TABLE = ((8, 1.0), (32, 3.0), (64, 0.5))


@pytest.mark.parametrize(
    ("k", "expected"), [(1, 1), (8, 1), (16, 2), (32, 3), (64, 0.5), (256, 0.5)]
)
def test_by_hand(k: int, expected: float) -> None:
    """Linear in the logarithm between two entries, and constant outside the table."""
    assert by_k(TABLE, k) == expected


def test_rounded() -> None:
    """Four digits: 3 - 2.5 * log2(45 / 32) is 1.770369."""
    assert by_k(TABLE, 45) == 1.7704
