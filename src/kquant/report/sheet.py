"""The places of many pictures on a sheet, each with a strip and a line of text."""

import math
from dataclasses import dataclass, replace
from itertools import product

from kquant.art.options import MOST_PANELS, Grid, Page
from kquant.art.page.layout import Layout, pixels
from kquant.errors import OptionError

_WIDTH, _LEAST_WIDTH = 480, 200  # of a cell, in pixels, on a sheet that is no page
_SHAPE = 1.5  # width of such a sheet relative to its height, or near it
_NARROW, _WIDE = 0.6, 2.4  # least and largest width of a picture relative to its height
# Relative to the width of a cell.
_STRIP, _TEXT, _AIR = 0.06, 0.065, 0.025
_BETWEEN = 0.12  # from one cell to the next


@dataclass(frozen=True, slots=True)
class Cell:
    """How a cell is divided, in pixels, from top to bottom.

    Attributes
    ----------
    area : (int, int)
        Width and height of the place of the picture.
    air, strip, text : int
        Heights of each gap, of the strip and of the letters.
    """

    area: tuple[int, int]
    air: int
    strip: int
    text: int

    @classmethod
    def of(cls, width: int, ratio: float) -> "Cell":
        """Divide a cell of a width, for pictures of a ratio of width to height."""
        area = width, max(1, round(width / ratio))
        text = max(1, round(_TEXT * width))
        return cls(
            area, max(1, round(_AIR * width)), max(1, round(_STRIP * width)), text
        )

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the cell."""
        return self.area[0], self.area[1] + 2 * self.air + self.strip + self.text


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet laid out.

    Attributes
    ----------
    width, height : int
        In pixels.
    cell : Cell
    corners : tuple of (int, int)
        Left and top of each cell, in reading order.
    layout : Layout or None
        That of the page, with the place of its title.
    page : Page or None
        The page, turned.
    """

    width: int
    height: int
    cell: Cell
    corners: tuple[tuple[int, int], ...]
    layout: Layout | None = None
    page: Page | None = None

    @classmethod
    def of(cls, page: Page | None, picture: tuple[int, int], count: int) -> "Sheet":
        """Lay out a sheet.

        Parameters
        ----------
        page : Page, optional
            By default, the sheet is as large as its pictures need. A page that turns
            takes the orientation in which they are larger.
        picture : (int, int)
            Width and height of each picture.
        count : int
            How many there are.

        Returns
        -------
        Sheet
            With the largest pictures for which there is room.

        Raises
        ------
        OptionError
            If there is no room.
        """
        ratio = min(max(picture[0] / picture[1], _NARROW), _WIDE)
        least = math.ceil(count / MOST_PANELS)
        grids = [
            (columns, math.ceil(count / columns))
            for columns in range(least, min(count, MOST_PANELS) + 1)
        ]
        if page is None:
            width = min(max(picture[0], _LEAST_WIDTH), _WIDTH)
            return cls._loose(Cell.of(width, ratio), grids, count)
        sheets: list[Sheet] = []
        turned = dict.fromkeys([page.turned_to(1, 2), page.turned_to(2, 1)])
        for either, grid in product(turned, grids):
            try:
                sheets.append(cls._on_page(either, ratio, grid, count))
            except OptionError as error:  # another grid may have room
                reason = error
        if not sheets:
            raise reason
        return max(sheets, key=lambda sheet: sheet.cell.area[0])

    @classmethod
    def _loose(cls, cell: Cell, grids: list[tuple[int, int]], count: int) -> "Sheet":
        """Lay out a sheet of any size: the grid that is nearest to the usual shape."""
        gap = round(_BETWEEN * cell.area[0])

        def size(grid: tuple[int, int]) -> tuple[int, int]:
            width, height = Grid(*grid, gap=gap).size(*cell.size)
            return width + 2 * gap, height + 2 * gap

        def oddness(grid: tuple[int, int]) -> float:
            width, height = size(grid)
            empty = grid[0] * grid[1] - count
            return abs(math.log(width / height / _SHAPE)) + 0.25 * empty

        grid = min(grids, key=oddness)
        return cls(*size(grid), cell, _corners(grid[0], cell, gap, (gap, gap), count))

    @classmethod
    def _on_page(
        cls, page: Page, ratio: float, grid: tuple[int, int], count: int
    ) -> "Sheet":
        """Lay out a page with a certain grid."""
        usual = Cell.of(1000, ratio)
        room = min(page.width / grid[0], page.height / grid[1])
        gap = max(1, pixels(_BETWEEN * room / (1 + _BETWEEN), page.dpi))
        page = replace(page, strip=False, pixels=False)
        layout = Layout.of(page, Grid(*grid, gap=gap), usual.size, 1)
        cell = Cell.of(layout.panel[0], ratio)
        corner = layout.picture.left, layout.picture.top
        corners = _corners(grid[0], cell, gap, corner, count)
        return cls(layout.width, layout.height, cell, corners, layout, page)


def _corners(
    columns: int, cell: Cell, gap: int, corner: tuple[int, int], count: int
) -> tuple[tuple[int, int], ...]:
    """Return left and top of each cell."""
    width, height = cell.size
    places = (divmod(number, columns) for number in range(count))
    return tuple(
        (corner[0] + column * (width + gap), corner[1] + row * (height + gap))
        for row, column in places
    )
