"""The smallest number of colours with which a picture is close enough."""

import math
from collections.abc import Callable, Sequence

_FIRST = 16  # photos end near it
_WIDEST = 16  # a wider gap between two tried k is halved


def smallest_k(
    error: Callable[[int], float], target: float, least: int, most: int
) -> int:
    """Find a k with an error within a target that k - 1 does not reach.

    Which k are tried does not depend on the target until they are few; there, the
    search starts from an estimate that only rises when the target falls, and goes
    on one by one. So a smaller target never gives a smaller k, even if the error
    does not fall with each k.

    Parameters
    ----------
    error : callable (int) -> float
        The error for k in least..most; asked again, it must know the answer.
    target : float
    least, most : int

    Returns
    -------
    int
        `most` when even that does not reach the target. Its error was asked for.
    """

    def reached(k: int) -> bool:
        return error(k) <= target

    ladder = [least, *(1 << i for i in range(20) if least < 1 << i < most), most]
    start = min(range(len(ladder)), key=lambda i: abs(ladder[i] - _FIRST))
    rung = _walk(ladder, start, reached)
    high = ladder[rung]
    if high == least or not reached(high):
        return high
    low = ladder[rung - 1]
    while high - low > _WIDEST:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    between = range(low + 1, high + 1)
    estimate = _interpolated((low, error(low)), (high, error(high)), target)
    start = min(max(math.ceil(estimate), between[0]), high) - between[0]
    return between[_walk(between, start, reached)]


def _walk(ks: Sequence[int], i: int, reached: Callable[[int], bool]) -> int:
    """Go up to the first k that reaches the target, or down as long as they do."""
    while i + 1 < len(ks) and not reached(ks[i]):
        i += 1
    while i > 0 and reached(ks[i]) and reached(ks[i - 1]):
        i -= 1
    return i


def _interpolated(
    low: tuple[int, float], high: tuple[int, float], target: float
) -> float:
    """Estimate where the target is reached: between two k, errors are a power of k."""
    (k, error), (next_k, next_error) = low, high
    floor = 1e-3 * error  # of errors that are zero there is no logarithm
    fall = math.log(error / max(next_error, floor))
    part = math.log(error / max(target, floor)) / fall if fall > 0 else 1.0
    return k * math.pow(next_k / k, min(part, 1.0))
