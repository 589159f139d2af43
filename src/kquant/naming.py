"""Where the results of one input go."""

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kquant.art_options import PAGE_FORMATS, Art
from kquant.errors import OptionError

STANDARD = "-"  # standard input, or output
IMAGE_SUFFIXES = {
    ".png": "png",
    ".gif": "gif",
    ".webp": "webp",
    ".tif": "tiff",
    ".tiff": "tiff",
    ".bmp": "bmp",
    ".jpg": "jpg",
    ".jpeg": "jpg",
    ".pdf": "pdf",
}
IMAGE_FORMATS = tuple(dict.fromkeys(IMAGE_SUFFIXES.values()))
PALETTE_SUFFIXES = {
    "png": ".png",
    "gpl": ".gpl",
    "act": ".act",
    "ase": ".ase",
    "pal": ".pal",
    "riff": ".pal",  # the other kind of .pal
    "hex": ".hex",
    "txt": ".txt",
    "json": ".json",
    "css": ".css",
}
PALETTE_FORMATS = tuple(PALETTE_SUFFIXES)
COMPRESSIONS = ("fast", "default", "max")
EXISTING = ("refuse", "overwrite", "skip")
_PLACES = ("stem", "k", "parent", "ext")


@dataclass(frozen=True, slots=True)
class Output:
    """What to write, and where.

    Parameters
    ----------
    target : str, optional
        A file, a folder (one that exists, or any path without a suffix), "-" for
        standard output, or a template with {stem} {k} {parent} {ext}. None is
        beside each input.
    image_format : str, optional
        One of `IMAGE_FORMATS`; None is that of the target's suffix, or png.
    palette_formats : tuple of str, optional
        Of `PALETTE_FORMATS`, a file each, or one for each panel. None is png, but
        nothing if the picture goes to standard output or becomes a grid or page.
    image : bool
        Whether to write the picture, or the palette only.
    existing : {"refuse", "overwrite", "skip"}
        What to do about outputs that exist.
    compress : {"fast", "default", "max"}
        Time against size, in PNG and WebP.
    art : Art
        The grid or page that the picture becomes.

    Raises
    ------
    OptionError
        When there is no picture to make a page of.
    """

    target: str | None = None
    image_format: str | None = None
    palette_formats: tuple[str, ...] | None = None
    image: bool = True
    existing: str = "refuse"
    compress: str = "default"
    art: Art = field(default_factory=Art)

    def __post_init__(self) -> None:
        if self.art.page is not None and not self.image:
            raise OptionError("--page makes a picture: leave out --no-image")


@dataclass(frozen=True, slots=True)
class Job:
    """One picture to do.

    Parameters
    ----------
    source : str
        A path, or "-".
    image : str, optional
        Where the picture goes, a path or "-"; None when it is not wanted.
    image_format : str
    palettes : dict
        Format and path, or "-", of each palette file.
    panels : int
        How many palettes there are; the files of several are numbered.
    """

    source: str
    image: str | None
    image_format: str
    palettes: dict[str, str] = field(default_factory=dict)
    panels: int = 1

    def targets(self) -> list[str]:
        """Return where everything goes, paths or "-", the picture first."""
        images = [] if self.image is None else [self.image]
        return images + [
            path for name in self.palettes for path in self.panel_paths(name)
        ]

    def panel_paths(self, palette_format: str) -> list[str]:
        """Return where the palettes of all panels go in one format."""
        path = Path(self.palettes[palette_format])
        if self.panels == 1:
            return [str(path)]
        return [
            str(path.with_name(f"{path.stem}-{i}{path.suffix}"))
            for i in range(1, self.panels + 1)
        ]

    def paths(self) -> list[str]:
        """Return the paths of all files to write."""
        return [target for target in self.targets() if target != STANDARD]

    def wanted(self, existing: str) -> list[str]:
        """Return the targets that are to be written: see `Output.existing`."""
        targets = self.targets()
        if existing == "skip":
            targets = [x for x in targets if x == STANDARD or not os.path.lexists(x)]
        return targets


def file_mode(path: str) -> int:
    """Return the kind and permissions of what a path names, 0 if there is nothing."""
    try:
        return Path(path).stat().st_mode
    except (OSError, ValueError):  # ValueError: a name that no file can have
        return 0


def is_folder(target: str) -> bool:
    """Tell whether -o means a folder: one that exists, or a new path without suffix."""
    mode = file_mode(target)
    is_new = not mode and not Path(target).suffix
    return stat.S_ISDIR(mode) or is_new or target.endswith(("/", os.sep))


