"""Write the results of one picture: its palettes, its film, and then the picture itself."""

from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from kquant.art.artwork import Artwork
from kquant.art.options import Page
from kquant.batch.existing import Due
from kquant.batch.job import Job
from kquant.batch.outputs import Output
from kquant.files.atomic import open_output
from kquant.files.formats import ImageFormat
from kquant.files.frames import encode_animation
from kquant.files.paths import STANDARD, stem_of
from kquant.files.pdf import encode_pdf
from kquant.files.writing import encode
from kquant.images.animation import Timing
from kquant.images.indexed import IndexedImage
from kquant.palette_files.writing import writer
from kquant.runtime.arrays import F64

if TYPE_CHECKING:
    from kquant.art.plates.separation import Separation


class Results(NamedTuple):
    """What there is to write.

    Attributes
    ----------
    artwork : Artwork
    shares : float64 array, shape (k,), or None
        The share of the picture that each color covers; None if no palette is written.
    timing : Timing
        Of the frames; a still picture has one.
    film : bytes
        The film of the fit; empty if there is none to write.
    plates : Separation or None
        The picture as inks, if plates are written.
    """

    artwork: Artwork
    shares: F64 | None
    timing: Timing
    film: bytes = b""
    plates: "Separation | None" = None


def write_results(job: Job, results: Results, needed: Due, output: Output) -> list[str]:
    """Write the files that are due; the picture comes last, to show that all is done.

    Parameters
    ----------
    job : Job
    results : Results
    needed : Due
    output : Output

    Returns
    -------
    list of str
        The plates that were written, which the job does not name.

    Raises
    ------
    ImageWriteError
        When a file cannot be written.
    """

    def opened(
        path: str, may_replace: bool = False
    ) -> AbstractContextManager[BinaryIO]:
        overwrite = may_replace or path in needed.replaced
        protected = (*output.protected, job.source)
        return open_output(path, overwrite=overwrite, protected=protected)

    name = "" if job.source == STANDARD else stem_of(job.source)
    for palette_format in job.palettes:
        paths = job.panel_paths(palette_format)
        for path, palette in zip(paths, results.artwork.palettes, strict=True):
            if path in needed.targets:
                named = replace(palette, name=palette.name or name)
                with opened(path) as file:
                    writer(palette_format)(named, results.shares, file)
    if job.film in needed.targets:
        with opened(str(job.film)) as file:
            file.write(results.film)
    plates: list[str] = []
    if results.plates is not None:
        # Imported late: few runs need it.
        from kquant.batch.write_plates import write_plates

        plates = write_plates(job, results.plates, output.art, output.existing, opened)
    if job.image_format is not None and job.image in needed.targets:
        with opened(str(job.image)) as file:
            _encode(results, output, job.image_format, file)
    return plates


def _encode(
    results: Results, output: Output, image_format: ImageFormat, file: BinaryIO
) -> None:
    """Write the picture; PDF is the only format that has a page around it."""
    page, image, timing = results.artwork.page, results.artwork.image, results.timing
    compress, software = output.compress, output.recipe
    if len(timing) > 1 and isinstance(image, IndexedImage):
        encode_animation(image, timing, image_format, file, compress, software)
    elif image_format == "svg" and results.artwork.drawing is not None:
        from kquant.files.svg import encode_svg  # imported late: few runs need it

        encode_svg(results.artwork.drawing, file)
    elif image_format == "pdf" and page is not None:
        _encode_page(results, page, file)
    else:
        encode(image, image_format, file, compress, software)


def _encode_page(results: Results, page: Page, file: BinaryIO) -> None:
    """Write a PDF page with shapes, or else with pixels."""
    if results.artwork.drawing is None:
        encode_pdf(results.artwork.image, page, file)
        return
    from kquant.files.pdf_shapes import encode_pdf_shapes  # imported late: few need it

    encode_pdf_shapes(results.artwork.drawing, page, file)
