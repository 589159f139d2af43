"""Read, quantize and write one picture, and report the outcome."""

from dataclasses import dataclass, replace
from functools import partial
from typing import BinaryIO, Literal, NamedTuple

from kquant.art.artwork import Artwork
from kquant.art.options import Art
from kquant.batch.advice import art_notes, color_notes, frame_notes
from kquant.batch.job import Job
from kquant.batch.outputs import Output
from kquant.errors import KquantError
from kquant.files.atomic import open_output
from kquant.files.decode import Decoded
from kquant.files.formats import ANIMATION_FORMATS, ImageFormat
from kquant.files.frames import encode_animation
from kquant.files.paths import STANDARD, stem_of
from kquant.files.pdf import encode_pdf
from kquant.files.reading import read_animation
from kquant.files.writing import encode
from kquant.images.animation import Timing
from kquant.images.indexed import IndexedImage
from kquant.options import Options
from kquant.palette_files.writing import writer
from kquant.quantization.pipeline import Quantized, quantize_frames
from kquant.quantization.quality import Measurements, describe
from kquant.runtime.arrays import F64
from kquant.runtime.stopwatch import Stopwatch

Status = Literal["done", "skipped", "failed"]


class Outcome(NamedTuple):
    """The result of one input, without any pixels.

    Attributes
    ----------
    source : str
        The path of the input, or "-".
    status : {"done", "skipped", "failed"}
    written : tuple of str
        Paths of the files that were written.
    error : str
        What went wrong, as one sentence; empty if nothing did.
    notes : tuple of str
        Sentences about what may surprise the user although the input succeeded.
    colors : tuple of str
        The palette as ``#rrggbb``, in order; the palettes of several panels follow
        one another.
    shares : tuple of float
        The share of the picture that each color covers.
    to_stdout : bool
        Whether the picture or the palette file went to standard output.
    details : Measurements
        Empty unless requested.
    """

    source: str
    status: Status
    written: tuple[str, ...] = ()
    error: str = ""
    notes: tuple[str, ...] = ()
    colors: tuple[str, ...] = ()
    shares: tuple[float, ...] = ()
    to_stdout: bool = False
    details: Measurements = {}  # noqa: RUF012 - never changed


class _Reduced(NamedTuple):
    """A quantized picture, when its original pixels are no longer needed."""

    quantized: Quantized
    timing: Timing
    dropped_frames: int
    details: Measurements


