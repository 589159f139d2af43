"""Worker processes: how they start, how they end, and what tells that one is lost."""

import errno
import io
import math
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

from kquant.runtime.signals import end_worker_when_told, held_back
from kquant.runtime.threads import limit_threads

_Result = TypeVar("_Result")
_PATIENCE = 60.0  # seconds that workers may take to start
_FILES, _FILES_EACH = 32, 4  # files that may be open at a time, also for each worker
_GLANCE = 0.5  # seconds between two looks at whether a result can still come
_GRACE = 5.0  # seconds that a worker has to end when the main process has died
_NO_THREAD = "can't start new thread"  # Python's words
_CLEARING = 1.0  # seconds that workers have to remove unfinished files


class WorkerDiedError(Exception):
    """A process, on this machine or in a cluster, died before its work was done."""


class NoWorkersError(Exception):
    """Worker processes cannot be started; the message says why.

    Parameters
    ----------
    error : Exception or str

    Attributes
    ----------
    lacks_threads : bool
        Whether threads cannot be started either, most likely.
    """

    def __init__(self, error: BaseException | str) -> None:
        text = getattr(error, "strerror", None) or str(error) or type(error).__name__
        super().__init__(str(text).lower())
        self.lacks_threads = isinstance(
            error, RuntimeError | MemoryError | BlockingIOError
        )


class WorkerPool(Executor):
    """Worker processes with one thread each; new ones can replace those that died.

    Parameters
    ----------
    workers : int
        How many processes.

    Raises
    ------
    NoWorkersError
        When the system lacks processes, threads, open files or shared memory for them.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._thread_errors: list[BaseException] = []
        self._hook = threading.excepthook
        threading.excepthook = self._note_error
        try:
            self._processes = self._started()
        except BaseException:
            threading.excepthook = self._hook
            raise

    def submit(
        self, function: Callable[..., _Result], /, *args: Any, **kwargs: Any
    ) -> "Future[_Result]":
        """Have a worker call a function.

        Parameters
        ----------
        function : callable
        *args, **kwargs
            Its arguments, which are sent to the worker.

        Returns
        -------
        concurrent.futures.Future
            It has a `BrokenExecutor` error if a worker of the pool has died.
        """
        try:
            return _submitted(self._processes, function, *args, **kwargs)
        except (BrokenExecutor, OSError) as error:  # died while idle, or cannot start
            lost: Future[_Result] = Future()
            lost.set_exception(BrokenExecutor(str(error)))
            return lost

    def has_lost(self, call: "Future[Any]", patience: float = math.inf) -> bool:
        """Wait for a call, and tell whether its result will never come.

        Parameters
        ----------
        call : concurrent.futures.Future
            As returned by `submit`.
        patience : float
            How many seconds to wait at most.

        Returns
        -------
        bool
        """
        end = time.monotonic() + patience
        while True:
            try:
                return isinstance(call.exception(_GLANCE), BrokenExecutor)
            except TimeoutError:
                if self._thread_errors or time.monotonic() > end:
                    return True

    def restart(self) -> None:
        """Start new workers; the work of the old ones is lost.

        Raises
        ------
        NoWorkersError
            When they cannot be started.
        """
        _end(self._processes)
        self._processes = self._started()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the workers finish what they are doing, then stop them.

        Parameters
        ----------
        wait, cancel_futures : bool
            As for `concurrent.futures.Executor.shutdown`.
        """
        if self._thread_errors:  # nothing else would stop them
            _end(self._processes)
        self._processes.shutdown(wait, cancel_futures=cancel_futures)
        threading.excepthook = self._hook

    def _started(self) -> ProcessPoolExecutor:
        """Start the workers, and see one of them do something."""
        self._thread_errors.clear()
        processes = None
        try:
            _provide_files(self._workers)
            context = multiprocessing.get_context(_start_method())
            processes = ProcessPoolExecutor(self._workers, context, _start_worker)
            sign_of_life = _submitted(processes, bool)
        except Exception as error:  # many kinds: a start needs much of the system
            if processes is not None:
                _end(processes)
            raise NoWorkersError(error) from error
        if self.has_lost(sign_of_life, _PATIENCE):
            _end(processes)
            raise NoWorkersError(self._reason(sign_of_life))
        return processes

    def _reason(self, call: "Future[Any]") -> BaseException | str:
        """Return why a call has failed before any worker could take it up."""
        if self._thread_errors:
            return self._thread_errors[0]
        error = call.exception() if call.done() else None
        cause = getattr(error, "__cause__", None)  # since Python 3.13, as text
        if _NO_THREAD in str(cause):
            return RuntimeError(_NO_THREAD)
        return "they do not answer"

    def _note_error(self, failure: threading.ExceptHookArgs) -> None:
        """Remember that a thread, most likely the one behind the workers, has died."""
        self._thread_errors.append(failure.exc_value or failure.exc_type())


def _submitted(
    processes: ProcessPoolExecutor,
    function: Callable[..., _Result],
    *args: Any,
    **kwargs: Any,
) -> "Future[_Result]":
    """Hand a call to a worker, one that is started for it included."""
    with held_back():  # until a new worker knows what to do about interruptions
        return processes.submit(_called, function, *args, **kwargs)


def _end(processes: ProcessPoolExecutor) -> None:
    """End all workers, like `kill_workers` in Python 3.14, but let them clear up first.

    Without it, earlier versions may wait forever: for a worker that was being started
    when another one died, or for those that wait for work from a pool that is none.
    """
    started = list((processes._processes or {}).values())
    for process in started:
        process.terminate()  # removes unfinished files
    end = time.monotonic() + _CLEARING
    for process in started:
        process.join(max(0.0, end - time.monotonic()))
        process.kill()
    with suppress(RuntimeError):  # from a thread that could not even be started
        processes.shutdown(cancel_futures=True)
    for process in started:
        process.join()


def _provide_files(workers: int) -> None:
    """Raise the limit of open files if necessary, as a user may without asking."""
    if sys.platform == "win32":
        return
    import resource  # there is none on Windows

    needed = _FILES + _FILES_EACH * workers
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return
    if hard != resource.RLIM_INFINITY and hard < needed:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
    resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))


def _start_method() -> str | None:
    """Return how to start processes: the quickest method that is safe here."""
    if sys.platform == "win32":
        return None
    if sys.platform == "linux" and threading.active_count() == 1:
        return "fork"  # no import is needed, and no lock is held
    multiprocessing.set_forkserver_preload(["kquant.batch.one_picture"])
    return "forkserver"


def _start_worker() -> None:
    """Prepare a worker process."""
    sys.stderr = io.StringIO()  # the main process reports; nobody reads tracebacks
    end_worker_when_told()
    limit_threads(1)
    with suppress(RuntimeError):  # no more threads are allowed
        threading.Thread(target=_end_with_parent, daemon=True).start()


def _called(function: Callable[..., _Result], /, *args: Any, **kwargs: Any) -> _Result:
    """Call a function; if this worker is told to end meanwhile, end it."""
    try:
        return function(*args, **kwargs)
    except SystemExit:  # unfinished files are removed by now
        os._exit(1)


def _end_with_parent() -> None:
    """End this process when its parent process has ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)  # removes unfinished files
        time.sleep(_GRACE)
        os._exit(1)
