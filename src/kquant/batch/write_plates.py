"""Write the plates of one picture, and the sheet that lists them."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import BinaryIO

from kquant.art.options import Art
from kquant.art.plates.marks import with_marks
from kquant.art.plates.plate_sheet import plate_sheet
from kquant.art.plates.separation import Separation
from kquant.batch.existing import is_older
from kquant.batch.job import Job
from kquant.batch.outputs import Existing
from kquant.batch.plate_names import plate_path
from kquant.files.plates import encode_plate, plate_format
from kquant.files.writing import encode

Opened = Callable[[str, bool], AbstractContextManager[BinaryIO]]


def write_plates(
    job: Job, found: Separation, art: Art, existing: Existing, opened: Opened
) -> list[str]:
    """Write plates, and then their sheet, which shows that all of them are there.

    Parameters
    ----------
    job : Job
        One with plates.
    found : Separation
    art : Art
    existing : {"refuse", "overwrite", "skip"}
        With "skip", plates stay that are newer than the input.
    opened : callable (str, bool) -> context manager
        Opens a file to write, which may replace another if the flag is true.

    Returns
    -------
    list of str
        The plates that were written.

    Raises
    ------
    ImageWriteError
        When a file cannot be written.
    """
    assert job.image_format is not None
    written = []
    for number, code in enumerate(found.codes, start=1):
        path = plate_path(job, number, code)
        is_kept = os.path.lexists(path) and not is_older(path, job.source)
        if existing == "skip" and is_kept:
            continue
        plate = found.plate(number, art.trap)
        if found.page is not None:
            name = f"{number} of {len(found.inks)}   {code}"
            plate = with_marks(plate, name, found.page.dpi)
        with opened(path, existing != "refuse") as file:
            encode_plate(plate, found.dpi, plate_format(job.image_format), file)
        written.append(path)
    with opened(str(job.plates), existing != "refuse") as file:
        encode(plate_sheet(found, art.trap), "png", file)
    return written
