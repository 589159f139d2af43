"""Silence for libraries that write to standard error by themselves."""

import os
import threading

import pytest

from kquant.files.stderr import silenced_stderr


def test_silence_ends_with_the_block(capfd: pytest.CaptureFixture[str]) -> None:
    """What is written to the descriptor is dropped within the block only."""
    os.write(2, b"before ")
    with silenced_stderr():
        os.write(2, b"within ")
    os.write(2, b"after")

    assert capfd.readouterr().err == "before after"


def test_silence_ends_with_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    """Standard error is heard again after an error in the block."""
    with pytest.raises(ZeroDivisionError), silenced_stderr():
        _ = 1 / 0
    os.write(2, b"after")

    assert capfd.readouterr().err == "after"


def test_blocks_of_two_threads_do_not_overlap(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """A thread that asks for silence waits until that of another one has ended.

    Otherwise it would take the silence for standard error, and restore that.
    """
    entered, go_on = threading.Event(), threading.Event()

    def be_silent() -> None:
        with silenced_stderr():
            entered.set()
            go_on.wait(30)

    with silenced_stderr():
        thread = threading.Thread(target=be_silent)
        thread.start()
        assert not entered.wait(0.2)
    go_on.set()
    thread.join()
    os.write(2, b"after")

    assert entered.is_set()
    assert capfd.readouterr().err == "after"


def test_without_standard_error() -> None:
    """A process whose standard error is closed is silent already."""
    real = os.dup(2)
    os.close(2)
    try:
        with silenced_stderr(), pytest.raises(OSError, match="Bad file"):
            os.fstat(2)
    finally:
        os.dup2(real, 2)
        os.close(real)
