"""The progress bar: it shows that time passes, and keeps out of the way of lines."""

import io
import sys
import time

import pytest

from kquant.cli import progress
from kquant.cli.progress import Progress


class _Terminal(io.StringIO):
    """Standard error that people see."""

    def isatty(self) -> bool:
        return True


def _seen(monkeypatch: pytest.MonkeyPatch) -> _Terminal:
    """Have people see standard error, and the bar in a hurry.

    It is not a fixture, because pytest sets standard error again after those.
    """
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "_TICK", 0.001)
    return terminal


def _wait_for_ticks(terminal: _Terminal) -> None:
    """Wait until the bar has been drawn a few more times."""
    start = len(terminal.getvalue())
    deadline = time.monotonic() + 60
    while terminal.getvalue().count("0/3", start) < 3:
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_it_ticks_during_a_large_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bar is drawn again although nothing is finished, until it is closed."""
    terminal = _seen(monkeypatch)
    bar = Progress(3, quiet=False)
    _wait_for_ticks(terminal)
    bar.close()
    shown = terminal.getvalue()
    time.sleep(0.02)
    assert terminal.getvalue() == shown
    assert shown.endswith("\n")


def test_lines_are_not_mixed_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """No tick comes while lines are printed."""
    terminal = _seen(monkeypatch)
    bar = Progress(3, quiet=False)
    _wait_for_ticks(terminal)
    with bar.aside():
        start = len(terminal.getvalue())
        time.sleep(0.02)
        assert terminal.getvalue()[start:] == ""
    bar.close()


@pytest.mark.parametrize(("total", "quiet"), [(1, False), (3, True)])
def test_no_bar(monkeypatch: pytest.MonkeyPatch, total: int, quiet: bool) -> None:
    """One picture needs no bar, and --quiet wants none."""
    terminal = _seen(monkeypatch)
    bar = Progress(total, quiet=quiet)
    bar.advance()
    bar.close()
    assert terminal.getvalue() == ""


def test_without_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no thread can be started, the bar counts all the same."""

    def refuse(_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", refuse)
    terminal = _seen(monkeypatch)
    bar = Progress(3, quiet=False)
    bar.advance()
    bar.close()
    assert "1/3" in terminal.getvalue()
