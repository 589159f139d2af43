"""Write the plates of one picture, and the sheet that lists them."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import BinaryIO

from kquant.art.options import Art
from kquant.art.plates.marks import with_marks
from kquant.art.plates.plate_shapes import plate_drawing, trace_plates
from kquant.art.plates.plate_sheet import plate_sheet
from kquant.art.plates.separation import Separation
from kquant.batch.existing import is_older
from kquant.batch.job import Job
from kquant.batch.outputs import Existing
from kquant.batch.plate_names import plate_path
from kquant.files.formats import ImageFormat
from kquant.files.plates import encode_plate, plate_format
from kquant.files.svg import encode_svg
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
    plate_kind = plate_format(job.image_format)
    shapes = trace_plates(found) if plate_kind == "svg" else None
    for number, code in enumerate(found.codes, start=1):
        path = plate_path(job, number, code)
        is_kept = os.path.lexists(path) and not is_older(path, job.source)
        if existing == "skip" and is_kept:
            continue
        name = f"{number} of {len(found.inks)}   {code}"
        with opened(path, existing != "refuse") as file:
            if shapes is not None:
                drawn = plate_drawing(found, number, name, art.trap, shapes)
                encode_svg(drawn, file)
            else:
                _encode_pixels(found, number, name, art.trap, plate_kind, file)
        written.append(path)
    with opened(str(job.plates), existing != "refuse") as file:
        encode(plate_sheet(found, art.trap), "png", file)
    return written


def _encode_pixels(
    found: Separation,
    number: int,
    name: str,
    trap: float,
    plate_kind: ImageFormat,
    file: BinaryIO,
) -> None:
    """Write a plate of pixels, on a page with its border."""
    plate = found.plate(number, trap)
    if found.page is not None:
        plate = with_marks(plate, name, found.page.dpi)
    encode_plate(plate, found.dpi, plate_kind, file)
