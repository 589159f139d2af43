"""Name plates, and refuse those that are there already."""

import os
import re
from collections.abc import Iterable, Iterator

from kquant.batch.existing import refuse_missing
from kquant.batch.inputs import Inputs
from kquant.batch.job import Job, numbered
from kquant.batch.outputs import Output
from kquant.batch.places import Place
from kquant.errors import ImageWriteError, OptionError
from kquant.files.formats import ImageFormat
from kquant.files.identity import Spelling
from kquant.files.paths import STANDARD, suffix_of
from kquant.files.plates import plate_format

_SHEET = "-plates.png"
_PLATE = re.compile(r"(.+)-plate-\d+-[0-9a-f]{6}\.(?:png|tiff|svg)")


def name_plate_sheet(place: Place, output: Output) -> str | None:
    """Return the path of the sheet that lists the plates of one input.

    Parameters
    ----------
    place : Place
    output : Output

    Returns
    -------
    str or None
        None if there are no plates.

    Raises
    ------
    OptionError
        If there is no place for several files.
    """
    if not output.art.plates:
        return None
    if not output.image:
        raise OptionError("--plates are made from the picture: leave out --no-image")
    if place.file is not None and (place.file == STANDARD or not suffix_of(place.file)):
        raise OptionError(
            "--plates are several files, named after the picture: name that with -o, as "
            "in -o poster.png"
        )
    return place.base + _SHEET


def plate_path(job: Job, number: int | str, code: str) -> str:
    """Return the path of a plate.

    Parameters
    ----------
    job : Job
        One with plates.
    number : int or str
        From 1 on, or what stands for it.
    code : str
        The hex code of the ink.

    Returns
    -------
    str
    """
    assert job.plates is not None
    assert job.image_format is not None
    suffix: ImageFormat = plate_format(job.image_format)
    base = job.plates.removesuffix(_SHEET)
    return f"{base}-plate-{number}-{code.removeprefix('#')}.{suffix}"


def earlier_plates(job: Job, codes: Iterable[str]) -> list[str]:
    """Return plates of the same picture that are there, but have other inks.

    Parameters
    ----------
    job : Job
        One with plates.
    codes : iterable of str
        The hex codes of its inks, from the first plate on.

    Returns
    -------
    list of str
        In order of their names.
    """
    assert job.plates is not None
    own = {plate_path(job, number, code) for number, code in enumerate(codes, 1)}
    named = _plates(_listed(os.path.dirname(job.plates)))
    return [path for path, sheet in named if sheet == job.plates and path not in own]


def refuse_plates(
    jobs: Iterable[Job], output: Output, inputs: Inputs, spelling: Spelling
) -> None:
    """Refuse plates that may be inputs, or that exist if they may not be replaced.

    Parameters
    ----------
    jobs : iterable of Job
    output : Output
    inputs : Inputs
    spelling : Spelling

    Raises
    ------
    ImageReadError, ImageWriteError
    """
    sheets = [(job.plates, job.source) for job in jobs if job.plates is not None]
    if not sheets:
        return
    read = list(_plates(source.path for source in inputs))
    folders = {os.path.dirname(sheet) for sheet, _ in sheets}
    there = list(_plates(path for folder in folders for path in _listed(folder)))
    if not (read or (there and output.existing == "refuse")):
        return
    places = {
        spelling.exact(name): source
        for sheet, source in sheets
        for name in numbered(sheet)
    }
    for path, sheet in read:
        if spelling.exact(sheet) in places:
            raise ImageWriteError(
                f"{path} is an input, and inputs are never overwritten, but a plate may "
                "become it: name another output with -o",
                source=places[spelling.exact(sheet)],
            )
    for path, sheet in there if output.existing == "refuse" else ():
        if spelling.exact(sheet) in places:
            refuse_missing(inputs)
            raise ImageWriteError(
                f"{path} exists and stays as it is: use --overwrite, "
                "--skip-existing, or another -o",
                source=places[spelling.exact(sheet)],
            )


def _plates(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield those of paths that are named like plates, and the sheet of each."""
    for path in paths:
        match = _PLATE.fullmatch(path)
        if match is not None:
            yield path, match[1] + _SHEET


def _listed(folder: str) -> Iterator[str]:
    """Yield the paths of all that is in a folder, if it is there."""
    if os.path.isdir(folder or os.curdir):
        for name in sorted(os.listdir(folder or os.curdir)):
            yield os.path.join(folder, name)
