"""The options of panels and pages, as people write them."""

import re
from collections.abc import Mapping

from kquant.art_options import DEFAULT_DPI, MOST_PANELS, WHITE, Grid, Page, Rgb
from kquant.color_names import parse_color
from kquant.errors import OptionError, PaletteError
from kquant.page_sizes import length_mm, page_size_mm


def parse_grid(
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
    if not match:
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


def parse_page(
    size: str | None,
    *,
    dpi: int | None = None,
    title: str | None = None,
    strip: bool = False,
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
        given = {"dpi": dpi, "title": title, "strip": strip, "pixels": pixels} | lengths
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
        pixels=pixels,
        **{
            name: length_mm(f"--{name}", length)
            for name, length in lengths.items()
            if length is not None
        },
    )


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
