"""Compose what is written of a reduced picture: itself, panels, a page, shapes, plates."""

from typing import TYPE_CHECKING

from kquant.art.artwork import Artwork
from kquant.art.options import Art
from kquant.batch.job import Job
from kquant.batch.outputs import Output
from kquant.images.indexed import IndexedImage
from kquant.images.raster import Raster
from kquant.options import Options

if TYPE_CHECKING:
    from kquant.art.plates.separation import Separation


def wants_shapes(job: Job, options: Options, art: Art) -> bool:
    """Tell whether a picture is written as shapes rather than pixels.

    Parameters
    ----------
    job : Job
    options : Options
    art : Art

    Returns
    -------
    bool
    """
    if job.image_format != "pdf":
        return job.image_format == "svg"
    return art.page is not None and not art.page.pixels and not options.dithers


def suited(options: Options, art: Art, picture: Raster, *, shapes: bool) -> Options:
    """Return the options, with the defaults of pictures for print if it is one.

    Parameters
    ----------
    options : Options
    art : Art
    picture : Raster
    shapes : bool
        Whether it is written as shapes.

    Returns
    -------
    Options
    """
    if not (art or shapes):
        return options
    # Imported late: few runs need it.
    from kquant.art.print_defaults import options_for_print

    return options_for_print(options, art, picture, shapes=shapes)


def composed(
    image: IndexedImage,
    options: Options,
    output: Output,
    *,
    shapes: bool,
    plates: bool,
) -> "tuple[Artwork, Separation | None]":
    """Return what is to be written of a reduced picture.

    Parameters
    ----------
    image : IndexedImage
    options : Options
    output : Output
    shapes : bool
        Whether it is written as shapes.
    plates : bool
        Whether its plates are written.

    Returns
    -------
    artwork : Artwork
    separation : Separation or None
        The picture as inks, for its plates.
    """
    art, dithered = output.art, options.dithers
    image = image.enlarged(output.enlarge)
    artwork = _drawn(image, art) if shapes else _painted(image, art, dithered=dithered)
    return artwork, _separated(image, art, dithered=dithered) if plates else None


def _painted(image: IndexedImage, art: Art, *, dithered: bool) -> Artwork:
    """Return the reduced picture, or panels or a page of it."""
    if not art:
        return Artwork(image, (image.palette,))
    # Imported late: few runs need it.
    from kquant.art.compose import compose

    return compose(image, art, dithered=dithered)


def _drawn(image: IndexedImage, art: Art) -> Artwork:
    """Return what is to be written as shapes."""
    # Imported late: few runs need it.
    from kquant.art.shapes.poster import compose_shapes

    return compose_shapes(image, art)


def _separated(image: IndexedImage, art: Art, *, dithered: bool) -> "Separation":
    """Return the picture as inks."""
    # Imported late: few runs need it.
    from kquant.art.plates.separation import separate

    return separate(image, art, dithered=dithered)
