"""The options of palette, fit and mapping, collected into one `Options`."""

import os
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from kquant.art.options import SHAPE_SPECK, SPECK
from kquant.cli.fit_options import FIT_OPTIONS
from kquant.cli.folder_options import shared_option
from kquant.cli.help import option
from kquant.cli.parameters import NumberOr, PaletteSpec
from kquant.errors import OptionError
from kquant.options import (
    AUTO,
    DEFAULT_MAX_ERROR,
    DITHERS,
    MAX_COLORS,
    SORTS,
    WHOLE_NUMBERS,
    Options,
)

if TYPE_CHECKING:
    from kquant.images.palette import Palette

_DEFAULT = Options()
_GATHERED = (
    *("vivid", "sort", "space", "lightness_weight", "algorithm", "init", "n_init"),
    *("max_iter", "tol", "sample", "effort", "seed", "dither", "dither_strength"),
    "min_region",
)


_OPTIONS = (
    option(
        "Palette",
        "-k",
        "--colors",
        type=NumberOr(*WHOLE_NUMBERS["colors"], [AUTO]),
        default=_DEFAULT.colors,
        show_default=True,
        metavar="N|auto",
        help=f"How many colors, 1 to {MAX_COLORS}; auto finds the fewest that --max-error allows, "
        "and names the outputs by their number.",
    ),
    option(
        "Palette",
        "--max-error",
        type=float,
        metavar="DE",
        help="Mean color difference (Oklab, times 100) that is good enough; implies -k auto. "
        f"[default: {DEFAULT_MAX_ERROR}]",
    ),
    option(
        "Palette",
        "-p",
        "--palette",
        type=PaletteSpec(),
        metavar="SPEC",
        help="Use these colors instead of fitting any: hex codes and CSS names separated "
        "by commas, or a palette file or picture.",
    ),
    option(
        "Palette",
        "--lock",
        type=PaletteSpec(),
        metavar="SPEC",
        help="Colors that the palette must contain, used or not; N includes them.",
    ),
    shared_option,
    option(
        "Palette",
        "--vivid",
        is_flag=True,
        help="Keep the colors of small vivid areas, at some cost to the rest.",
    ),
    option(
        "Palette",
        "--sort",
        type=click.Choice(SORTS),
        help="Order of the palette. [default: lightness, or as given with -p]",
    ),
    *FIT_OPTIONS,
    option(
        "Map",
        "--dither",
        type=click.Choice(DITHERS),
        default=_DEFAULT.dither,
        show_default=True,
        help="Imitate colors that are not in the palette: by error diffusion, by a "
        "regular pattern (bayer), or by an irregular one (blue-noise).",
    ),
    option(
        "Map",
        "--dither-strength",
        type=float,
        default=_DEFAULT.dither_strength,
        show_default=True,
        metavar="S",
        help="How much to dither, from 0 (the same as none) to 1.",
    ),
    option(
        "Map",
        "--recolor",
        type=PaletteSpec(),
        metavar="SPEC",
        help="After mapping, write color i of SPEC in place of entry i of the palette: "
        "the colors of a device for those measured on it, or other inks.",
    ),
    option(
        "Map",
        "--min-region",
        type=NumberOr(*WHOLE_NUMBERS["min_region"]),
        default=_DEFAULT.min_region,
        metavar="PX",
        help="Give regions smaller than this the color around them. [default: keep "
        f"them; of photos for panels and pages, a {SPECK:,}th of the picture, and of "
        f"those as shapes, svg and pdf, a {SHAPE_SPECK:,}th]",
    ),
)


def quantize_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command, which gets them as one `Options`.

    It also gets `recolor`, the colors to write, and `palette_files`, the paths of the
    palettes that were read.
    """

    @wraps(command)
    def collected(*args: Any, **values: Any) -> Any:
        given = (values.pop("palette"), values.pop("lock"), values.pop("recolor"))
        palette, lock, recolor = (x and x.palette for x in given)
        files = tuple(os.path.abspath(x.file) for x in given if x and x.file)
        colors, max_error = values.pop("colors"), values.pop("max_error")
        options = Options(
            **_number_of_colors(colors, max_error, palette),
            palette=tuple(palette or ()),
            palette_names=palette.color_names if palette else (),
            lock=tuple(lock or ()),
            **{name: values.pop(name) for name in _GATHERED},
        )
        values |= {"recolor": tuple(recolor or ()), "palette_files": files}
        return command(*args, options=options, **values)

    for declare in reversed(_OPTIONS):
        collected = declare(collected)
    return collected


def _number_of_colors(
    colors: int | str, max_error: float | None, palette: "Palette | None"
) -> dict[str, Any]:
    """Return what -k and --max-error mean together, as arguments of `Options`."""
    source = click.get_current_context().get_parameter_source("colors")
    given = source is not ParameterSource.DEFAULT
    if palette and given:
        raise OptionError(
            "-k and -p exclude each other: the number of colors is that of the palette"
        )
    if colors == AUTO:
        return {"colors": AUTO, "max_error": max_error}
    if max_error is None:
        return {"colors": colors}
    if palette:
        return {"max_error": max_error}  # which `Options` refuses
    if given:
        raise OptionError(
            f"-k {colors} and --max-error exclude each other: with -k auto, the error "
            "decides how many colors there are"
        )
    return {"colors": AUTO, "max_error": max_error}
