"""Name the outputs of one input."""

import os
from collections.abc import Sequence

from kquant.art.options import Art
from kquant.batch.film_names import name_film
from kquant.batch.inputs import Source
from kquant.batch.job import Job
from kquant.batch.outputs import Output
from kquant.batch.places import Place, default_format
from kquant.batch.plate_names import name_plate_sheet
from kquant.batch.result_names import SHARED
from kquant.errors import OptionError
from kquant.files.formats import (
    COMPARISON_FORMATS,
    IMAGE_FORMATS,
    PAGE_FORMATS,
    ImageFormat,
    format_of_suffix,
)
from kquant.files.paths import STANDARD, suffix_of
from kquant.palette_files.registry import FORMATS, PALETTE_FORMATS


def name_outputs(source: Source, output: Output, k: str, *, apart: int = 0) -> Job:
    """Name the outputs of one input.

    Parameters
    ----------
    source : Source
    output : Output
    k : str
        The text that replaces {k} in names: the number of colors, or `UNKNOWN_K`.
    apart : int
        How many dashes stand before the suffix of the input in names that kquant
        makes up; 0 if the suffix is left out.

    Returns
    -------
    Job

    Raises
    ------
    OptionError
        When the options contradict each other.

    Examples
    --------
    >>> name_outputs(Source("cat.jpg"), Output(), "8").targets()
    ['cat-k8.png', 'cat-k8-palette.png']
    """
    place = Place.of(source, output, k, apart=apart)
    panels, film = output.art.panels, name_film(source, output, k)
    sheet = name_plate_sheet(place, output)
    if not output.image:
        if place.file == STANDARD and panels > 1:
            raise OptionError("-o - takes one palette, but every panel has its own")
        palettes = {} if output.shared else _palettes_alone(place, output)
        return Job(source.path, None, None, palettes, panels, film)
    image_format = _image_format(place.file, output, source)
    _check_format(image_format, output.art)
    image = place.file or f"{place.base}.{image_format}"
    palettes = {} if output.shared else _palettes_beside(place, output)
    named = Job(source.path, image, image_format, palettes, panels, film)
    return named._replace(plates=sheet)


def name_shared_palette(first: Source, output: Output, k: str) -> Job:
    """Name the files of the palette that all pictures share.

    Parameters
    ----------
    first : Source
        The first input: without -o, the palette goes to its folder, or rather to
        the folder that the user named.
    output : Output
    k : str
        As for `name_outputs`.

    Returns
    -------
    Job
        Without a picture.

    Raises
    ------
    OptionError
        When the options contradict each other.

    Examples
    --------
    >>> name_shared_palette(Source("in/x/cat.jpg", "x"), Output(), "8").targets()
    ['in/shared-k8-palette.png']
    """
    folder = os.path.dirname(first.path).removesuffix(first.below)
    place = Place.of(Source(os.path.join(folder, SHARED)), output, k)
    name = _palettes_beside if output.image else _palettes_alone
    return Job("the shared palette", None, None, name(place, output), output.art.panels)


def _check_format(image_format: ImageFormat, art: Art) -> None:
    """Refuse pages in formats that cannot store a size, and PDFs without a page."""
    if art.compare and image_format not in COMPARISON_FORMATS:
        known = ", ".join(COMPARISON_FORMATS)
        raise OptionError(f"a comparison is written as {known}, not as {image_format}")
    if art.page is None and image_format == "pdf":
        raise OptionError(
            "a pdf needs the size of its page: add --page, as in --page a4"
        )
    if art.page is not None and image_format not in PAGE_FORMATS:
        raise OptionError(
            f"a page is written as {', '.join(PAGE_FORMATS)}, not as {image_format}"
        )


def _palettes_beside(place: Place, output: Output) -> dict[str, str]:
    """Name the palette files that accompany a picture."""
    formats = output.palette_formats
    if formats is None:  # none beside /dev/null
        wanted = place.file is None or suffix_of(place.file)
        formats = ("png",) if wanted and not output.art else ()
    return _palette_paths(f"{place.base}-palette", formats)


def _palettes_alone(place: Place, output: Output) -> dict[str, str]:
    """Name the palette files if no picture is to be written."""
    formats = output.palette_formats
    if place.file is None:
        formats = ("png",) if formats is None else formats
        return _palette_paths(f"{place.base}-palette", formats)
    if formats is None:
        formats = (suffix_of(place.file).lower().removeprefix(".") or "png",)
    paths = _palette_paths(place.base, formats)
    if len(formats) == 1:
        return {formats[0]: place.file}
    if place.file == STANDARD:
        raise OptionError(
            "-o - takes one --palette-format, because it writes one output"
        )
    return paths


def _image_format(file: str | None, output: Output, source: Source) -> ImageFormat:
    """Return the format of the picture: as requested, of the suffix, or the default."""
    suffix = "" if file is None or file == STANDARD else suffix_of(file)
    if not suffix:
        return output.image_format or default_format(source, output)
    named = format_of_suffix(suffix)
    if named is None:
        raise OptionError(
            f"-o {file}: kquant writes {', '.join(IMAGE_FORMATS)}, not {suffix}; "
            "the name of a folder ends with /"
        )
    if output.image_format not in {None, named}:
        raise OptionError(
            f"-o {file} is a {named} file, but --format asks for "
            f"{output.image_format}: leave one of them out"
        )
    return named


def _palette_paths(stem: str, formats: Sequence[str]) -> dict[str, str]:
    """Name the palette file of each format."""
    for name in formats:
        if name not in PALETTE_FORMATS:
            known = ", ".join(PALETTE_FORMATS)
            raise OptionError(f"palettes are written as {known}, not as {name!r}")
    if {"pal", "riff"} <= set(formats):
        raise OptionError("pal and riff are both named .pal: ask for one of them")
    return {name: stem + FORMATS[name].suffix for name in formats}
