"""The options of panels and pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from kquant.art_options import Art
from kquant.art_parsing import parse_grid, parse_page
from kquant.cli.base import SectionOption

_GRID = ("hues", "pop", "gap", "gap_color")
_PAGE = ("dpi", "margin", "bleed", "title", "strip", "pixels")


def _option(name: str, **settings: Any) -> Callable[[Any], Any]:
    """Declare an option of this section."""
    return click.option(name, cls=SectionOption, section="Art", **settings)


_OPTIONS = (
    _option(
        "--warhol",
        metavar="COLSxROWS",
        help="Panels of the picture, each with its hues turned further; light and "
        "shade stay.",
    ),
    _option(
        "--hues",
        metavar="DEG,...",
        help="Turn of each panel, in degrees. [default: evenly spaced from 0]",
    ),
    _option(
        "--pop",
        is_flag=True,
        help="Panels in bold inks, from the darkest color to the lightest.",
    ),
    _option("--gap", type=int, metavar="PX", help="Between panels. [default: 0]"),
    _option(
        "--gap-color",
        metavar="COLOR",
        help="#rrggbb, a CSS name, or none: gaps and what was transparent are "
        "transparent then. [default: white]",
    ),
    _option(
        "--page",
        metavar="SIZE",
        help="A page to print: a5 to a0, letter, legal, tabloid, 300x400mm, 12x18in; "
        "a3-landscape. As png, tiff or pdf.",
    ),
    _option("--dpi", type=int, metavar="N", help="Pixels to the inch. [default: 300]"),
    _option(
        "--margin",
        metavar="LENGTH",
        help="Around the picture: 10, 10mm, 0.5in. [default: a sixteenth of the "
        "shorter side]",
    ),
    _option(
        "--bleed",
        metavar="LENGTH",
        help="Added on all sides, to be cut off. [default: 0]",
    ),
    _option("--title", metavar="TEXT", help="Below the picture."),
    _option(
        "--strip",
        is_flag=True,
        help="The palette, with hex codes and shares, at the bottom.",
    ),
    _option(
        "--pixels",
        is_flag=True,
        help="Keep pixels sharp squares, as for pixel art and with --dither; otherwise "
        "edges are smoothed.",
    ),
)


def art_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command, which gets them as one `Art` named `art`."""

    @wraps(command)
    def collected(*args: Any, **values: Any) -> Any:
        grid = {name: values.pop(name) for name in _GRID}
        page = {name: values.pop(name) for name in _PAGE}
        art = Art(
            parse_grid(values.pop("warhol"), **grid),
            parse_page(values.pop("page"), **page),
        )
        return command(*args, art=art, **values)

    for option in reversed(_OPTIONS):
        collected = option(collected)
    return collected
