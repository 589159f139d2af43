"""The options of panels and pages and their limits; cheap, as every run needs them."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from kquant.art.page_sizes import MM_PER_INCH
from kquant.errors import OptionError

Rgb = tuple[int, int, int]

WHITE: Rgb = (255, 255, 255)
PAPER: Rgb = (-1, -1, -1)  # no color: where no ink goes
DEFAULT_DPI = 300
SPECK = 30_000  # a speck is smaller than the picture divided by this
SHAPE_SPECK = 10_000  # and where it would be a shape, than it divided by this
MOST_PANELS = 32  # in each direction
MOST_TRAP = 5.0  # millimeters
MOST_PIXELS = 1 << 30  # of a grid or page; at a byte each, more take gigabytes


def default_min_region(width: int, height: int, *, shapes: bool = False) -> int:
    """Return the size of the smallest region that stays in a picture for print.

    Parameters
    ----------
    width, height : int
        Of the picture, in pixels.
    shapes : bool
        Whether it is written as shapes, of which each takes space in the file.

    Returns
    -------
    int
        In pixels: a 30,000th of the picture. On A3, that is a square of 2 mm. Of
        shapes, a 10,000th: a square of 3.5 mm.

    Examples
    --------
    >>> default_min_region(4000, 3000), default_min_region(80, 60)
    (400, 1)
    >>> default_min_region(4000, 3000, shapes=True)
    1200
    """
    return max(1, width * height // (SHAPE_SPECK if shapes else SPECK))


@dataclass(frozen=True, slots=True)
class Grid:
    """Panels of one picture, each with its own palette.

    Parameters
    ----------
    columns, rows : int
        1 to `MOST_PANELS`.
    hues : tuple of float
        Degrees by which the hues of each panel are rotated, row by row. If empty,
        the angles are evenly spaced from 0.
    pop : bool
        Use ink palettes instead of rotated hues.
    gap : int
        Pixels between panels, 0 to 10000.
    gap_color : (int, int, int), optional
        None leaves gaps and transparent areas transparent. Otherwise, transparent
        areas get a ground, see `kquant.art.panels.panel_grounds`.

    Raises
    ------
    OptionError
        If a value is out of range, the number of hues is not that of the panels, or
        there are hues as well as `pop`.
    """

    columns: int
    rows: int
    hues: tuple[float, ...] = ()
    pop: bool = False
    gap: int = 0
    gap_color: Rgb | None = WHITE

    def __post_init__(self) -> None:
        if not (1 <= self.columns <= MOST_PANELS and 1 <= self.rows <= MOST_PANELS):
            raise OptionError(
                f"a grid must have 1 to {MOST_PANELS} columns and rows, got "
                f"{self.columns}x{self.rows}"
            )
        if not 0 <= self.gap <= 10_000:
            raise OptionError(f"gap must be 0 to 10000 pixels, got {self.gap}", "gap")
        if self.hues and self.pop:
            raise OptionError("pop uses its own colors: leave out hues", "pop", "hues")
        if self.hues and len(self.hues) != len(self):
            raise OptionError(
                f"hues lists {len(self.hues)} angles, but {self.columns}x{self.rows} "
                f"has {len(self)} panels: give one angle per panel",
                "hues",
            )

    def __len__(self) -> int:
        return self.columns * self.rows

    def angles(self) -> tuple[float, ...]:
        """Return the rotation of each panel's hues.

        Returns
        -------
        tuple of float
            Degrees, row by row.
        """
        return self.hues or tuple(360 * i / len(self) for i in range(len(self)))

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Return the size of the grid.

        Parameters
        ----------
        width, height : int
            Size of a panel in pixels.

        Returns
        -------
        (int, int)
            Width and height in pixels, with the gaps.
        """
        across = self.columns * width + (self.columns - 1) * self.gap
        return across, self.rows * height + (self.rows - 1) * self.gap


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of paper to print on.

    Parameters
    ----------
    name : str
        Part of the names of output files.
    width, height : float
        Size after trimming, in millimeters.
    dpi : int
        Pixels per inch, 10 to 2400.
    margin : float, optional
        Millimeters around the picture. None means a sixteenth of the shorter side.
        With a margin of 0, the picture extends into the bleed.
    bleed : float
        Millimeters to be trimmed on each side, 0 to 100.
    title : str
        Text below the picture; empty for none.
    strip : bool
        Whether to print the palette at the bottom, with hex codes and shares.
    font : str
        The path of a TrueType or OpenType font for the text; empty for the built-in
        face.
    pixels : bool
        Whether pixels are enlarged to sharp squares instead of smoothed to curves.
    turns : bool
        Whether the page takes the orientation of what is on it.

    Raises
    ------
    OptionError
        If a value is out of range, the margin leaves no room, or the page has more
        than `MOST_PIXELS` pixels.
    """

    name: str
    width: float
    height: float
    dpi: int = DEFAULT_DPI
    margin: float | None = None
    bleed: float = 0.0
    title: str = ""
    strip: bool = False
    pixels: bool = False
    font: str = ""
    turns: bool = False

    def __post_init__(self) -> None:
        if not 10 <= self.dpi <= 2400:
            raise OptionError(f"dpi must be 10 to 2400, got {self.dpi}", "dpi")
        if not 0 <= self.bleed <= 100:
            raise OptionError(f"bleed must be 0 to 100 mm, got {self.bleed:g}", "bleed")
        if 2 * self.margin_mm >= min(self.width, self.height):
            raise OptionError(
                f"margin {self.margin_mm:g} mm leaves nothing of a page of "
                f"{self.width:g} x {self.height:g} mm",
                "margin",
            )
        across, down = (side + 2 * self.bleed for side in (self.width, self.height))
        if across * down * (self.dpi / MM_PER_INCH) ** 2 > MOST_PIXELS:
            raise OptionError(
                f"a page of {across:g} x {down:g} mm has too many pixels at "
                f"{self.dpi} dots per inch: use a lower dpi",
                "dpi",
            )

    @property
    def margin_mm(self) -> float:
        """The margin in millimeters: the given one, or the default."""
        shorter = min(self.width, self.height)
        return shorter / 16 if self.margin is None else self.margin

    @property
    def unit(self) -> float:
        """A hundredth of the shorter side, in pixels: what text and swatches go by."""
        return min(self.width, self.height) / 100 / MM_PER_INCH * self.dpi

    def turned_to(self, width: float, height: float) -> "Page":
        """Return the page in the orientation of a picture, if it `turns`.

        Parameters
        ----------
        width, height : float
            Of the picture, or of all panels. What is square goes on an upright page.

        Returns
        -------
        Page
        """
        if not self.turns or (width > height) == (self.width > self.height):
            return self
        return replace(self, width=self.height, height=self.width)


class Art(NamedTuple):
    """What to make from the reduced picture: a grid, a page, both, or neither.

    Parameters
    ----------
    grid : Grid, optional
    page : Page, optional
    compare : tuple of int
        Numbers of colors, for a sheet of the picture in all of them; empty for none.
    clean : bool
        Whether specks go, and frayed edges become smooth, in what is made for print:
        see `default_min_region`.
    keeps_colors : bool
        Whether a picture of at most 256 colors keeps them, since no number was asked.
    plates : bool
        Whether to make a plate for each ink as well.
    trap : float
        Millimeters by which inks spread beneath darker ones, 0 to 5.
    """

    grid: Grid | None = None
    page: Page | None = None
    compare: tuple[int, ...] = ()
    clean: bool = False
    keeps_colors: bool = False
    plates: bool = False
    trap: float = 0.0

    def __bool__(self) -> bool:
        return self.grid is not None or self.page is not None or bool(self.compare)

    @property
    def panels(self) -> int:
        """The number of panels; 1 without a grid."""
        return 1 if self.grid is None else len(self.grid)

    @property
    def k_label(self) -> str:
        """The numbers of colors as file names state them; empty without a comparison."""
        return "-".join(
            str(k) for k in dict.fromkeys(self.compare[:1] + self.compare[-1:])
        )

    @property
    def label(self) -> str:
        """What is appended to the names of output files, such as ``-warhol-a4``."""
        panels = "" if self.grid is None else "-pop" if self.grid.pop else "-warhol"
        panels += "-compare" if self.compare else ""
        return panels if self.page is None else f"{panels}-{self.page.name}"
