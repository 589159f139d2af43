"""What makes the program start and end sooner."""

import gc
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from importlib import import_module
from types import ModuleType

import pytest

from kquant.runtime.startup import (
    Ahead,
    NamedBuffer,
    collect_garbage,
    hold_garbage,
    imported_when_used,
    leave,
)


def test_ahead_calls_the_function_in_another_thread() -> None:
    """The result comes from a thread of its own."""
    assert Ahead(threading.get_ident).result() != threading.get_ident()


def test_ahead_without_a_thread(refuse_threads: Callable[[int], None]) -> None:
    """Where threads are refused, the function is called when its result is needed."""
    refuse_threads(0)
    called: list[int] = []
    ahead = Ahead(lambda: called.append(threading.get_ident()))

    assert not called
    ahead.result()
    assert called == [threading.get_ident()]


def test_ahead_does_not_keep_the_result() -> None:
    """The result is handed over, so that it takes no memory afterwards."""
    ahead = Ahead(lambda: {1})
    result = weakref.ref(ahead.result())

    gc.collect()
    assert result() is None


def test_ahead_goes_on_meanwhile() -> None:
    """The function runs while this thread goes on, and `result` waits for it."""
    asked, answered = threading.Event(), threading.Event()

    def answer() -> str:
        asked.set()
        return "late" if answered.wait(30) else "never"

    ahead = Ahead(answer)

    assert asked.wait(30)
    answered.set()
    assert ahead.result() == "late"


def test_names_are_imported_when_they_are_used() -> None:
    """A name is looked up in its home when asked for; others are not there."""
    module = ModuleType("house")
    module.__getattr__ = imported_when_used(  # type: ignore[method-assign] # PEP 562
        "house", {"Fraction": "fractions", "missing": "fractions"}
    )

    assert module.Fraction is import_module("fractions").Fraction
    with pytest.raises(AttributeError, match="module 'house' has no attribute 'door'"):
        _ = module.door
    with pytest.raises(AttributeError):
        _ = module.missing


def test_named_buffer() -> None:
    """It is a file in memory with a name, as Pillow looks for one."""
    buffer = NamedBuffer("picture.png")
    buffer.write(b"data")

    assert (buffer.name, buffer.getvalue()) == ("picture.png", b"data")


def test_garbage_is_held_and_collected_again() -> None:
    """Garbage is not looked for until `collect_garbage`, which spares what is there."""
    frozen = gc.get_freeze_count()
    try:
        hold_garbage()
        assert not gc.isenabled()
        collect_garbage()
        assert gc.isenabled()
        assert gc.get_freeze_count() > frozen
    finally:
        gc.enable()
        gc.unfreeze()


@pytest.mark.parametrize(
    ("code", "status", "message"),
    [(0, 0, ""), (3, 3, ""), (None, 0, ""), ("no", 1, "no\n")],
)
def test_leave_ends_the_process(
    code: str | int | None, status: int, message: str
) -> None:
    """It exits as `sys.exit` would, after what was printed has been written."""
    program = f"""
import sys
from kquant.runtime.startup import leave
sys.stdout.write("said")
leave({code!r})
"""
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert (run.returncode, run.stdout, run.stderr) == (status, "said", message)


def test_leave_takes_no_modules_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """A number as exit code ends the process without the usual clean-up."""
    codes: list[int] = []

    def end(code: int) -> None:
        codes.append(code)
        raise SystemExit

    monkeypatch.setattr(os, "_exit", end)
    monkeypatch.setattr(sys, "stdout", None)  # as without a console
    with pytest.raises(SystemExit):
        leave(7)

    assert codes == [7]


def test_the_import_of_numpy_leaves_the_environment_alone() -> None:
    """A picture is decoded meanwhile, by a library that reads the environment."""
    program = (
        "import os; import kquant.cli; changes = []; "
        "os.putenv = os.unsetenv = lambda *words: changes.append(words); "
        "import numpy; print(changes)"
    )
    bare = {k: v for k, v in os.environ.items() if not k.endswith("_MAIN_FREE")}

    done = subprocess.run(
        [sys.executable, "-c", program],
        env=bare,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "[]\n"


def test_one_blas_thread_unless_the_user_wants_more() -> None:
    """OpenBLAS gets one thread, but a number that the user has set stays."""
    program = (
        "import os; from kquant.runtime.startup import settle_environment as f; "
        "f(); print(os.environ['OPENBLAS_NUM_THREADS'])"
    )
    bare = {k: v for k, v in os.environ.items() if k != "OPENBLAS_NUM_THREADS"}

    printed = [
        subprocess.run(
            [sys.executable, "-c", program],
            env=bare | more,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for more in ({}, {"OPENBLAS_NUM_THREADS": "5"})
    ]

    assert printed == ["1\n", "5\n"]
