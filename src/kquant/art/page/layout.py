"""Lay out a page: the place of picture, title and strip, to the pixel."""

from dataclasses import dataclass, replace

from kquant.art.options import Grid, Page
from kquant.art.page.strip import STRIP_SHARE, Span, Strip, fit_strip
from kquant.art.page_sizes import MM_PER_INCH
from kquant.errors import OptionError

# In hundredths of the page's shorter side.
_TITLE = 4.6  # size of the letters
_AIR = 3.2  # between picture, title and strip
_SAFE = 4.0  # distance of text from the trimmed edge if the page has no margin

_ROUNDS = 8  # to fit picture and strip to each other; three are usual
_WHOLE = 0.95  # scale by a whole number if it reaches this share of the best factor


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels.

    Parameters
    ----------
    left, top, width, height : int
    """

    left: int
    top: int
    width: int
    height: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.width, self.height


@dataclass(frozen=True, slots=True)
class Layout:
    """A page laid out.

    Attributes
    ----------
    width, height : int
        Size of the page with its bleed, in pixels.
    picture : Box
        The picture, or all panels with their gaps.
    panel : (int, int)
        Width and height of one panel.
    title : Box or None
    strip : Box or None
    cells : Strip or None
        How the strip is divided.
    """

    width: int
    height: int
    picture: Box
    panel: tuple[int, int]
    title: Box | None = None
    strip: Box | None = None
    cells: Strip | None = None

    @classmethod
    def of(cls, page: Page, grid: Grid, picture: tuple[int, int], k: int) -> "Layout":
        """Lay out a page.

        The picture is as large as possible, and centered in the space above the text.
        Title and strip begin and end where the picture does, or at the safe distance
        from the trimmed edge if there is no margin.

        Parameters
        ----------
        page : Page
        grid : Grid
            With one panel if there is only the picture.
        picture : (int, int)
            Width and height before scaling.
        k : int
            Number of colors of a panel.

        Returns
        -------
        Layout

        Raises
        ------
        OptionError
            If there is no room for the picture.
        """
        width = pixels(page.width, page.dpi) + 2 * pixels(page.bleed, page.dpi)
        height = pixels(page.height, page.dpi) + 2 * pixels(page.bleed, page.dpi)
        frame, text = _frames(page, width, height)
        between = grid.gap * (grid.columns - 1)
        panel = max(1, (frame.width - between) // grid.columns)
        layout = cls(width, height, frame, (panel, panel))
        # The size of the picture depends on the height of the strip, which depends on
        # the width of the picture.
        for _ in range(_ROUNDS):
            before = layout
            layout = _with_text(layout, page, grid, text, k)
            layout = _with_picture(layout, page, grid, frame, picture)
            if layout.picture == before.picture:
                return layout
        room = None if layout.strip is None else layout.strip.height
        return _with_text(layout, page, grid, text, k, room)


def pixels(millimeters: float, dpi: int) -> int:
    """Convert a length to whole pixels.

    Parameters
    ----------
    millimeters : float
    dpi : int

    Returns
    -------
    int
    """
    return round(millimeters / MM_PER_INCH * dpi)


def _frames(page: Page, width: int, height: int) -> tuple[Box, Box]:
    """Return the areas that the picture and the text may occupy."""
    bleed = pixels(page.bleed, page.dpi)

    def inset(distance: int) -> Box:
        return Box(distance, distance, width - 2 * distance, height - 2 * distance)

    if page.margin_mm:
        frame = inset(bleed + pixels(page.margin_mm, page.dpi))
        return frame, frame
    safe = pixels(_SAFE / 100 * min(page.width, page.height), page.dpi)
    return inset(0), inset(bleed + safe)


def _with_text(
    layout: Layout,
    page: Page,
    grid: Grid,
    text: Box,
    k: int,
    room: int | None = None,
) -> Layout:
    """Place strip and title below the picture, at the bottom of the box `text`.

    `room` is the largest height of the strip, if the picture has to stay as it is.
    """
    columns = _columns(layout, grid, text)
    left = columns[0].left
    across = columns[-1].left + columns[-1].width - left
    unit = page.unit
    bottom = text.top + text.height
    if page.strip:
        most = int(STRIP_SHARE * layout.height)
        most = most if room is None else min(most, room)
        cells = fit_strip(columns, grid.rows, k, most, page)
        bottom -= cells.height
        strip = Box(left, bottom, across, cells.height)
        layout = replace(layout, strip=strip, cells=cells)
        bottom -= round(_AIR * 0.7 * unit)
    if page.title:
        size = max(1, round(_TITLE * unit))
        title = Box(left, bottom - size, across, size)
        layout = replace(layout, title=title)
    return layout


def _columns(layout: Layout, grid: Grid, text: Box) -> tuple[Span, ...]:
    """Return where the columns of panels are, as far as text may go."""
    first, last = text.left, text.left + text.width
    columns = []
    for column in range(grid.columns):
        left = layout.picture.left + column * (layout.panel[0] + grid.gap)
        right = min(left + layout.panel[0], last)
        left = min(max(left, first), last - 1)
        columns.append(Span(left, max(1, right - left)))
    return tuple(columns)


def _with_picture(
    layout: Layout, page: Page, grid: Grid, frame: Box, picture: tuple[int, int]
) -> Layout:
    """Place the picture in the part of `frame` above the text."""
    bottom = frame.top + frame.height
    text = layout.title or layout.strip
    if text is not None:
        shorter = min(page.width, page.height)
        bottom = text.top - pixels(_AIR / 100 * shorter, page.dpi)
    gaps = grid.gap * (grid.columns - 1), grid.gap * (grid.rows - 1)
    room = (
        max(0, frame.width - gaps[0]) / grid.columns,
        max(0, bottom - frame.top - gaps[1]) / grid.rows,
    )
    panel = _fitted(picture, room, sharp=page.pixels)
    width, height = grid.size(*panel)
    if min(room) < 1:
        raise OptionError(
            f"a page of {page.width:g} x {page.height:g} mm has no room left for the "
            "picture: use a smaller margin or gap, or leave out title or strip",
            "margin",
            "gap",
            "title",
            "strip",
        )
    left = frame.left + (frame.width - width) // 2
    top = frame.top + max(0, bottom - frame.top - height) // 2
    return replace(layout, picture=Box(left, top, width, height), panel=panel)


def _fitted(
    picture: tuple[int, int], room: tuple[float, float], *, sharp: bool
) -> tuple[int, int]:
    """Return the largest size in a room, scaled by a whole number if that is close."""
    factor = min(room[0] / picture[0], room[1] / picture[1])
    whole = int(factor)
    if whole and (sharp or whole >= _WHOLE * factor):
        return picture[0] * whole, picture[1] * whole
    return max(1, int(picture[0] * factor)), max(1, int(picture[1] * factor))
