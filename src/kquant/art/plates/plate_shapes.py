"""Plates as shapes: black areas whose edges are those of the other plates too."""

import numpy as np

from kquant.art.options import Rgb
from kquant.art.page_sizes import MM_PER_INCH
from kquant.art.plates.marks import with_marks
from kquant.art.plates.separation import Separation
from kquant.art.shapes.drawing import Drawing, Panel, Text
from kquant.art.shapes.layers import Shapes, trace

_BLACK: Rgb = (0, 0, 0)


def trace_plates(found: Separation) -> Shapes:
    """Find the areas of all inks; where two of them meet, they share their edge.

    Parameters
    ----------
    found : Separation

    Returns
    -------
    Shapes
        With one layer for each ink.
    """
    return trace(found.labels, spreads=False)


def plate_drawing(
    found: Separation, number: int, name: str, trap: float, shapes: Shapes
) -> Drawing:
    """Draw a plate, on a page with its border.

    Parameters
    ----------
    found : Separation
    number : int
        From 1 on.
    name : str
        What the border says.
    trap : float
        As for `Separation.plate`.
    shapes : Shapes
        As `trace_plates` returns them; they hold if there is no trap.

    Returns
    -------
    Drawing
        Black, whatever the ink.
    """
    own = shapes._replace(layers=shapes.layers[number - 1 : number])
    if trap:
        own = trace(found.plate(number, trap).astype(np.uint8), spreads=False)
    width, height = own.width, own.height
    border = 0
    caption: tuple[Text, ...] = ()
    if found.page is not None:
        marks = with_marks(np.zeros((height, width), dtype=bool), name, found.page.dpi)
        border = (marks.shape[0] - height) // 2
        around = trace(marks.astype(np.uint8), spreads=False)
        caption = (Text(name, _BLACK, around, 0, 0, 1, 0),)
    width, height = width + 2 * border, height + 2 * border
    size = None
    if found.dpi is not None and min(found.dpi) > 0:
        across, down = found.dpi
        size = width / across * MM_PER_INCH, height / down * MM_PER_INCH
    panel = Panel("", (_BLACK,) * max(1, len(found.inks)), border, border)
    return Drawing(width, height, size, own, (panel,), (), caption, name)
