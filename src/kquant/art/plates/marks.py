"""What is beside a plate: registration marks, and the name of its ink."""

import numpy as np

from kquant.art.page.layout import pixels
from kquant.art.page.lettering import BUILT_IN
from kquant.art.page.pen import Stroke, arc, draw
from kquant.runtime.arrays import U8, Bools

BORDER = 10.0  # millimeters around the page, to be cut off
_MARK = 7.0  # size of a registration mark, in millimeters
_TEXT = 3.0  # size of the letters, in millimeters
_LINE = 0.15  # width of lines, in millimeters
_COVERED = 128  # of 255: such pixels are printed


def with_marks(plate: Bools, name: str, dpi: int) -> Bools:
    """Put a plate in a border with marks that are at the same place on every plate.

    Parameters
    ----------
    plate : bool array, shape (h, w)
    name : str
        What the border says.
    dpi : int

    Returns
    -------
    bool array, shape (h + 2b, w + 2b)
        With a border b of 10 mm, and a registration mark in the middle of each side.
    """
    border = pixels(BORDER, dpi)
    result = np.pad(plate, border)
    height, width = result.shape
    mark = registration_mark(dpi)
    half, middle = len(mark) // 2, border // 2
    for y, x in (
        (middle, width // 2),
        (height - middle, width // 2),
        (height // 2, middle),
        (height // 2, width - middle),
    ):
        area = result[max(0, y - half) :, max(0, x - half) :]
        area = area[: mark.shape[0], : mark.shape[1]]
        area |= mark[: area.shape[0], : area.shape[1]]
    letters = BUILT_IN.coverage(name, max(1, pixels(_TEXT, dpi)))[0] >= _COVERED
    top = height - middle - letters.shape[0] // 2
    room = result[top:, border : width // 2 - len(mark)][: letters.shape[0]]
    room |= (
        np.zeros_like(room)
        if letters.shape[1] > room.shape[1]
        else _fit(letters, room.shape)
    )
    return result


def registration_mark(dpi: int) -> Bools:
    """Return a circle with a cross in it.

    Parameters
    ----------
    dpi : int

    Returns
    -------
    bool array, shape (n, n)
        7 mm wide.
    """
    size = max(3, pixels(_MARK, dpi) | 1)
    cover: U8 = np.zeros((size, size), dtype=np.uint8)
    line = max(_LINE / _MARK, 1.2 / size)
    lines = (
        Stroke(((0, 0.5), (1, 0.5)), line),
        Stroke(((0.5, 0), (0.5, 1)), line),
        Stroke(arc((0.5, 0.5), (0.3, 0.3), 0, 360, 96), line),
    )
    draw(cover, lines, size, 0, size)
    return cover >= _COVERED


def _fit(letters: Bools, shape: tuple[int, ...]) -> Bools:
    """Return letters at the left of an area of this shape."""
    result = np.zeros(shape, dtype=bool)
    result[:, : letters.shape[1]] = letters[: shape[0]]
    return result
