"""The search for the smallest k."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kquant.quantization.auto_k import smallest_k


def table(errors: Sequence[float]) -> Callable[[int], float]:
    """Return the error of each k from 1 on."""
    return lambda k: errors[k - 1]


@pytest.mark.parametrize(
    ("target", "k"), [(9.0, 1), (8.0, 1), (7.9, 2), (4.0, 2), (1.0, 8), (0.125, 64)]
)
def test_by_hand(target: float, k: int) -> None:
    """With an error of 8 / k, a target of 1 takes 8 colors."""
    assert smallest_k(lambda k: 8 / k, target, 1, 256) == k


def test_out_of_reach() -> None:
    """The most there are when nothing reaches the target, the least if all do."""
    assert smallest_k(lambda k: 9.0 - k / 1000, 1.0, 3, 200) == 200
    assert smallest_k(lambda k: 1.0 / k, 1.0, 3, 200) == 3
    assert smallest_k(lambda k: 1.0 / k, 0.0, 5, 5) == 5


def test_errors_of_zero() -> None:
    """Where a picture of 40 colors ends, the error is zero: no logarithm of that."""
    assert smallest_k(lambda k: max(40.0 - k, 0.0), 0.0, 1, 256) == 40


@pytest.mark.parametrize("target", [1.9, 2.0, 2.2, 2.5, 2.8])
@pytest.mark.parametrize("power", [0.4, 0.5, 0.6])
def test_few_are_tried(target: float, power: float) -> None:
    """Errors that fall as those of photos do: at most five k are tried."""
    tried = set()

    def error(k: int) -> float:
        tried.add(k)
        return 9.0 / float(k**power)

    k = smallest_k(error, target, 1, 256)

    assert error(k) <= target < error(k - 1)
    assert len(tried) <= (5 if k <= 32 else 7)


@given(
    errors=st.lists(st.integers(0, 12), min_size=1, max_size=90),
    targets=st.lists(st.integers(0, 12), min_size=2, max_size=6),
    least=st.integers(1, 9),
)
@settings(deadline=None, max_examples=500)
def test_monotone(errors: list[int], targets: list[int], least: int) -> None:
    """A smaller target never gives a smaller k, however the errors jump about.

    And what is found reaches the target, unless it is the last k there is; the k
    before it does not, unless there is none.
    """
    error, most = table(errors), len(errors)
    least = min(least, most)

    found = [smallest_k(error, t, least, most) for t in sorted(targets)]

    assert found == sorted(found, reverse=True)
    for k, target in zip(found, sorted(targets), strict=True):
        assert error(k) <= target or k == most
        assert error(k) > target or k == least or error(k - 1) > target
