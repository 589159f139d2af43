"""One palette for all pictures: they are looked at once, and then done with it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from kquant.cluster import Cluster
from kquant.errors import KquantError, OptionError
from kquant.files.reading import read_animation
from kquant.inputs import Inputs
from kquant.options import Options
from kquant.pipeline import histogram_of, palette_of
from kquant.tally import GROUP, NOTHING, Tally, total

if TYPE_CHECKING:
    from concurrent.futures import Executor

_WINDOW = 64


@dataclass(frozen=True, slots=True)
class Tallying:
    """Counts the colours of a picture; called with its path.

    Parameters
    ----------
    options : Options
        Of which the sample and the seed matter here.
    """

    options: Options

    def __call__(self, path: str) -> Tally:
        """Return the tally of a picture, or of nothing if it cannot be read.

        That is reported when the picture is to be done.
        """
        try:
            strip = read_animation(path).strip
            return Tally.of(histogram_of(strip, self.options))
        except (KquantError, MemoryError):
            return NOTHING


def share_palette(
    inputs: Inputs,
    options: Options,
    executor: "Executor | None" = None,
    *,
    window: int = _WINDOW,
    watch: Callable[[Iterator[str]], Iterator[str]] = iter,
) -> Options:
    """Find the palette that fits all pictures best, each weighing the same.

    Parameters
    ----------
    inputs : Inputs
    options : Options
    executor : concurrent.futures.Executor, optional
        What looks at the pictures; None is this process. A `Cluster` also adds up
        what it sees. The result is the same.
    window : int
        How many pictures are handed to the executor at a time.
    watch : callable
        Passes on the paths; may tell someone of the progress.

    Returns
    -------
    Options
        The same with that palette, to do each picture with.

    Raises
    ------
    OptionError
        When standard input, which can be read only once, is an input, or the
        palette is given.
    """
    _check(inputs, options)
    look, paths = Tallying(options), watch(source.path for source in inputs)
    if isinstance(executor, Cluster):
        tally = executor.total(look, paths)
    elif executor is None:
        tally = _added(map(look, paths))
    else:
        from kquant.pool import Work, in_order

        work = Work(look, lambda _path, _error: NOTHING)
        tally = _added(in_order(executor, work, paths, window))
    palette = palette_of(tally.histogram(), options)
    colors = tuple(palette.hex())
    return replace(
        options, palette=colors, lock=(), max_error=None, vivid=False, sort=None
    )


def _check(inputs: Inputs, options: Options) -> None:
    """Refuse what makes no sense together with a shared palette."""
    if options.palette:
        raise OptionError(
            "--shared and -p exclude each other: a given palette is shared anyway"
        )
    if inputs.standard:
        raise OptionError(
            "--shared looks at every picture twice, and standard input can be read "
            "once only: name a file"
        )


def _added(tallies: Iterable[Tally]) -> Tally:
    """Add up many tallies, few of them in memory at a time."""
    remaining, added = iter(tallies), NOTHING
    while group := list(islice(remaining, GROUP)):
        added = total([added, *group])
    return added