@dataclass(frozen=True, slots=True)
class Task:
    """The work of a run: call it with a job to process one picture.

    Parameters
    ----------
    options : Options
    output : Output
    details : bool
        Whether to measure the error, which needs another pass over the picture.
    """

    options: Options
    output: Output
    details: bool = False

    def __call__(self, job: Job, decoded: Decoded | None = None) -> Outcome:
        """Do a job, and report any failure in the outcome.

        Parameters
        ----------
        job : Job
        decoded : Decoded, optional
            The opened file with its first frame, if that is already decoded.

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
        except KquantError as error:
            return failed(job.source, str(error))
        except BrokenPipeError:
            raise
        except MemoryError:
            return failed(
                job.source, f"{job.source} needs more memory than is available"
            )
        except Exception as error:  # noqa: BLE001 - the other jobs must go on
            return failed(job.source, f"{job.source} failed: {describe_error(error)}")

    def _do(self, job: Job, decoded: Decoded | None) -> Outcome:
        """Read, quantize and write one picture."""
        output, art = self.output, self.output.art
        wanted = job.wanted(output.existing)
        if job.targets() and not wanted:
            return Outcome(job.source, "skipped")
        watch = Stopwatch()
        reduced = self._reduce(job, decoded, watch)
        image = reduced.quantized.image
        shares = image.shares()
        with watch.step("compose"):
            artwork = _composed(image, art, dithered=self.options.dither != "none")
        with watch.step("write"):
            _write(job, artwork, shares, wanted, output, reduced.timing)
        if self.details:
            seconds = {**watch.seconds, **reduced.quantized.seconds}
            reduced.details["seconds"] = seconds
        return Outcome(
            job.source,
            "done",
            tuple(path for path in wanted if path != STANDARD),
            notes=(
                *color_notes(job, reduced.quantized, shares, self.options),
                *art_notes(job, artwork),
                *frame_notes(job, reduced.dropped_frames),
            ),
            colors=tuple(code for palette in artwork.palettes for code in palette),
            shares=tuple((shares / art.panels).tolist()) * art.panels,
            to_stdout=STANDARD in wanted,
            details=reduced.details,
        )

    def _reduce(self, job: Job, decoded: Decoded | None, watch: Stopwatch) -> _Reduced:
        """Read and quantize a picture or all of its frames; keep no original pixels."""
        with watch.step("read"):
            reduced = not self.output.image
            source = read_animation(job.source, reduced=reduced, decoded=decoded)
        picture = source if _is_animated(job, self.output) else source.first()
        quantized = quantize_frames(picture, self.options)
        measured: Measurements = {}
        if self.details:
            measured = describe(picture, quantized, self.options)
        dropped = len(source.timing) - len(picture.timing)
        return _Reduced(quantized, picture.timing, dropped, measured)


def failed(source: str, error: str) -> Outcome:
    """Return the outcome of an input that failed.

    Parameters
    ----------
    source : str
        The path of the input, or "-".
    error : str
        What went wrong, as one sentence.

    Returns
    -------
    Outcome
    """
    return Outcome(source, "failed", error=error)


def describe_error(error: BaseException) -> str:
    """Describe an unexpected error by its type and its message.

    Parameters
    ----------
    error : BaseException

    Returns
    -------
    str
    """
    return f"{type(error).__name__}: {error}".rstrip(": ")


def _composed(image: IndexedImage, art: Art, *, dithered: bool) -> Artwork:
    """Return what is to be written: the reduced picture, or panels or a page of it."""
    if not art:
        return Artwork(image, (image.palette,))
    # Imported late: few runs need it.
    from kquant.art.compose import compose

    return compose(image, art, dithered=dithered)


def _is_animated(job: Job, output: Output) -> bool:
    """Tell whether all frames are wanted, rather than only the first."""
    if not output.image:
        return True  # the palette is that of all frames
    return job.image_format in ANIMATION_FORMATS and not output.art


def _write(
    job: Job,
    artwork: Artwork,
    shares: F64,
    wanted: list[str],
    output: Output,
    timing: Timing,
) -> None:
    """Write the wanted files; the picture comes last, to show that all is done."""
    overwrite = output.existing == "overwrite"
    opened = partial(
        open_output, overwrite=overwrite, protected=(*output.protected, job.source)
    )
    name = "" if job.source == STANDARD else stem_of(job.source)
    for palette_format in job.palettes:
        paths = job.panel_paths(palette_format)
        for path, palette in zip(paths, artwork.palettes, strict=True):
            if path in wanted:
                named = replace(palette, name=palette.name or name)
                with opened(path) as file:
                    writer(palette_format)(named, shares, file)
    if job.image_format is not None and job.image in wanted:
        with opened(str(job.image)) as file:
            _encode(artwork, output, job.image_format, file, timing)


def _encode(
    artwork: Artwork,
    output: Output,
    image_format: ImageFormat,
    file: BinaryIO,
    timing: Timing,
) -> None:
    """Write the picture; PDF is the only format that has a page around it."""
    page = output.art.page
    if len(timing) > 1 and isinstance(artwork.image, IndexedImage):
        encode_animation(artwork.image, timing, image_format, file, output.compress)
        return
    if image_format == "pdf" and page is not None:
        encode_pdf(artwork.image, page, file)
    else:
        encode(artwork.image, image_format, file, output.compress)
