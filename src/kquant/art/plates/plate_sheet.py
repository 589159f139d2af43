"""The sheet that lists plates: each in its ink, with number, code and share."""

import math
from itertools import chain

import numpy as np

from kquant.art.canvas import Canvas, blends
from kquant.art.options import WHITE, Rgb
from kquant.art.page.lettering import BUILT_IN
from kquant.art.plates.separation import Separation
from kquant.art.scaling import resize
from kquant.images.indexed import IndexedImage
from kquant.images.truecolor import TruecolorImage
from kquant.runtime.arrays import U8

_SIDE = 320  # longer side of a plate, in pixels
_FINER = 4  # plates are drawn so many times as large, then averaged: smooth edges
_TEXT, _GAP, _FRAME = 16, 24, 1
_GRAY: Rgb = (150, 150, 150)
_BLACK: Rgb = (0, 0, 0)


def plate_sheet(found: Separation, trap: float = 0) -> IndexedImage | TruecolorImage:
    """Draw all plates of a picture side by side, small.

    Parameters
    ----------
    found : Separation
    trap : float
        As for `Separation.plate`.

    Returns
    -------
    IndexedImage or TruecolorImage
    """
    height, width = found.labels.shape
    scale = _SIDE / max(height, width)
    across, down = (max(1, round(side * scale)) for side in (width, height))
    whole = "" if found.page is None else " of the page"
    widest = f"256  #dddddd  100.0 %{whole}"
    cell = max(across, math.ceil(BUILT_IN.width(widest, _TEXT)))
    columns = _columns(len(found.inks), cell, down)
    rows = math.ceil(len(found.inks) / columns)
    row = down + 2 * _FRAME + 2 * _TEXT + _GAP
    shades = [_shades(ink) for ink in found.inks]
    canvas = Canvas(
        columns * (cell + 2 * _FRAME + _GAP) + _GAP,
        max(1, rows) * row + _GAP,
        [WHITE, _GRAY, *chain.from_iterable(shades)],
        WHITE,
        (_BLACK, WHITE),
    )
    for number, (ink, share) in enumerate(zip(found.inks, found.shares(), strict=True)):
        line, column = divmod(number, columns)
        left = _GAP + column * (cell + 2 * _FRAME + _GAP)
        top = _GAP + line * row
        canvas.fill(_GRAY, top, left, (across + 2 * _FRAME, down + 2 * _FRAME))
        plate = found.plate(number + 1, trap).astype(np.uint8)
        colors = np.array(shades[number], dtype=np.uint8)
        small = _averaged(plate, across, down)
        canvas.paste(small, colors, top + _FRAME, left + _FRAME)
        base = top + down + 2 * _FRAME + round(1.4 * _TEXT)
        text = f"{number + 1}  #{bytes(ink).hex()}  {100 * share:.1f} %{whole}"
        canvas.set_text(BUILT_IN, text, _TEXT, (base, left))
    return canvas.finish()


def _columns(count: int, across: int, down: int) -> int:
    """Return how many plates stand side by side: the sheet is about square."""
    return max(1, min(count, round(math.sqrt(count * (down + 3 * _TEXT) / across))))


def _shades(ink: Rgb) -> list[Rgb]:
    """Return the colors from paper to ink, by how much of a pixel has ink."""
    return blends(ink, WHITE, _FINER**2 - 1)


def _averaged(plate: U8, width: int, height: int) -> U8:
    """Return how many sixteenths of each pixel of a smaller plate have ink."""
    fine = resize(plate, width * _FINER, height * _FINER)
    blocks = fine.reshape(height, _FINER, width, _FINER)
    sixteenths: U8 = blocks.sum(axis=(1, 3), dtype=np.uint8)
    return sixteenths
