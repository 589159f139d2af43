"""Where each result goes; decided for all inputs before any work starts."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kquant.errors import ImageWriteError, OptionError

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
        Of `PALETTE_FORMATS`, a file each. None is png, but nothing if the picture
        goes to standard output.
    image : bool
        Whether to write the picture, or the palette only.
    existing : {"refuse", "overwrite", "skip"}
        What to do about outputs that exist.
    """

    target: str | None = None
    image_format: str | None = None
    palette_formats: tuple[str, ...] | None = None
    image: bool = True
    existing: str = "refuse"


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
        Format and path of each palette file.
    """

    source: str
    image: str | None
    image_format: str
    palettes: dict[str, str] = field(default_factory=dict)

    def targets(self) -> list[str]:
        """Return the paths of all files to write."""
        images = [] if self.image in {None, STANDARD} else [str(self.image)]
        return images + [path for path in self.palettes.values() if path != STANDARD]


def plan(sources: Sequence[str], output: Output, k: str) -> list[Job]:
    """Name the outputs of all inputs.

    Parameters
    ----------
    sources : sequence of str
        Paths, or "-" for standard input.
    output : Output
    k : str
        What {k} in names stands for.

    Raises
    ------
    OptionError
        When the options contradict each other, or two inputs share an output.
    ImageWriteError
        When an output exists and is to be refused, or is an input.
    """
    if len(sources) > 1 and output.target is not None:
        if output.target == STANDARD:
            raise OptionError("-o - takes one input, as it makes one output")
        if not _is_folder(output.target) and "{" not in output.target:
            raise OptionError(
                f"-o {output.target} is one file, but there are {len(sources)} "
                "inputs: name a folder, or use {stem} in the name"
            )
    if sources.count(STANDARD) > 1:
        raise OptionError("standard input can be read once only")
    jobs = [_job(source, output, k) for source in sources]
    _refuse_collisions(jobs)
    if output.existing == "refuse":
        _refuse_existing(jobs)
    return jobs


def _is_folder(target: str) -> bool:
    """Tell whether -o means a folder: one that exists, or a path without suffix."""
    return Path(target).is_dir() or target.endswith("/") or not Path(target).suffix


def _job(source: str, output: Output, k: str) -> Job:
    """Name the outputs of one input."""
    formats = output.palette_formats
    image_format = _image_format(output)
    target = _expanded(output.target, source, k, image_format)
    if target is None and source == STANDARD and output.image:
        target = STANDARD
    is_file = target not in {None, STANDARD} and not _is_folder(str(target))
    base, suffix = _base(source, target, k, image_format)
    if not output.image:
        own = suffix.removeprefix(".") if is_file else "png"
        stem = base if is_file else f"{base}-palette"
        return Job(source, None, "", _palette_paths(stem, formats or (own,)))
    image = STANDARD if target == STANDARD else base + suffix
    if formats is None:
        formats = () if image == STANDARD else ("png",)
    return Job(source, image, image_format, _palette_paths(f"{base}-palette", formats))


def _image_format(output: Output) -> str:
    """Return the format of the picture: the one asked for, or that of the suffix."""
    target, wanted = output.target, output.image_format
    if target in {None, STANDARD} or _is_folder(str(target)) or not output.image:
        return wanted or "png"
    suffix = Path(str(target)).suffix
    if "{" in suffix:
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


def _expanded(target: str | None, source: str, k: str, ext: str) -> str | None:
    """Fill in the places of a template; other targets are returned as they are."""
    if target is None or "{" not in target:
        return target
    path = _source_path(source)
    if not target.endswith("/") and not Path(target).suffix:
        target += ".{ext}"
    try:
        return target.format(stem=path.stem, k=k, parent=path.parent, ext=ext)
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        known = " ".join(f"{{{place}}}" for place in _PLACES)
        raise OptionError(f"-o {target}: a name may contain {known} only") from error


def _base(source: str, target: str | None, k: str, ext: str) -> tuple[str, str]:
    """Return the path of the picture to write, without and with only its suffix."""
    path = _source_path(source)
    name = f"{path.stem}-k{k}"
    if target in {None, STANDARD}:
        return str(path.with_name(name)), f".{ext}"
    target = str(target)
    if _is_folder(target):
        return str(Path(target, name)), f".{ext}"
    suffix = Path(target).suffix
    return target.removesuffix(suffix), suffix


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


def _refuse_collisions(jobs: Iterable[Job]) -> None:
    """Refuse outputs that are shared by two inputs, or are themselves inputs."""
    sources = {os.path.realpath(job.source) for job in jobs if job.source != STANDARD}
    owners: dict[str, str] = {}
    for job in jobs:
        for target in job.targets():
            path = os.path.realpath(target)
            if path in sources:
                raise ImageWriteError(
                    f"{target} is an input, and inputs are never overwritten: "
                    "name another output with -o"
                )
            if path in owners:
                raise OptionError(
                    f"{owners[path]} and {job.source} would both be written to "
                    f"{target}: use -o with {{parent}} or {{stem}} in the name"
                )
            owners[path] = job.source


def _refuse_existing(jobs: Iterable[Job]) -> None:
    """Refuse outputs that exist."""
    for job in jobs:
        for target in job.targets():
            if Path(target).is_file() or Path(target).is_dir():
                raise ImageWriteError(exists_message(target))


def exists_message(target: str | Path) -> str:
    """Return the sentence about an output that is there already."""
    return (
        f"{target} exists and stays as it is: use --overwrite, --skip-existing, "
        "or another -o"
    )
