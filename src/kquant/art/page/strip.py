"""The strip of swatches: how tall it is, which text fits, and how panels share it."""

import math
from dataclasses import dataclass
from typing import NamedTuple

from kquant.art.options import Page
from kquant.art.page.lettering import Face

STRIP_SHARE = 1 / 6  # of the page's height: the strip is never taller

# In hundredths of the page's shorter side.
_SWATCH = 3.6  # height of a swatch; half as much if there are panels
_TEXT = 1.35  # size of the letters
_APART_ROWS = 1.0  # between rows of panels

_LEAST_POINTS = 6  # size of the smallest letters that are printed
_LEAST_PIXELS = 11  # and of the smallest that can be read on a screen
_LEADING = 1.3  # from line to line, relative to the size of the letters
_BELOW = 0.25  # from the last base line to the end of a row: room for descenders
_APART = 0.4  # between codes, relative to the size of the letters
_WIDEST = "#dddddd"  # the widest code
_SHARES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4)  # of the usual size of the letters


class Span(NamedTuple):
    """Where a column of panels is.

    Attributes
    ----------
    left, width : int
        In pixels.
    """

    left: int
    width: int


@dataclass(frozen=True, slots=True)
class Strip:
    """How a strip is divided, in pixels.

    Attributes
    ----------
    columns : tuple of Span
        Those of the panels.
    rows : int
        Of panels.
    lines : int
        Rows of swatches for each panel: one if there are several panels.
    per_line : int
        Swatches in a row; the last row may have fewer.
    swatch, line, text : int
        Heights of a swatch, of a row with its text and spacing, and of the letters;
        `text` is 0 if letters would be too small to read.
    height : int
        Of the whole strip.
    """

    columns: tuple[Span, ...]
    rows: int
    lines: int
    per_line: int
    swatch: int
    line: int
    text: int
    height: int

    @property
    def panels(self) -> int:
        """The number of panels."""
        return len(self.columns) * self.rows

    def base(self, number: int) -> int:
        """Return how far below the top of a row a line of its text stands.

        Parameters
        ----------
        number : int
            1 for the codes, 2 for the shares.

        Returns
        -------
        int
        """
        return self.swatch + round(_LEADING * self.text) * number


def fit_strip(
    columns: tuple[Span, ...], rows: int, k: int, most: int, page: Page
) -> Strip:
    """Divide a strip within a height.

    Letters become smaller until the strip fits, and are left out below 6 points.
    A picture alone has as many rows of swatches as its codes need, and a share below
    each. Panels have a row each, and as the shares of all are the same, they stand
    once in each column, below its last row.

    Parameters
    ----------
    columns : tuple of Span
        Those of the panels.
    rows : int
        Of panels.
    k : int
        Number of colors of a panel.
    most : int
        Largest height, in pixels.
    page : Page

    Returns
    -------
    Strip
    """
    face, unit = Face(page.font), page.unit
    single = len(columns) * rows == 1
    cell = min(column.width for column in columns)
    swatch = max(1, round(_SWATCH * unit / (1 if single else 2)))
    apart = round(_APART_ROWS * unit)
    least = max(_LEAST_POINTS / 72 * page.dpi, _LEAST_PIXELS)
    for share in _SHARES:
        text = round(_TEXT * unit * share)
        if text < least:
            break
        per_line = int(cell / (face.width(_WIDEST, text) + _APART * text))
        lines = math.ceil(k / per_line) if per_line else k
        if lines > 1 and not single:
            continue
        leading = round(_LEADING * text)
        used = (1 + single) * leading + round(_BELOW * text)
        line = swatch + used + apart
        height = rows * lines * line - apart + (0 if single else leading)
        if per_line and height <= most:
            per_line = math.ceil(k / lines)
            return Strip(columns, rows, lines, per_line, swatch, line, text, height)
    apart = min(apart, max(0, most // rows - 1))
    swatch = max(1, min(swatch, (most - (rows - 1) * apart) // rows))
    height = rows * (swatch + apart) - apart
    return Strip(columns, rows, 1, k, swatch, swatch + apart, 0, height)
