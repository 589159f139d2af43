"""Read, quantize and write one picture, and report the outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kquant.batch.advice import (
    art_notes,
    color_notes,
    frame_notes,
    headline,
    plate_notes,
)
from kquant.batch.composing import composed, suited, wants_shapes
from kquant.batch.existing import Due, due
from kquant.batch.job import Job
from kquant.batch.late_names import Written
from kquant.batch.outcome import Outcome, failed_by
from kquant.batch.outputs import Output
from kquant.batch.reading_jobs import Ahead, nothing_ahead, read_job
from kquant.batch.recolor import recolored
from kquant.batch.results import Results, write_results
from kquant.files.formats import MAX_PIXELS, format_of_suffix
from kquant.files.paths import STANDARD, suffix_of
from kquant.images.animation import Animation, Timing
from kquant.images.size import Size
from kquant.options import Options
from kquant.quantization.pipeline import quantize_frames
from kquant.quantization.quality import Measurements, describe
from kquant.quantization.quantized import Quantized
from kquant.runtime.arrays import F64
from kquant.runtime.stopwatch import Stopwatch


class _Reduced(NamedTuple):
    """A quantized picture, when its original pixels are no longer needed."""

    quantized: Quantized
    timing: Timing
    drops_frames: bool
    details: Measurements
    film: bytes
    options: Options
    chapter: str


@dataclass(frozen=True, slots=True)
class Task:
    """The work of a run: call it with a job to process one picture.

    Parameters
    ----------
    options : Options
    output : Output
    details : bool
        Whether to measure the error, which needs another pass over the picture.
    max_pixels : int
        Larger pictures are refused.
    size : Size, optional
        The size that pictures are given before they are reduced.
    written : Written, optional
        Keeps the results of this process apart whose names may meet.
    chapter : int
        How many bytes the pictures may take that a page shows; 0 if there is no page.
    """

    options: Options
    output: Output
    details: bool = False
    max_pixels: int = MAX_PIXELS
    size: Size | None = None
    written: Written | None = None
    chapter: int = 0

    def __call__(self, job: Job, decoded: Ahead = nothing_ahead) -> Outcome:
        """Do a job, and report any failure in the outcome.

        Parameters
        ----------
        job : Job
        decoded : callable () -> Decoded or None, optional
            Returns the opened file with its first frame, if that is already decoded.
            A function and not the picture itself: a variable of the caller would keep
            the pixels in memory.

        Returns
        -------
        Outcome

        Raises
        ------
        BrokenPipeError
            When nobody reads standard output any longer.
        """
        try:
            return self._do(job, decoded)
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001 - the other jobs must go on
            return failed_by(job.source, error)

    def _do(self, job: Job, decoded: Ahead) -> Outcome:
        """Read, quantize and write one picture."""
        output, art = self.output, self.output.art
        needed = due(job, output)
        is_taken = self.written is not None and self.written.may_have(job)
        may_skip = not is_taken and not self.chapter
        if job.targets() and not needed.targets and may_skip:
            return Outcome(job.source, "skipped", notes=needed.notes)
        watch = Stopwatch()
        if art.compare:
            return self._compare(job, decoded, needed, watch)
        shapes = wants_shapes(job, self.options, art)
        reduced = self._reduce(job, decoded, watch, shapes=shapes)
        image = recolored(reduced.quantized.image, output.recolor)
        if job.k_is_unknown:
            job = job.with_k(len(image.palette))
            if self.written is not None:
                self.written.claim(job)
            needed = due(job, output)
        shares = image.shares()
        with watch.step("compose"):
            plated = job.plates in needed.targets
            artwork, plates = composed(
                image, self.options, output, shapes=shapes, plates=plated
            )
        with watch.step("write"):
            results = Results(artwork, shares, reduced.timing, reduced.film, plates)
            written = write_results(job, results, needed, output)
        if self.details:
            seconds = {**watch.seconds, **reduced.quantized.seconds}
            reduced.details["seconds"] = seconds
        return _outcome(job, reduced, results, shares, needed, written)

    def _compare(
        self, job: Job, decoded: Ahead, needed: Due, watch: Stopwatch
    ) -> Outcome:
        """Read a picture, and write a sheet of it in several numbers of colors."""
        # Imported late: few runs need it.
        from kquant.batch.one_comparison import do_comparison

        picture, drops_frames = self._read(job, decoded, watch)
        still = picture.strip
        done = do_comparison(job, still, self.options, self.output, needed, watch)
        if not drops_frames:
            return done
        note = f"{job.source} is an animation, and the sheet has only its first frame"
        return done._replace(notes=(*done.notes, note))

    def _read(
        self, job: Job, decoded: Ahead, watch: Stopwatch
    ) -> tuple[Animation, bool]:
        """Read a picture or all of its frames; tell whether frames were left out."""
        with watch.step("read"):
            return read_job(job, self.output, self.max_pixels, self.size, decoded)

    def _reduce(
        self, job: Job, decoded: Ahead, watch: Stopwatch, *, shapes: bool
    ) -> _Reduced:
        """Read and quantize a picture or all of its frames; keep no original pixels."""
        picture, drops_frames = self._read(job, decoded, watch)
        options = suited(self.options, self.output.art, picture.strip, shapes=shapes)
        quantized = quantize_frames(picture, options)
        measured: Measurements = {}
        if self.details:
            measured = describe(picture, quantized, options)
        film = b""
        if job.film is not None:
            with watch.step("film"):
                film = _filmed(picture, quantized, options, job.film)
        chapter = ""
        if self.chapter:
            with watch.step("report"):
                chapter = _told(picture, quantized, options, self.chapter)
        timing = picture.timing
        return _Reduced(
            quantized, timing, drops_frames, measured, film, options, chapter
        )


def _outcome(
    job: Job,
    reduced: _Reduced,
    results: Results,
    shares: F64,
    needed: Due,
    written: Sequence[str],
) -> Outcome:
    """Report on a picture whose results are written; `written` is what was not named."""
    quantized, options = reduced.quantized, reduced.options
    artwork, plates = results.artwork, results.plates
    panels = len(artwork.palettes)
    return Outcome(
        job.source,
        "done",
        (*(path for path in needed.targets if path != STANDARD), *written),
        headline=headline(quantized, options),
        notes=(
            *needed.notes,
            *color_notes(job, quantized, shares, options),
            *art_notes(job, artwork),
            *(() if plates is None else plate_notes(job, plates.codes)),
            *frame_notes(job, reduced.timing, drops_frames=reduced.drops_frames),
        ),
        colors=tuple(code for palette in artwork.palettes for code in palette),
        shares=tuple((shares / panels).tolist()) * panels,
        to_stdout=STANDARD in needed.targets,
        details=reduced.details,
        chapter=reduced.chapter,
    )


def _filmed(
    picture: Animation, quantized: Quantized, options: Options, path: str
) -> bytes:
    """Return the film of the fit, in the format of its name."""
    # Imported late: few runs need it.
    from kquant.report.film import film

    return film(picture, quantized, options, format_of_suffix(suffix_of(path)) or "gif")


def _told(
    picture: Animation, quantized: Quantized, options: Options, budget: int
) -> str:
    """Return what a page shows of the picture."""
    # Imported late: few runs need it.
    from kquant.report.chapter import chapter

    return chapter(picture, quantized, options, budget)
