"""The sheet that lists plates: each in its ink, with number, code and share."""

import math

import numpy as np

from kquant.art.canvas import Canvas
from kquant.art.options import WHITE, Rgb
from kquant.art.page.lettering import BUILT_IN
from kquant.art.plates.separation import Separation
from kquant.art.scaling import resize
from kquant.images.indexed import IndexedImage
from kquant.images.truecolor import TruecolorImage

_SIDE = 320  # longer side of a plate, in pixels
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
    cell = max(across, math.ceil(BUILT_IN.width("256  #dddddd  100.0 %", _TEXT)))
    columns = _columns(len(found.inks), cell, down)
    rows = math.ceil(len(found.inks) / columns)
    row = down + 2 * _FRAME + 2 * _TEXT + _GAP
    canvas = Canvas(
        columns * (cell + 2 * _FRAME + _GAP) + _GAP,
        max(1, rows) * row + _GAP,
        [WHITE, _GRAY, *found.inks],
        WHITE,
        (_BLACK, WHITE),
    )
    for number, (ink, share) in enumerate(zip(found.inks, found.shares(), strict=True)):
        line, column = divmod(number, columns)
        left = _GAP + column * (cell + 2 * _FRAME + _GAP)
        top = _GAP + line * row
        canvas.fill(_GRAY, top, left, (across + 2 * _FRAME, down + 2 * _FRAME))
        plate = found.plate(number + 1, trap).astype(np.uint8)
        colors = np.array([WHITE, ink], dtype=np.uint8)
        small = resize(plate, across, down)
        canvas.paste(small, colors, top + _FRAME, left + _FRAME)
        base = top + down + 2 * _FRAME + round(1.4 * _TEXT)
        text = f"{number + 1}  #{bytes(ink).hex()}  {100 * share:.1f} %"
        canvas.set_text(BUILT_IN, text, _TEXT, (base, left))
    return canvas.finish()


def _columns(count: int, across: int, down: int) -> int:
    """Return how many plates stand side by side: the sheet is about square."""
    return max(1, min(count, round(math.sqrt(count * (down + 3 * _TEXT) / across))))
