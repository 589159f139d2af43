"""Find the smallest number of colors that brings an error within a target."""

import math
from collections.abc import Callable, Sequence

KEPT_COLORS = 32  # pictures with at most this many keep them all
_FIRST = 16  # the result for most photos is near it
_WIDEST = 16  # a wider gap between two values of k is halved


def smallest_k(
    error: Callable[[int], float], target: float, least: int, most: int
) -> int:
    """Find a k that brings the error within a target, while k - 1 does not.

    The search narrows k down to a short range, in steps that do not depend on the
    target. Within the range it starts from an estimate, which can only rise when the
    target falls, and goes on one by one. So a smaller target never gives a smaller
    k, even if the error does not fall with every k.

    Parameters
    ----------
    error : callable (int) -> float
        The error for a k from `least` to `most`. It is called several times with the
        same k, so it should remember its results.
    target : float
        The largest error that is good enough.
    least, most : int
        The range of k.

    Returns
    -------
    int
        `most` if even its error is above the target. `error` was called with the
        returned k.
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
    """Return the index of the first k that reaches the target, up or down from i."""
    while i + 1 < len(ks) and not reached(ks[i]):
        i += 1
    while i > 0 and reached(ks[i]) and reached(ks[i - 1]):
        i -= 1
    return i


def _interpolated(
    low: tuple[int, float], high: tuple[int, float], target: float
) -> float:
    """Estimate the k that reaches the target: the error is taken as a power of k."""
    (k, error), (next_k, next_error) = low, high
    floor = 1e-3 * error  # keeps errors of zero out of the logarithm
    fall = math.log(error / max(next_error, floor))
    part = math.log(error / max(target, floor)) / fall if fall > 0 else 1.0
    return k * math.pow(next_k / k, min(part, 1.0))
