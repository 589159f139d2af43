"""One picture to process: where to read it, and where its results go."""

import os
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import NamedTuple, Self

from kquant.files.formats import ImageFormat
from kquant.files.paths import STANDARD
from kquant.options import MAX_COLORS, UNKNOWN_K


class Job(NamedTuple):
    """One picture to process.

    Parameters
    ----------
    source : str
        A path, or "-" for standard input.
    image : str or None
        The path of the reduced picture, or "-" for standard output; None if it is not
        wanted.
    image_format : str or None
        One of `IMAGE_FORMATS`; None if there is no picture.
    palettes : mapping of str to str
        The path of the palette file, or "-", for each palette format.
    panels : int
        How many panels, and so how many palettes, there are. If there are several,
        their palette files are numbered.
    film : str or None
        The path of the film of the fit, if it is wanted.
    report : str or None
        The path of the page about all inputs; set only in the one extra job for it.
    plates : str or None
        The path of the sheet that lists the plates, if they are wanted. Their own names
        wait for the inks: see `kquant.batch.plate_names`.
    """

    source: str
    image: str | None
    image_format: ImageFormat | None
    palettes: Mapping[str, str]
    panels: int = 1
    film: str | None = None
    report: str | None = None
    plates: str | None = None

    def targets(self) -> list[str]:
        """Return all outputs, paths or "-", the picture first."""
        images = [] if self.image is None else [self.image]
        more = [
            path for path in (self.film, self.report, self.plates) if path is not None
        ]
        palettes = (self.panel_paths(name) for name in self.palettes)
        return [*images, *chain.from_iterable(palettes), *more]

    def panel_paths(self, palette_format: str) -> list[str]:
        """Return the palette file of each panel.

        Parameters
        ----------
        palette_format : str
            One of the keys of `palettes`.

        Returns
        -------
        list of str
            Paths, or just "-".
        """
        path = self.palettes[palette_format]
        if self.panels == 1:
            return [path]
        stem, suffix = os.path.splitext(path)
        return [f"{stem}-{i}{suffix}" for i in range(1, self.panels + 1)]

    def paths(self) -> list[str]:
        """Return the paths of all files to write, without standard output."""
        return [target for target in self.targets() if target != STANDARD]

    @property
    def k_is_unknown(self) -> bool:
        """Whether the names wait for the number of colors."""
        return any(UNKNOWN_K in path for path in self.paths())

    def with_k(self, k: int) -> Self:
        """Return the job with the number of colors in its names.

        Parameters
        ----------
        k : int

        Returns
        -------
        Job
        """
        image, film, plates = (
            None if path is None else path.replace(UNKNOWN_K, str(k))
            for path in (self.image, self.film, self.plates)
        )
        palettes = {
            name: path.replace(UNKNOWN_K, str(k))
            for name, path in self.palettes.items()
        }
        return self._replace(image=image, palettes=palettes, film=film, plates=plates)


def numbered(path: str) -> Iterator[str]:
    """Yield a path with each number of colors that it may come to have.

    Parameters
    ----------
    path : str

    Yields
    ------
    str
        Only the path itself if it does not wait for a number.
    """
    if UNKNOWN_K not in path:
        yield path
        return
    for k in range(1, MAX_COLORS + 1):
        yield path.replace(UNKNOWN_K, str(k))


def shown(path: str) -> str:
    """Return a path as a user reads it: with {k} if it waits for a number.

    Parameters
    ----------
    path : str

    Returns
    -------
    str
    """
    return path.replace(UNKNOWN_K, "{k}")