def _is_file(target: str | None) -> bool:
    """Tell whether -o means one file, not a folder, standard output, or nothing."""
    return target is not None and target != STANDARD and not is_folder(target)


def name_outputs(source: str, output: Output, k: str) -> Job:
    """Name the outputs of one input.

    Parameters
    ----------
    source : str
        A path, or "-" for standard input.
    output : Output
    k : str
        What {k} in names stands for.

    Raises
    ------
    OptionError
        When the options contradict each other.
    """
    target, formats = _expanded(output, source, k), output.palette_formats
    base, panels = _base(source, target, k + output.art.label), output.art.panels
    if not output.image:
        if target == STANDARD and panels > 1:
            raise OptionError("-o - takes one palette, and every panel has its own")
        return Job(source, None, "", _palettes_alone(base, target, formats), panels)
    if target is None and source == STANDARD:
        target = STANDARD
    image_format = _image_format(target, output.image_format)
    _check_format(image_format, output.art)
    if target is None or not (target == STANDARD or _is_file(target)):
        target = f"{base}.{image_format}"
    if formats is None:
        wanted = Path(target).suffix and not output.art  # none beside /dev/null
        formats = ("png",) if wanted else ()
    palettes = _palette_paths(f"{base}-palette", formats)
    return Job(source, target, image_format, palettes, panels)


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


def _palettes_alone(
    base: str, target: str | None, formats: Sequence[str] | None
) -> dict[str, str]:
    """Name the palette files when there is no picture to write."""
    if target is None or not (target == STANDARD or _is_file(target)):
        return _palette_paths(
            f"{base}-palette", ("png",) if formats is None else formats
        )
    if formats is None:
        formats = (Path(target).suffix.lower().removeprefix(".") or "png",)
    paths = _palette_paths(base, formats)
    if len(formats) == 1:
        return {formats[0]: target}
    if target == STANDARD:
        raise OptionError("-o - takes one --palette-format, as it makes one output")
    return paths


def _image_format(target: str | None, wanted: str | None) -> str:
    """Return the format of the picture: the one asked for, or that of the suffix."""
    suffix = Path(str(target)).suffix
    if not _is_file(target) or not suffix:
        return wanted or "png"
    named = IMAGE_SUFFIXES.get(suffix.lower())
    if named is None:
        raise OptionError(
            f"-o {target}: kquant writes {', '.join(IMAGE_FORMATS)}, not {suffix}"
        )
    if wanted not in {None, named}:
        raise OptionError(
            f"-o {target} is a {named} file, but --format asks for {wanted}: "
            "leave one of them out"
        )
    return named


def _expanded(output: Output, source: str, k: str) -> str | None:
    """Fill in the places of a template; other targets are returned as they are."""
    target = output.target
    if target is None or "{" not in target:
        return target
    ext = output.image_format
    if not output.image and output.palette_formats:
        ext = output.palette_formats[0]
    path, last = _source_path(source), Path(target)
    if "{stem}" in last.name and not last.suffix and not target.endswith("/"):
        target += ".{ext}"
    try:
        return target.format(stem=path.stem, k=k, parent=path.parent, ext=ext or "png")
    except (LookupError, ValueError, AttributeError, TypeError) as error:
        known = " ".join(f"{{{place}}}" for place in _PLACES)
        raise OptionError(f"-o {target}: a name may contain {known} only") from error


def _base(source: str, target: str | None, k: str) -> str:
    """Return the path of what is to be written, without its suffix."""
    path = _source_path(source)
    name = f"{path.stem}-k{k}"
    if target is None or target == STANDARD:
        return str(path.parent / name)
    if is_folder(target):
        return str(Path(target, name))
    return target.removesuffix(Path(target).suffix)


def _source_path(source: str) -> Path:
    """Return the path of an input, or the name that standard input goes by."""
    return Path("stdin" if source == STANDARD else source)


def _palette_paths(stem: str, formats: Sequence[str]) -> dict[str, str]:
    """Name the palette files."""
    for name in formats:
        if name not in PALETTE_FORMATS:
            known = ", ".join(PALETTE_FORMATS)
            raise OptionError(f"palettes are written as {known}, not as {name!r}")
    if {"pal", "riff"} <= set(formats):
        raise OptionError("pal and riff are both named .pal: ask for one of them")
    return {name: stem + PALETTE_SUFFIXES[name] for name in formats}
