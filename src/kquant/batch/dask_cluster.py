"""Process pictures on the workers of a Dask cluster, with the same results as here.

The network carries paths, options and outcomes, but no pixels. For a shared palette,
it also carries tallies of colors, which the workers add up among themselves.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from kquant.batch.dask_connection import connected
from kquant.batch.job import Job
from kquant.batch.tally import GROUP, NOTHING, Tally, total
from kquant.batch.window import window_for
from kquant.batch.worker_pool import WorkerDiedError
from kquant.errors import ClusterError
from kquant.runtime.threads import limit_threads

if TYPE_CHECKING:
    from distributed import Future as DaskFuture

_Result = TypeVar("_Result")


class Cluster(Executor):
    """An executor that hands its work to the workers of a running cluster.

    Parameters
    ----------
    address : str
        The address of the scheduler, such as ``tcp://10.0.0.1:8786``.

    Raises
    ------
    ClusterError
        When Dask is not installed here, the address cannot work, no scheduler or
        worker answers, or the workers have no kquant or another version of it.
    """

    def __init__(self, address: str) -> None:
        self._client = connected(address)

    @property
    def window(self) -> int:
        """How many pictures should be under way at a time."""
        threads: dict[str, int] = self._client.ncores()
        return window_for(sum(threads.values()))

    def submit(
        self, function: Callable[..., _Result], /, *args: Any, **kwargs: Any
    ) -> "Future[_Result]":
        """Have a worker call a function; if the worker is lost, Dask asks another one.

        Parameters
        ----------
        function : callable
        *args, **kwargs
            Its arguments, which are sent to the worker.

        Returns
        -------
        concurrent.futures.Future
            It has a `WorkerDiedError` if several workers died of the call, and a
            `ClusterError` if the cluster dropped it.
        """
        from distributed import KilledWorker

        there = self._client.submit(_on_worker, function, *args, pure=False, **kwargs)
        here: Future[_Result] = Future()

        def report(done: "DaskFuture") -> None:
            if not here.set_running_or_notify_cancel():
                return
            try:
                here.set_result(done.result())
            except KilledWorker:
                here.set_exception(WorkerDiedError())
            except Exception as error:  # noqa: BLE001 - passed on to the caller
                here.set_exception(error)
            except BaseException:  # noqa: BLE001 - a cancellation is not an Exception
                here.set_exception(ClusterError("the cluster dropped the work"))

        there.add_done_callback(report)
        return here

    def total(self, tallying: Callable[[Job], Tally], jobs: Iterable[Job]) -> Tally:
        """Add up the tallies of pictures on the workers, as a tree of sums.

        Parameters
        ----------
        tallying : callable (Job) -> Tally
            Makes the tally of the picture of a job.
        jobs : iterable of Job

        Returns
        -------
        Tally
        """
        levels: list[list[DaskFuture]] = []
        for tally in self._sums(tallying, jobs):
            for level in levels:
                level.append(tally)
                if len(level) < GROUP:
                    break
                tally = self._added(level)  # goes to the next level
                level.clear()
            else:
                levels.append([tally])
        carried: list[DaskFuture] = []
        for level in levels:
            carried = [self._added([*carried, *level])]
        return carried[0].result() if carried else NOTHING

    def _sums(
        self, tallying: Callable[[Job], Tally], jobs: Iterable[Job]
    ) -> "Iterator[DaskFuture]":
        """Yield the sums of groups of pictures, with few groups under way at a time."""
        most = max(2, self.window // GROUP)
        waiting: deque[tuple[list[DaskFuture], DaskFuture]] = deque()
        remaining = iter(jobs)
        while group := list(islice(remaining, GROUP)):
            if len(waiting) == most:
                yield self._whole(*waiting.popleft())
            parts = self._client.map(_on_worker, [tallying] * GROUP, group, pure=False)
            waiting.append((parts, self._added(parts)))
        while waiting:
            yield self._whole(*waiting.popleft())

    def _whole(self, parts: "list[DaskFuture]", added: "DaskFuture") -> "DaskFuture":
        """Wait for a sum; leave out the pictures that killed their workers."""
        if added.exception() is None:
            return added
        return self._added([part for part in parts if part.exception() is None])

    def _added(self, futures: "list[DaskFuture]") -> "DaskFuture":
        """Have a worker add up tallies that are on the workers."""
        return self._client.submit(total, list(futures), pure=False)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster, which keeps running.

        Parameters
        ----------
        wait, cancel_futures : bool
            Not used: work that has not begun is always dropped.
        """
        del wait, cancel_futures  # the client drops what has not begun
        self._client.close()


def _on_worker(
    function: Callable[..., _Result], /, *args: Any, **kwargs: Any
) -> _Result:
    """Call a function in a worker on one thread: other workers use the other cores."""
    limit_threads(1)
    return function(*args, **kwargs)
