"""Seconds, step by step."""

import pytest

from kquant.runtime import stopwatch
from kquant.runtime.stopwatch import Stopwatch


def test_steps_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seconds of each step are added up, in the order of the first runs."""
    ticks = iter([10.0, 11.0, 20.0, 24.0, 30.0, 30.5])
    monkeypatch.setattr(stopwatch, "perf_counter", lambda: next(ticks))
    watch = Stopwatch()

    for step in ("read", "fit", "read"):
        with watch.step(step):
            pass

    assert list(watch.seconds.items()) == [("read", 1.5), ("fit", 4.0)]


def test_a_step_that_fails_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of a step is kept when it ends with an error."""
    ticks = iter([1.0, 3.0])
    monkeypatch.setattr(stopwatch, "perf_counter", lambda: next(ticks))
    watch = Stopwatch()

    with pytest.raises(ZeroDivisionError), watch.step("fit"):
        _ = 1 / 0

    assert watch.seconds == {"fit": 2.0}
