"""Read, quantize and write one picture, and report the outcome."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import BinaryIO, NamedTuple

from kquant.art.artwork import Artwork
from kquant.art.options import Art
from kquant.batch.advice import art_notes, color_notes, frame_notes
from kquant.batch.job import Job
from kquant.batch.outcome import Outcome, failed_by
from kquant.batch.outputs import Output
from kquant.files.atomic import atomic_file, whole_stdout
from kquant.files.decode import Decoded
from kquant.files.formats import ANIMATION_FORMATS, MAX_PIXELS, ImageFormat
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

_Ahead = Callable[[], Decoded | None]


def _nothing() -> None:
    """Return no picture: none is decoded ahead."""


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
    max_pixels : int
        Larger pictures are refused.
    """

    options: Options
    output: Output
    details: bool = False
    max_pixels: int = MAX_PIXELS

    def __call__(self, job: Job, decoded: _Ahead = _nothing) -> Outcome:
        """Do a job, and report any failure in the outcome.

        Parameters
        ----------
        job : Job
        decoded : callable () -> Decoded or None, optional
            Returns the opened file with its first frame, if that is already decoded.
            It is called, rather than its result passed on, so that nothing holds the
            decoded picture once it is reduced.

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

    def _do(self, job: Job, decoded: _Ahead) -> Outcome:
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
                *frame_notes(job, reduced.timing, reduced.dropped_frames),
            ),
            colors=tuple(code for palette in artwork.palettes for code in palette),
            shares=tuple((shares / art.panels).tolist()) * art.panels,
            to_stdout=STANDARD in wanted,
            details=reduced.details,
        )

    def _reduce(self, job: Job, decoded: _Ahead, watch: Stopwatch) -> _Reduced:
        """Read and quantize a picture or all of its frames; keep no original pixels."""
        with watch.step("read"):
            reduced = not self.output.image
            source = read_animation(
                job.source,
                max_pixels=self.max_pixels,
                reduced=reduced,
                decoded=decoded(),
            )
        picture = source if _is_animated(job, self.output) else source.first()
        quantized = quantize_frames(picture, self.options)
        measured: Measurements = {}
        if self.details:
            measured = describe(picture, quantized, self.options)
        dropped = len(source.timing) - len(picture.timing)
        return _Reduced(quantized, picture.timing, dropped, measured)


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
    name = "" if job.source == STANDARD else stem_of(job.source)
    for palette_format in job.palettes:
        paths = job.panel_paths(palette_format)
        for path, palette in zip(paths, artwork.palettes, strict=True):
            if path in wanted:
                named = replace(palette, name=palette.name or name)
                with _opened(path, overwrite=overwrite) as file:
                    writer(palette_format)(named, shares, file)
    if job.image_format is not None and job.image in wanted:
        with _opened(str(job.image), overwrite=overwrite) as file:
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


def _opened(path: str, *, overwrite: bool) -> AbstractContextManager[BinaryIO]:
    """Open an output that appears complete or not at all."""
    if path == STANDARD:
        return whole_stdout()
    return atomic_file(path, overwrite=overwrite)
