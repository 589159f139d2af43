"""Find one palette for all pictures, in a first pass over them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from random import Random
from typing import TYPE_CHECKING

from kquant.art.panels import panel_palettes
from kquant.batch.dask_cluster import Cluster
from kquant.batch.inputs import Inputs
from kquant.batch.job import Job
from kquant.batch.outputs import Output
from kquant.batch.plan import Plan
from kquant.batch.reading_jobs import read_job
from kquant.batch.recolor import recolored_palette
from kquant.batch.result_names import SHARED
from kquant.batch.tally import GROUP, NOTHING, Tally, total
from kquant.batch.window import WINDOW
from kquant.errors import OptionError
from kquant.files.atomic import open_output
from kquant.files.formats import MAX_PIXELS
from kquant.files.paths import READ_ONCE
from kquant.images.counting import PictureColors
from kquant.images.histogram import Histogram
from kquant.images.palette import Palette
from kquant.images.raster import Raster
from kquant.images.size import Size
from kquant.options import Options
from kquant.palette_files.writing import writer
from kquant.quantization.pipeline import find_palette
from kquant.quantization.sampling import histogram_for_fit

if TYPE_CHECKING:
    from concurrent.futures import Executor


@dataclass(frozen=True, slots=True)
class Tallying:
    """Counts the colors of a picture: call it with the job of the picture.

    Parameters
    ----------
    options : Options
        Only what determines the sample of pixels matters here.
    output : Output
        Frames that are not written do not count.
    max_pixels : int
        Larger pictures are left out.
    size : Size, optional
        The size that pictures are given before they are reduced.
    """

    options: Options
    output: Output
    max_pixels: int = MAX_PIXELS
    size: Size | None = None

    def __call__(self, job: Job) -> Tally:
        """Return the tally of a picture, which is empty if it cannot be read.

        The error is reported later, when the picture is to be reduced.

        Parameters
        ----------
        job : Job

        Returns
        -------
        Tally
        """
        try:
            picture, _ = read_job(job, self.output, self.max_pixels, self.size)
            return Tally.of(_histogram_of(picture.strip, self.options))
        except Exception:  # noqa: BLE001 - see above
            return NOTHING


def share_palette(
    planned: Plan,
    options: Options,
    executor: "Executor | None" = None,
    *,
    window: int = WINDOW,
    watch: Callable[[Iterator[Job]], Iterator[Job]] = iter,
) -> Options:
    """Find the palette that fits all pictures best, when each counts the same.

    Parameters
    ----------
    planned : Plan
    options : Options
    executor : concurrent.futures.Executor, optional
        Counts the colors of the pictures; None counts them here. A `Cluster` also
        adds up the counts. The result is always the same.
    window : int
        How many pictures are handed to the executor at a time.
    watch : callable (iterator of Job) -> iterator of Job
        Passes the jobs on; it can show the progress.

    Returns
    -------
    Options
        The same options, but with that palette for every picture.

    Raises
    ------
    OptionError
        When a palette is given, or when standard input is among the inputs: it can
        be read only once.
    """
    inputs = planned.inputs
    _check(inputs, options)
    look = Tallying(options, planned.output, inputs.max_pixels, inputs.size)
    jobs = watch(iter(planned))
    if isinstance(executor, Cluster):
        tally = executor.total(look, jobs)
    elif executor is None:
        tally = _added(map(look, jobs))
    else:
        from kquant.batch.workers import Work, results_in_order

        work = Work(look, lambda _job, _error: NOTHING)
        tally = _added(results_in_order(executor, work, jobs, window))
    colors = tuple(find_palette(tally.histogram(), options).hex())
    return replace(
        options,
        colors=len(colors),
        palette=colors,
        lock=(),
        max_error=None,
        vivid=False,
        sort=None,
    )


def write_shared_palette(planned: Plan, options: Options) -> list[str]:
    """Write the palette that all pictures share.

    Parameters
    ----------
    planned : Plan
    options : Options
        As `share_palette` returns them.

    Returns
    -------
    list of str
        What was written: paths, or "-".

    Raises
    ------
    ImageWriteError
        When a file cannot be written.
    """
    job, output = planned.shared_palette, planned.output
    if job is None:
        return []
    job = job.with_k(len(options.palette))
    needed = planned.due(job)
    palette = Palette.from_hex(" ".join(options.palette))
    palette = recolored_palette(palette, output.recolor)
    palettes = panel_palettes(palette, output.art.grid)
    for palette_format in job.palettes:
        paths = job.panel_paths(palette_format)
        for path, of_panel in zip(paths, palettes, strict=True):
            if path in needed.targets:
                named = replace(of_panel, name=of_panel.name or SHARED)
                overwrite = path in needed.replaced
                with open_output(
                    path, overwrite=overwrite, protected=output.protected
                ) as file:
                    writer(palette_format)(named, None, file)
    return needed.targets


def _histogram_of(raster: Raster, options: Options) -> Histogram:
    """Count the colors of a picture as its own fit would: all pixels, or a sample.

    A sample with fewer colors than the palette is to have is not enough.
    """
    colors = PictureColors.of(raster)
    histogram = histogram_for_fit(colors, options, Random(options.seed))
    if len(histogram) < min(options.most_colors, len(colors.packed)):
        return colors.histogram()
    return histogram


def _check(inputs: Inputs, options: Options) -> None:
    """Refuse options and inputs that contradict a shared palette."""
    if options.palette:
        raise OptionError(
            "--shared and -p exclude each other: a given palette is shared anyway"
        )
    if inputs.standard:
        raise OptionError(
            f"--shared looks at every picture twice, and {READ_ONCE}: name a file"
        )


def _added(tallies: Iterable[Tally]) -> Tally:
    """Add up many tallies, with few of them in memory at a time."""
    remaining, added = iter(tallies), NOTHING
    while group := list(islice(remaining, GROUP)):
        added = total([added, *group])
    return added
