"""The strip of swatches: how tall it is, and how the panels' palettes share it."""

import math
from dataclasses import dataclass

from kquant.art.options import Grid
from kquant.art.page.lettering import line_width
from kquant.art.page_sizes import MM_PER_INCH

# In hundredths of the page's shorter side.
_SWATCH = 3.6  # height of a swatch; half as much if there are panels
_TEXT = 1.35  # size of the letters
_BETWEEN = 1.6  # between columns of panels

_LEAST_TEXT = 1.25  # size of the smallest readable letters in millimeters
_LEAST_PIXELS = 11  # and in pixels
_MOST_HEIGHT = 0.24  # of the strip, relative to the page
_LEADING = 1.3  # from line to line, relative to the size of the letters
_APART = 0.4  # between codes, relative to the size of the letters
_WIDEST = "#dddddd"  # the widest code


@dataclass(frozen=True, slots=True)
class Strip:
    """How a strip is divided, in pixels.

    Attributes
    ----------
    columns : int
        Panels side by side.
    lines : int
        Rows of swatches for each panel.
    per_line : int
        Swatches in a row; the last row may have fewer.
    swatch, line, text : int
        Heights of a swatch, of a row with its text and spacing, and of the letters;
        `text` is 0 if letters would be too small to read.
    between : int
        Space between columns.
    height : int
        Of the whole strip.
    """

    columns: int
    lines: int
    per_line: int
    swatch: int
    line: int
    text: int
    between: int
    height: int


def fit_strip(
    grid: Grid, k: int, width: int, page_height: int, unit: float, dpi: int
) -> Strip:
    """Divide a strip so that it takes less than a quarter of the page's height.

    Letters become smaller until the strip fits, and are left out if they would be
    unreadable. The palettes are arranged like the panels in the grid.

    Parameters
    ----------
    grid : Grid
    k : int
        Number of colors of a panel.
    width, page_height : int
        In pixels.
    unit : float
        A hundredth of the page's shorter side, in pixels.
    dpi : int

    Returns
    -------
    Strip
    """
    between = round(_BETWEEN * unit) if grid.columns > 1 else 0
    cell = (width - between * (grid.columns - 1)) // grid.columns
    swatch = max(1, round(_SWATCH * unit / (1 if len(grid) == 1 else 2)))
    least = max(_LEAST_TEXT / MM_PER_INCH * dpi, _LEAST_PIXELS)
    for share in (1.0, 0.9, 0.8, 0.7, 0.6, 0.5):
        text = round(_TEXT * unit * share)
        if text < least:
            break
        most = int(cell / (line_width(_WIDEST, text) + _APART * text))
        lines = math.ceil(k / max(1, most))
        line = swatch + round((2.4 + _LEADING) * text) + round(unit)
        height = grid.rows * lines * line - round(unit)
        if most and height <= _MOST_HEIGHT * page_height:
            per_line = math.ceil(k / lines)
            return Strip(
                grid.columns, lines, per_line, swatch, line, text, between, height
            )
    line = max(1, min(swatch + between, int(_MOST_HEIGHT * page_height / grid.rows)))
    swatch = min(swatch, line)
    height = (grid.rows - 1) * line + swatch
    return Strip(grid.columns, 1, k, swatch, line, 0, between, height)
