"""What is to be written: the formats there are, what is asked for, and one job."""

import os
from collections.abc import Mapping
from typing import NamedTuple

from kquant.art_options import Art
from kquant.inputs import STANDARD

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


class Output(NamedTuple):
    """What to write, and where.

    Parameters
    ----------
    target : str, optional
        A file, a folder (one that exists, or any path without a suffix), "-" for
        standard output, or a template with {stem} {k} {parent} {ext} {name}. None
        is beside each input. Folders that are inputs are mirrored in a folder.
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
    """

    target: str | None = None
    image_format: str | None = None
    palette_formats: tuple[str, ...] | None = None
    image: bool = True
    existing: str = "refuse"
    compress: str = "default"
    art: Art = Art()


class Job(NamedTuple):
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
    palettes: Mapping[str, str]
    panels: int = 1

    def targets(self) -> list[str]:
        """Return where everything goes, paths or "-", the picture first."""
        images = [] if self.image is None else [self.image]
        return images + [
            path for name in self.palettes for path in self.panel_paths(name)
        ]

    def panel_paths(self, palette_format: str) -> list[str]:
        """Return where the palettes of all panels go in one format."""
        path = self.palettes[palette_format]
        if self.panels == 1:
            return [path]
        stem, suffix = os.path.splitext(path)
        return [f"{stem}-{i}{suffix}" for i in range(1, self.panels + 1)]

    def paths(self) -> list[str]:
        """Return the paths of all files to write."""
        return [target for target in self.targets() if target != STANDARD]

    def wanted(self, existing: str) -> list[str]:
        """Return the targets that are to be written: see `Output.existing`."""
        targets = self.targets()
        if existing == "skip":
            targets = [x for x in targets if x == STANDARD or not os.path.lexists(x)]
        return targets
