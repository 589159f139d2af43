"""Name the outputs of one input."""

import os
import stat
from collections.abc import Sequence
from string import Formatter
from typing import NamedTuple, Self

from kquant.art.options import Art
from kquant.batch.inputs import Source
from kquant.batch.job import Job
from kquant.batch.outputs import Output
from kquant.errors import OptionError
from kquant.files.formats import (
    IMAGE_FORMATS,
    PAGE_FORMATS,
    ImageFormat,
    format_of_suffix,
)
from kquant.files.paths import STANDARD, file_mode, stem_of, suffix_of
from kquant.palette_files.registry import FORMATS, PALETTE_FORMATS

_PLACES = ("stem", "k", "parent", "ext", "name")


def is_folder(target: str) -> bool:
    """Tell whether -o names a folder.

    Parameters
    ----------
    target : str
        The path after -o.

    Returns
    -------
    bool
        True if the folder exists, if the path ends with a slash, or if nothing is
        there and the path has no suffix.
    """
    mode = file_mode(target)
    is_new = not mode and not suffix_of(target)
    return stat.S_ISDIR(mode) or is_new or target.endswith(("/", os.sep))


def name_outputs(source: Source, output: Output, k: str) -> Job:
    """Name the outputs of one input.

    Parameters
    ----------
    source : Source
    output : Output
    k : str
        The text that replaces {k} in names: the number of colors, or `UNKNOWN_K`.

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
    place = _Place.of(source, output, k)
    formats, panels = output.palette_formats, output.art.panels
    if not output.image:
        if place.file == STANDARD and panels > 1:
            raise OptionError("-o - takes one palette, but every panel has its own")
        return Job(source.path, None, None, _palettes_alone(place, formats), panels)
    image_format = _image_format(place.file, output.image_format)
    _check_format(image_format, output.art)
    image = place.file or f"{place.base}.{image_format}"
    if formats is None:
        wanted = suffix_of(image) and not output.art  # no palette beside /dev/null
        formats = ("png",) if wanted else ()
    palettes = _palette_paths(f"{place.base}-palette", formats)
    return Job(source.path, image, image_format, palettes, panels)


def _check_format(image_format: ImageFormat, art: Art) -> None:
    """Refuse pages in formats that cannot store a size, and PDFs without a page."""
    if art.page is None and image_format == "pdf":
        raise OptionError(
            "a pdf needs the size of its page: add --page, as in --page a4"
        )
    if art.page is not None and image_format not in PAGE_FORMATS:
        raise OptionError(
            f"a page is written as {', '.join(PAGE_FORMATS)}, not as {image_format}"
        )


class _Place(NamedTuple):
    """Where the results of one input go.

    Attributes
    ----------
    base : str
        The path of the outputs, without a suffix.
    file : str or None
        The path of the output if the user named it in full, "-" for standard output,
        or None.
    """

    base: str
    file: str | None

    @classmethod
    def of(cls, source: Source, output: Output, k: str) -> Self:
        """Decide where the results of one input go.

        Parameters
        ----------
        source : Source
        output : Output
        k : str
            As for `name_outputs`.
        """
        target, is_input = output.target, source.path != STANDARD
        folder, name = os.path.split(source.path if is_input else "stdin")
        stem = stem_of(name)
        own_name, below = f"{stem}-k{k}{output.art.label}", source.below
        if target is None and output.image and not is_input:
            target = STANDARD
        if target is not None and "{" in target:
            names = {"name": name, "stem": stem, "k": k, "parent": folder or "."}
            target, below = _expanded(output, names), ""
        if target is None or target == STANDARD:
            return cls(os.path.join(folder, own_name), target)
        if is_folder(target):
            return cls(os.path.join(target, below, own_name), None)
        return cls(target.removesuffix(suffix_of(target)), target)


def _palettes_alone(place: _Place, formats: Sequence[str] | None) -> dict[str, str]:
    """Name the palette files if no picture is to be written."""
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


def _image_format(file: str | None, wanted: ImageFormat | None) -> ImageFormat:
    """Return the format of the picture: the requested one, or that of the suffix."""
    suffix = "" if file is None or file == STANDARD else suffix_of(file)
    if not suffix:
        return wanted or "png"
    named = format_of_suffix(suffix)
    if named is None:
        raise OptionError(
            f"-o {file}: kquant writes {', '.join(IMAGE_FORMATS)}, not {suffix}"
        )
    if wanted not in {None, named}:
        raise OptionError(
            f"-o {file} is a {named} file, but --format asks for {wanted}: "
            "leave one of them out"
        )
    return named


def _expanded(output: Output, names: dict[str, str]) -> str:
    """Fill in the placeholders of a template."""
    target = str(output.target)
    ext: str | None = output.image_format
    if not output.image and output.palette_formats:
        ext = output.palette_formats[0]
    last = os.path.basename(target)
    if "{stem}" in last and not suffix_of(last):
        target += ".{ext}"
    try:
        plain = all(
            place is None or (place in _PLACES and not spec and not conversion)
            for _, place, spec, conversion in Formatter().parse(target)
        )
    except ValueError:  # a brace without its other half
        plain = False
    if not plain:
        known = " ".join(f"{{{place}}}" for place in _PLACES)
        raise OptionError(f"-o {target}: a name may contain {known} only")
    return target.format(**names, ext=ext or "png")


def _palette_paths(stem: str, formats: Sequence[str]) -> dict[str, str]:
    """Name the palette file of each format."""
    for name in formats:
        if name not in PALETTE_FORMATS:
            known = ", ".join(PALETTE_FORMATS)
            raise OptionError(f"palettes are written as {known}, not as {name!r}")
    if {"pal", "riff"} <= set(formats):
        raise OptionError("pal and riff are both named .pal: ask for one of them")
    return {name: stem + FORMATS[name].suffix for name in formats}
