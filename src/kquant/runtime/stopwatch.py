"""Measure how long each step takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter


class Stopwatch:
    """Adds up the seconds spent in named steps.

    Attributes
    ----------
    seconds : dict of str to float
        The seconds of each step, in the order in which the steps first ran.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Add the time that the ``with`` block takes to a step.

        Parameters
        ----------
        name : str
            A step may run several times; its times are added up.
        """
        start = perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - start
