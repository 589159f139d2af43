"""Where the results of one input go."""

import os
import stat
from collections.abc import Sequence
from typing import NamedTuple, Self

from kquant.art_options import PAGE_FORMATS, Art
from kquant.errors import OptionError
from kquant.inputs import STANDARD, Source
from kquant.outputs import (
    IMAGE_FORMATS,
    IMAGE_SUFFIXES,
    PALETTE_FORMATS,
    PALETTE_SUFFIXES,
    Job,
    Output,
)

_PLACES = ("stem", "k", "parent", "ext", "name")


def file_mode(path: str) -> int:
    """Return the kind and permissions of what a path names, 0 if there is nothing."""
    try:
        return os.stat(path).st_mode
    except (OSError, ValueError):  # ValueError: a name that no file can have
        return 0


def is_special(mode: int) -> bool:
    """Tell whether a mode is that of something that is neither file nor folder."""
    return bool(mode) and not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def suffix_of(path: str) -> str:
    """Return the suffix of a path with its dot, or nothing."""
    return os.path.splitext(path)[1]


def stem_of(path: str) -> str:
    """Return the name that a path ends with, without its suffix."""
    return os.path.splitext(os.path.basename(path))[0]


def is_folder(target: str) -> bool:
    """Tell whether -o means a folder: one that exists, or a new path without suffix."""
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
        What {k} in names stands for.

    Raises
    ------
    OptionError
        When the options contradict each other.
    """
    place = _Place.of(source, output, k)
    formats, panels = output.palette_formats, output.art.panels
    if not output.image:
        if place.file == STANDARD and panels > 1:
            raise OptionError("-o - takes one palette, and every panel has its own")
        return Job(source.path, None, "", _palettes_alone(place, formats), panels)
    image_format = _image_format(place.file, output.image_format)
    _check_format(image_format, output.art)
    image = place.file or f"{place.base}.{image_format}"
    if formats is None:
        wanted = suffix_of(image) and not output.art  # none beside /dev/null
        formats = ("png",) if wanted else ()
    palettes = _palette_paths(f"{place.base}-palette", formats)
    return Job(source.path, image, image_format, palettes, panels)


def _check_format(image_format: str, art: Art) -> None:
    """Refuse pages in formats that know no size, and PDFs without a page."""
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
        The path of what is to be written, without its suffix.
    file : str or None
        The path if the user named it whole, or "-".
    """

    base: str
    file: str | None

    @classmethod
    def of(cls, source: Source, output: Output, k: str) -> Self:
        """Decide it for one input."""
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
    """Name the palette files when there is no picture to write."""
    if place.file is None:
        formats = ("png",) if formats is None else formats
        return _palette_paths(f"{place.base}-palette", formats)
    if formats is None:
        formats = (suffix_of(place.file).lower().removeprefix(".") or "png",)
    paths = _palette_paths(place.base, formats)
    if len(formats) == 1:
        return {formats[0]: place.file}
    if place.file == STANDARD:
        raise OptionError("-o - takes one --palette-format, as it makes one output")
    return paths


def _image_format(file: str | None, wanted: str | None) -> str:
    """Return the format of the picture: the one asked for, or that of the suffix."""
    suffix = "" if file is None or file == STANDARD else suffix_of(file)
    if not suffix:
        return wanted or "png"
    named = IMAGE_SUFFIXES.get(suffix.lower())
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
    """Fill in the places of a template."""
    target = str(output.target)
    ext = output.image_format
    if not output.image and output.palette_formats:
        ext = output.palette_formats[0]
    last = os.path.basename(target)
    if "{stem}" in last and not suffix_of(last):
        target += ".{ext}"
    try:
        return target.format(**names, ext=ext or "png")
    except (LookupError, ValueError, AttributeError, TypeError) as error:
        known = " ".join(f"{{{place}}}" for place in _PLACES)
        raise OptionError(f"-o {target}: a name may contain {known} only") from error


def _palette_paths(stem: str, formats: Sequence[str]) -> dict[str, str]:
    """Name the palette files."""
    for name in formats:
        if name not in PALETTE_FORMATS:
            known = ", ".join(PALETTE_FORMATS)
            raise OptionError(f"palettes are written as {known}, not as {name!r}")
    if {"pal", "riff"} <= set(formats):
        raise OptionError("pal and riff are both named .pal: ask for one of them")
    return {name: stem + PALETTE_SUFFIXES[name] for name in formats}
