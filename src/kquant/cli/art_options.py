"""The options of panels and pages, and what people write for them."""

import os
import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from kquant.art.options import (
    DEFAULT_DPI,
    MOST_PANELS,
    MOST_TRAP,
    WHITE,
    Art,
    Grid,
    Page,
    Rgb,
)
from kquant.art.page_sizes import length_mm, page_size_mm, turns_by_itself
from kquant.cli.help import option
from kquant.cli.parameters import PathText
from kquant.color.names import parse_color
from kquant.errors import OptionError, PaletteError

_GRID = ("hues", "pop", "gap", "gap_color")
_PAGE = ("dpi", "margin", "bleed", "title", "strip", "font", "pixels")


_OPTIONS = (
    option(
        "Art",
        "--warhol",
        metavar="COLSxROWS",
        help="Make panels of the picture and turn the hues of each one further; light "
        "and shade stay, and muted colors become clearer.",
    ),
    option(
        "Art",
        "--hues",
        metavar="DEG,...",
        help="How far to turn the hues of each panel, in degrees. [default: evenly "
        "spaced from 0]",
    ),
    option(
        "Art",
        "--pop",
        is_flag=True,
        help="Print the panels in bold inks instead of turning hues.",
    ),
    option(
        "Art",
        "--gap",
        type=int,
        metavar="PX",
        help="Space between panels. [default: 0]",
    ),
    option(
        "Art",
        "--gap-color",
        metavar="COLOR",
        help="Color of the gaps: #rrggbb, a CSS name, or none, which makes gaps and "
        "transparent areas transparent. [default: white]",
    ),
    option(
        "Art",
        "--page",
        metavar="SIZE",
        help="Make a page to print, as png, tiff, pdf or svg: a6 to a0, letter, legal, "
        "tabloid, which turn to the picture unless -portrait or -landscape is added; "
        "300x400mm, 12x18in.",
    ),
    option(
        "Art", "--dpi", type=int, metavar="N", help="Pixels per inch. [default: 300]"
    ),
    option(
        "Art",
        "--margin",
        metavar="LENGTH",
        help="Space around the picture: 10, 10mm, 0.5in. [default: a sixteenth of the "
        "shorter side]",
    ),
    option(
        "Art",
        "--bleed",
        metavar="LENGTH",
        help="Extra on all sides, to be cut off. [default: 0]",
    ),
    option("Art", "--title", metavar="TEXT", help="Text below the picture."),
    option(
        "Art",
        "--strip",
        is_flag=True,
        help="Show the palette at the bottom, with hex codes and shares.",
    ),
    option(
        "Art",
        "--font",
        type=PathText(),
        metavar="FILE",
        help="Typeface of title and strip, TrueType or OpenType. [default: a sans "
        "serif with all Latin letters]",
    ),
    option(
        "Art",
        "--pixels",
        is_flag=True,
        help="Keep pixels as sharp squares, as with --dither; otherwise edges are "
        "smoothed.",
    ),
    option(
        "Art",
        "--plates",
        is_flag=True,
        help="Write a plate for each ink too, black where it goes, lightest first, and "
        "a sheet that lists them: 1-bit png, or tiff or svg as the picture. Around a "
        "page, they have 10 mm for registration marks.",
    ),
    option(
        "Art",
        "--trap",
        metavar="LENGTH",
        help="With --plates and --page, spread inks beneath darker ones: 0.2, 0.2mm, "
        "0.01in.",
    ),
)


