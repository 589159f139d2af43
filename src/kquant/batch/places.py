"""Where the results of one input go: a file, a folder, or beside the input."""

import os
import re
import stat
from collections.abc import Callable
from typing import NamedTuple, Self

from kquant.batch.inputs import Source
from kquant.batch.outputs import Output
from kquant.batch.templates import filled_in, is_template, names_pictures, plain
from kquant.files.animated import animation_format
from kquant.files.formats import READABLE_SUFFIXES, WRITABLE, ImageFormat
from kquant.files.paths import STANDARD, file_mode, stem_of, suffix_of
from kquant.palette_files.registry import FORMATS

_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}")
_KNOWN = READABLE_SUFFIXES.union(
    *WRITABLE.values(), *((x.suffix, *x.also_read) for x in FORMATS.values())
)


class Place(NamedTuple):
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
    def of(cls, source: Source, output: Output, k: str, *, apart: int = 0) -> Self:
        """Decide where the results of one input go.

        Parameters
        ----------
        source : Source
        output : Output
        k : str
            The text that replaces {k} in names.
        apart : int
            How many dashes stand before the suffix of the input in names that kquant
            makes up; 0 if the suffix is left out.

        Returns
        -------
        Place

        Raises
        ------
        OptionError
            When a template is wrong.
        """
        target, is_input = output.target, source.path != STANDARD
        folder, name = os.path.split(source.path if is_input else "stdin")
        stem, below = stem_of(name), source.below
        label = _label(suffix_of(name), apart)
        own = f"{stem}{label}-k{k}{output.art.label}"
        if target is None and output.image and not is_input:
            target = STANDARD
        if target is None or target == STANDARD:
            return cls(os.path.join(folder, own), target)
        is_suffix: Callable[[str], bool] = looks_like_suffix
        if is_template(target):
            is_suffix, below = bool if names_pictures(target) else is_suffix, ""
            names = {"name": name, "stem": stem, "k": k, "parent": folder or "."}
            target = _expanded(target, names, source, output)
        else:
            target = plain(target)
        if is_folder(target, is_suffix):
            return cls(os.path.join(target, below, own), None)
        return cls(target.removesuffix(suffix_of(target)), target)


def _label(suffix: str, dashes: int) -> str:
    """Return what tells an own name from those of inputs with other suffixes."""
    if not suffix:
        return "-" * (dashes - 1)
    return "-" * dashes + suffix.removeprefix(".") if dashes else ""


def looks_like_suffix(suffix: str) -> bool:
    """Tell whether text after a dot is meant as a suffix, unlike that of ``v1.2``.

    Parameters
    ----------
    suffix : str
        With its dot.

    Returns
    -------
    bool
    """
    return _SUFFIX.fullmatch(suffix) is not None


def is_known_suffix(suffix: str) -> bool:
    """Tell whether a suffix is that of pictures or palettes.

    Parameters
    ----------
    suffix : str
        With its dot, in upper or lower case.

    Returns
    -------
    bool
    """
    return suffix.lower() in _KNOWN


def is_folder(
    target: str, is_suffix: Callable[[str], bool] = looks_like_suffix
) -> bool:
    """Tell whether -o names a folder.

    Parameters
    ----------
    target : str
        The path after -o.
    is_suffix : callable (str) -> bool
        Tells whether a suffix makes the name of something new that of a file.

    Returns
    -------
    bool
        True if the folder exists, if the path ends with a slash, or if nothing is
        there and the path has no suffix.
    """
    if target.endswith(("/", os.sep)):
        return True
    mode = file_mode(target)
    return stat.S_ISDIR(mode) if mode else not is_suffix(suffix_of(target))


def default_format(source: Source, output: Output) -> ImageFormat:
    """Return png, or the format of an animation that stays one.

    Parameters
    ----------
    source : Source
    output : Output

    Returns
    -------
    {"png", "gif", "webp"}
        Also if the picture is not to be written.
    """
    moves = not output.art and source.path != STANDARD
    return (animation_format(source.path) if moves else None) or "png"


def _expanded(
    target: str, names: dict[str, str], source: Source, output: Output
) -> str:
    """Fill in the places of a template, which gets a suffix if a file has none."""
    ext: str
    if output.image:
        ext = output.image_format or default_format(source, output)
    else:
        ext = output.palette_formats[0] if output.palette_formats else "png"
    if "{stem}" in os.path.basename(target) and not suffix_of(target):
        target += ".{ext}"
    return filled_in(target, {**names, "ext": ext})
