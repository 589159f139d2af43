"""One picture: read, quantized, written, and reported as an Outcome."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, NamedTuple

from kquant.animation import Timing
from kquant.arrays import F64
from kquant.artwork import Artwork, compose
from kquant.errors import KquantError
from kquant.files.atomic import atomic_file, whole_stdout
from kquant.files.frames import ANIMATION_FORMATS, encode_animation
from kquant.files.reading import read_animation
from kquant.files.writing import encode
from kquant.image import IndexedImage
from kquant.inputs import STANDARD
from kquant.naming import stem_of
from kquant.notes import art_notes, color_notes, frame_notes
from kquant.options import Options
from kquant.outputs import Job, Output
from kquant.palette_files import writer
from kquant.pipeline import Quantized, quantize_frames
from kquant.stopwatch import Stopwatch


class Outcome(NamedTuple):
    """What became of one input; small, whatever the size of the picture.

    Attributes
    ----------
    source : str
    status : {"done", "skipped", "failed"}
    written : tuple of str
        Paths of the files that were written.
    error : str
        What went wrong, as a sentence; empty unless it failed.
    notes : tuple of str
        What the user should know although it worked.
    colors : tuple of str
        The palette as ``#rrggbb``, in order; of panels one after another.
    shares : tuple of float
        The part of the picture that each colour covers.
    to_stdout : bool
        Whether the picture, or the palette file, went to standard output.
    details : dict
        Measurements, if they were asked for: see `kquant.quality.describe`.
    """

    source: str
    status: str
    written: tuple[str, ...] = ()
    error: str = ""
    notes: tuple[str, ...] = ()
    colors: tuple[str, ...] = ()
    shares: tuple[float, ...] = ()
    to_stdout: bool = False
    details: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Task:
    """What is done with every picture of a run; called with a job, does one.

    Parameters
    ----------
    options : Options
    output : Output
    details : bool
        Whether to measure the error, which takes another look at the picture.
    """

    options: Options
    output: Output
    details: bool = False

    def __call__(self, job: Job) -> Outcome:
        """Do a job, whatever happens; nothing is raised but interruptions."""
        try:
            return _do(job, self.options, self.output, details=self.details)
        except KquantError as error:
            return failed(job.source, str(error))
        except BrokenPipeError:
            raise  # nobody reads what goes to standard output
        except MemoryError:
            return failed(job.source, f"{job.source} needs more memory than there is")
        except Exception as error:  # noqa: BLE001 - the others are to be done
            return failed(job.source, f"{job.source} failed: {describe_error(error)}")


def failed(source: str, error: str) -> Outcome:
    """Return the outcome of an input that could not be done."""
    return Outcome(source, "failed", error=error)


def describe_error(error: BaseException) -> str:
    """Name an error that should not have occurred."""
    return f"{type(error).__name__}: {error}".rstrip(": ")


class _Reduced(NamedTuple):
    """A picture after its quantization, when its pixels are not needed any more."""

    quantized: Quantized
    timing: Timing
    dropped_frames: int
    details: dict[str, Any]


def _do(job: Job, options: Options, output: Output, *, details: bool) -> Outcome:
    """Read, quantize and write one picture."""
    wanted = job.wanted(output.existing)
    if job.targets() and not wanted:
        return Outcome(job.source, "skipped")
    watch, art = Stopwatch(), output.art
    reduced = _reduce(job, options, output, watch, details=details)
    image = reduced.quantized.image
    shares = image.shares()
    with watch.step("compose"):
        artwork = compose(image, art, dithered=options.dither != "none")
    with watch.step("write"):
        _write(job, artwork, shares, wanted, output, reduced.timing)
    if details:
        reduced.details["seconds"] = {**watch.seconds, **reduced.quantized.seconds}
    return Outcome(
        job.source,
        "done",
        tuple(path for path in wanted if path != STANDARD),
        notes=(
            *color_notes(job, reduced.quantized, shares, options),
            *art_notes(job, artwork),
            *frame_notes(job, reduced.dropped_frames),
        ),
        colors=tuple(code for palette in artwork.palettes for code in palette),
        shares=tuple((shares / art.panels).tolist()) * art.panels,
        to_stdout=STANDARD in wanted,
        details=reduced.details,
    )


def _reduce(
    job: Job, options: Options, output: Output, watch: Stopwatch, *, details: bool
) -> _Reduced:
    """Read and quantize a picture, or all of its frames; let go of its pixels."""
    with watch.step("read"):
        source = read_animation(job.source, reduced=not output.image)
    picture = source if _is_animated(job, output) else source.first()
    quantized = quantize_frames(picture, options)
    measured = {}
    if details:
        from kquant.quality import describe  # what few runs need

        measured = describe(picture.strip, quantized, options)
        size = [picture.strip.width, picture.frame_height]
        measured |= {"size": size, "frames": len(picture.timing)}
    dropped = len(source.timing) - len(picture.timing)
    return _Reduced(quantized, picture.timing, dropped, measured)


def _is_animated(job: Job, output: Output) -> bool:
    """Tell whether all frames are wanted, and not the first one only."""
    if not output.image:
        return True  # of which the palette is
    return job.image_format in ANIMATION_FORMATS and not output.art


def _write(
    job: Job,
    artwork: Artwork,
    shares: F64,
    wanted: list[str],
    output: Output,
    timing: Timing,
) -> None:
    """Write the files that are wanted; the picture last, as it tells that all is done."""
    overwrite = output.existing == "overwrite"
    name = "" if job.source == STANDARD else stem_of(job.source)
    for palette_format in job.palettes:
        paths = job.panel_paths(palette_format)
        for path, palette in zip(paths, artwork.palettes, strict=True):
            if path in wanted:
                named = replace(palette, name=palette.name or name)
                with _opened(path, overwrite=overwrite) as file:
                    writer(palette_format)(named, shares, file)
    if job.image in wanted:
        with _opened(str(job.image), overwrite=overwrite) as file:
            _encode(artwork, output, job.image_format, file, timing)


def _encode(
    artwork: Artwork,
    output: Output,
    image_format: str,
    file: BinaryIO,
    timing: Timing,
) -> None:
    """Write the picture; of all formats, only PDF has a page around it."""
    page = output.art.page
    if len(timing) > 1 and isinstance(artwork.image, IndexedImage):
        encode_animation(artwork.image, timing, image_format, file, output.compress)
        return
    if image_format == "pdf" and page is not None:
        from kquant.files.pdf import encode_pdf  # what few runs need

        encode_pdf(artwork.image, page, file)
    else:
        encode(artwork.image, image_format, file, output.compress)


def _opened(path: str, *, overwrite: bool) -> AbstractContextManager[BinaryIO]:
    """Open an output, which appears whole or not at all."""
    if path == STANDARD:
        return whole_stdout()
    return atomic_file(path, overwrite=overwrite)