def art_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command, which gets them as one `Art` named `art`."""

    @wraps(command)
    def collected(*args: Any, **values: Any) -> Any:
        grid = {name: values.pop(name) for name in _GRID}
        page = {name: values.pop(name) for name in _PAGE}
        art = Art(
            _parse_grid(values.pop("warhol"), **grid),
            _parse_page(values.pop("page"), **page),
        )
        art = _with_plates(art, values.pop("plates"), values.pop("trap"))
        return command(*args, art=art, **values)

    for declare in reversed(_OPTIONS):
        collected = declare(collected)
    return collected


def _parse_grid(
    size: str | None,
    *,
    hues: str | None = None,
    pop: bool = False,
    gap: int | None = None,
    gap_color: str | None = None,
) -> Grid | None:
    """Read the options of panels; None when there are none.

    Raises
    ------
    OptionError
        When a value cannot be read, or a grid is missing.
    """
    if size is None:
        given = {"hues": hues, "pop": pop, "gap": gap, "gap-color": gap_color}
        _refuse_alone(given, "--warhol COLSxROWS")
        return None
    match = re.fullmatch(r"(\d{1,4})\s*[xX\u00d7]\s*(\d{1,4})", size.strip())
    if not match or not all(1 <= int(x) <= MOST_PANELS for x in match.groups()):
        raise OptionError(
            f"--warhol takes COLSxROWS such as 3x2, each from 1 to {MOST_PANELS}, "
            f"got {size}"
        )
    return Grid(
        int(match[1]),
        int(match[2]),
        () if hues is None else _angles(hues),
        pop,
        0 if gap is None else gap,
        WHITE if gap_color is None else _color(gap_color),
    )


def _parse_page(
    size: str | None,
    *,
    dpi: int | None = None,
    title: str | None = None,
    strip: bool = False,
    font: str | None = None,
    pixels: bool = False,
    **lengths: str | None,
) -> Page | None:
    """Read the options of a page, `lengths` being margin and bleed; None for no page.

    Raises
    ------
    OptionError
        When a value cannot be read, or a page is missing.
    """
    if size is None:
        given: dict[str, object] = {"dpi": dpi, "title": title, "strip": strip}
        given |= {"font": font, "pixels": pixels, **lengths}
        _refuse_alone(given, "--page SIZE")
        return None
    title = None if title is None else " ".join(title.split())
    if title == "":
        raise OptionError("--title is empty: give it words, or leave it out")
    return Page(
        size.strip().lower().replace(" ", ""),
        *page_size_mm(size),
        DEFAULT_DPI if dpi is None else dpi,
        title=title or "",
        strip=strip,
        font="" if font is None else os.path.abspath(font),
        pixels=pixels,
        turns=turns_by_itself(size),
        **{
            name: length_mm(name, length)
            for name, length in lengths.items()
            if length is not None
        },
    )


def _with_plates(art: Art, plates: bool, trap: str | None) -> Art:
    """Read the options of plates."""
    if trap is not None and not plates:
        raise OptionError("--trap needs --plates")
    if trap is not None and art.page is None:
        raise OptionError("--trap needs --page SIZE, which says how large a pixel is")
    width = 0.0 if trap is None else length_mm("trap", trap)
    if not 0 <= width <= MOST_TRAP:
        raise OptionError(f"--trap must be 0 to {MOST_TRAP:g} mm, got {width:g}")
    return art._replace(plates=plates, trap=width)


def _refuse_alone(given: Mapping[str, object], needed: str) -> None:
    """Refuse options that mean nothing without another."""
    for name, value in given.items():
        if value is not None and value is not False:
            raise OptionError(f"--{name} needs {needed}")


def _angles(text: str) -> tuple[float, ...]:
    """Read angles separated by commas."""
    try:
        angles = tuple(float(part) for part in text.split(","))
    except ValueError:
        angles = (float("nan"),)
    if not all(-3600 <= angle <= 3600 for angle in angles):
        raise OptionError(
            f"--hues takes angles in degrees such as 0,90,180,270, got {text!r}"
        )
    return angles


def _color(text: str) -> Rgb | None:
    """Read a color, or none."""
    if text.strip().lower() == "none":
        return None
    try:
        red, green, blue = bytes.fromhex(parse_color(text).removeprefix("#"))
    except PaletteError as error:
        raise OptionError(f"--gap-color: {error}") from error
    return red, green, blue
