"""Tricks that make the program start and end sooner.

Each function is one trick. `python -m benchmarks.startup` switches them off one by one,
and benchmarks/RESULTS.md lists the milliseconds that each of them saves. In addition,
modules that few runs need are imported where they are used.
"""

import gc
import io
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from threading import Thread
from typing import Any, Generic, NoReturn, TypeVar

_Result = TypeVar("_Result")


def settle_environment() -> None:
    """Set what numpy reads from the environment, before any thread is started.

    One thread for its products: they are too small to share here. The others are those
    that numpy would set, and remove again, while it is imported. C libraries that read
    the environment at that moment, as the JPEG decoder does, would crash.
    """
    for name in ("OPENBLAS_NUM_THREADS", "OPENBLAS_MAIN_FREE", "GOTOBLAS_MAIN_FREE"):
        os.environ.setdefault(name, "1")


def hold_garbage() -> None:
    """Turn the garbage collector off: imports leave nothing for it to collect."""
    gc.disable()


def collect_garbage() -> None:
    """Turn the garbage collector on again, and let it skip the imported modules."""
    gc.freeze()
    gc.enable()


def open_standard_files() -> None:
    """Give the numbers 0, 1 and 2 to the null device where they are closed.

    Otherwise the first files that are opened get them, and C libraries write their
    warnings into these. Python has looked before, so `sys.stdout` stays None.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free


def leave(code: str | int | None) -> NoReturn:
    """End this process at once, without the cleanup of all its modules.

    Parameters
    ----------
    code : int, str or None
        As for `sys.exit`, which ends the process if the code is not an int.
    """
    if not isinstance(code, int):
        sys.exit(code)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError, ValueError):
                stream.flush()
    os._exit(code)


class Ahead(Generic[_Result]):
    """Calls a function in a background thread, to have its result ready early.

    Parameters
    ----------
    function : callable () -> result
        Must not raise an exception.
    """

    def __init__(self, function: Callable[[], _Result]) -> None:
        self._results: list[_Result] = []
        self._function = function
        self._thread = Thread(target=self._call, daemon=True)
        with suppress(RuntimeError):  # no thread can be started: called when needed
            self._thread.start()

    def _call(self) -> None:
        """Call the function, and keep its result."""
        self._results.append(self._function())

    def result(self) -> _Result:
        """Wait for the function to finish, and hand over its result, once."""
        if self._thread.ident is None:
            self._call()
        else:
            self._thread.join()
        return self._results.pop()  # kept here, it would take memory to the end


class NamedBuffer(io.BytesIO):
    """A file in memory whose name tells Pillow which of its plugins to import.

    Parameters
    ----------
    name : str
        With a suffix, such as "picture.png".
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


def imported_when_used(module: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Make a `__getattr__` for a module whose names are imported on first use.

    Parameters
    ----------
    module : str
        The name of the module.
    homes : mapping of str to str
        The module that defines each name.

    Returns
    -------
    callable (name) -> object
        It raises AttributeError for names that are not in `homes`.
    """

    def getattribute(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        return getattr(import_module(homes[name]), name)

    return getattribute
