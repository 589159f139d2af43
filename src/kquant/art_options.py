"""What can be asked of panels and pages; light enough for every start of kquant."""

from dataclasses import dataclass
from typing import NamedTuple

from kquant.errors import OptionError

Rgb = tuple[int, int, int]

WHITE: Rgb = (255, 255, 255)
PAGE_FORMATS = ("png", "tiff", "pdf")
DEFAULT_DPI = 300
MOST_PANELS = 32  # across, and down
MOST_PIXELS = 1 << 30  # of a grid or page: beyond, even a small palette takes gigabytes


@dataclass(frozen=True, slots=True)
class Grid:
    """Panels of one picture, each in a palette of its own.

    Parameters
    ----------
    columns, rows : int
        1 to `MOST_PANELS`.
    hues : tuple of float
        Degrees by which the hues of each panel are turned, row by row; empty for
        evenly spaced ones, the first of them 0.
    pop : bool
        Ink palettes instead of turned hues.
    gap : int
        Pixels between panels, 0 to 10000.
    gap_color : (int, int, int), optional
        None leaves gaps and transparent areas transparent.

    Raises
    ------
    OptionError
        When a value is out of its range, or hues and panels differ in number.
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
                f"--warhol takes COLSxROWS such as 3x2, each from 1 to {MOST_PANELS}, "
                f"got {self.columns}x{self.rows}"
            )
        if not 0 <= self.gap <= 10_000:
            raise OptionError(f"--gap must be 0 to 10000 pixels, got {self.gap}")
        if self.hues and self.pop:
            raise OptionError("--pop brings its own colors: leave out --hues")
        if self.hues and len(self.hues) != len(self):
            raise OptionError(
                f"--hues lists {len(self.hues)} angles, but {self.columns}x{self.rows} "
                f"has {len(self)} panels: give one angle a panel"
            )

    def __len__(self) -> int:
        return self.columns * self.rows

    def angles(self) -> tuple[float, ...]:
        """Return the turn of each panel's hues, in degrees."""
        return self.hues or tuple(360 * i / len(self) for i in range(len(self)))

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Return width and height of a grid of panels of this size, in pixels."""
        across = self.columns * width + (self.columns - 1) * self.gap
        return across, self.rows * height + (self.rows - 1) * self.gap


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of paper to print on.

    Parameters
    ----------
    name : str
        What file names call it.
    width, height : float
        Of the trimmed sheet, in millimetres.
    dpi : int
        Pixels to the inch, 10 to 2400.
    margin : float, optional
        Millimetres around the picture; None is a sixteenth of the shorter side.
        Without a margin the picture reaches into the bleed.
    bleed : float
        Millimetres to be cut off on each side, 0 to 100.
    title : str
        Set below the picture; empty for none.
    strip : bool
        Whether the palette, with hex codes and shares, stands at the bottom.
    pixels : bool
        Whether pixels stay sharp squares, instead of being smoothed into curves.

    Raises
    ------
    OptionError
        When a value is out of its range.
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

    def __post_init__(self) -> None:
        if not 10 <= self.dpi <= 2400:
            raise OptionError(f"--dpi must be 10 to 2400, got {self.dpi}")
        if not 0 <= self.bleed <= 100:
            raise OptionError(f"--bleed must be 0 to 100 mm, got {self.bleed:g}")
        if 2 * self.margin_mm >= min(self.width, self.height):
            raise OptionError(
                f"--margin {self.margin_mm:g} mm leaves nothing of a page of "
                f"{self.width:g} x {self.height:g} mm"
            )
        across, down = (side + 2 * self.bleed for side in (self.width, self.height))
        if across * down * (self.dpi / 25.4) ** 2 > MOST_PIXELS:
            raise OptionError(
                f"a page of {across:g} x {down:g} mm has too many pixels at "
                f"{self.dpi} dpi: use a lower --dpi"
            )

    @property
    def margin_mm(self) -> float:
        """The margin, be it given or not, in millimetres."""
        shorter = min(self.width, self.height)
        return shorter / 16 if self.margin is None else self.margin


class Art(NamedTuple):
    """What becomes of the reduced picture: a grid, a page, both, or neither."""

    grid: Grid | None = None
    page: Page | None = None

    def __bool__(self) -> bool:
        return self.grid is not None or self.page is not None

    @property
    def panels(self) -> int:
        """How many panels there are; 1 without a grid."""
        return 1 if self.grid is None else len(self.grid)

    @property
    def label(self) -> str:
        """What is added to the names of files."""
        panels = "" if self.grid is None else "-pop" if self.grid.pop else "-warhol"
        return panels if self.page is None else f"{panels}-{self.page.name}"
