"""The options of palette, fit and mapping, collected into one `Options`."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from kquant.cli.base import NumberOr, PaletteSpec, SectionOption
from kquant.cli.folders import shared_option
from kquant.errors import OptionError
from kquant.options import (
    DEFAULT_MAX_ERROR,
    DITHERS,
    EFFORTS,
    INITS,
    MAX_COLORS,
    SORTS,
    SPACES,
    Options,
)

if TYPE_CHECKING:
    from kquant.palette import Palette

_DEFAULT = Options()
_GATHERED = (
    *("vivid", "sort", "space", "lightness_weight", "init", "n_init", "max_iter"),
    *("tol", "sample", "effort", "seed", "dither", "dither_strength", "min_region"),
)


def _option(section: str, *names: str, **settings: Any) -> Callable[[Any], Any]:
    """Declare an option under a heading of the help."""
    return click.option(*names, cls=SectionOption, section=section, **settings)


_OPTIONS = (
    _option(
        "Palette",
        "-k",
        "--colors",
        type=NumberOr(1, MAX_COLORS, ["auto"]),
        default=_DEFAULT.colors,
        show_default=True,
        metavar="N|auto",
        help=f"How many colors, 1 to {MAX_COLORS}; auto is as few as --max-error allows.",
    ),
    _option(
        "Palette",
        "--max-error",
        type=float,
        metavar="DE",
        help="Mean difference in Oklab, times 100, that is good enough; implies -k auto. "
        f"[default: {DEFAULT_MAX_ERROR}]",
    ),
    _option(
        "Palette",
        "-p",
        "--palette",
        type=PaletteSpec(),
        metavar="SPEC",
        help="No fit: use these colors, hex codes and CSS names with commas between, or "
        "those of a palette file or picture.",
    ),
    _option(
        "Palette",
        "--lock",
        type=PaletteSpec(),
        metavar="SPEC",
        help="Colors that the palette has to have, whether used or not; N counts them.",
    ),
    shared_option,
    _option(
        "Palette",
        "--vivid",
        is_flag=True,
        help="Let small vivid areas keep their colors, at some expense of the rest.",
    ),
    _option(
        "Palette",
        "--sort",
        type=click.Choice(SORTS),
        help="Order of the palette. [default: lightness, or as given with -p]",
    ),
    _option(
        "Fit",
        "--space",
        type=click.Choice(SPACES),
        default=_DEFAULT.space,
        show_default=True,
        help="Where distances are measured: oklab looks best, srgb has the least "
        "squared error.",
    ),
    _option(
        "Fit",
        "--lightness-weight",
        type=float,
        default=_DEFAULT.lightness_weight,
        show_default=True,
        metavar="W",
        help="How much lightness counts against hue in oklab, 0.05 to 4.",
    ),
    _option(
        "Fit",
        "--init",
        type=click.Choice(INITS),
        default=_DEFAULT.init,
        show_default=True,
        help="How k-means starts.",
    ),
    _option(
        "Fit",
        "--n-init",
        type=NumberOr(1, 1000),
        metavar="N",
        help="Starts, the best of which is kept. [default: 10 for random, 1 for "
        "k-means++, 4 to 1 for split by the number of colors]",
    ),
    _option(
        "Fit",
        "--max-iter",
        type=NumberOr(1, 100_000),
        default=_DEFAULT.max_iter,
        show_default=True,
        metavar="N",
        help="Most iterations of a start.",
    ),
    _option(
        "Fit",
        "--tol",
        type=float,
        default=_DEFAULT.tol,
        show_default=True,
        metavar="X",
        help="Stop when the centroids move less than this, squared, relative to the "
        "variance of the colors.",
    ),
    _option(
        "Fit",
        "--sample",
        type=NumberOr(1, 1 << 31, ["all"]),
        metavar="N|all",
        help="Pixels the fit looks at. [default: 1024 a color, 65536 to 262144]",
    ),
    _option(
        "Fit",
        "--effort",
        type=click.Choice(EFFORTS),
        default=_DEFAULT.effort,
        show_default=True,
        help="How long to look for something better than the first result.",
    ),
    _option(
        "Fit",
        "--seed",
        type=NumberOr(0, (1 << 63) - 1),
        default=_DEFAULT.seed,
        show_default=True,
        metavar="N",
        help="Of the random choices; the same seed gives the same result.",
    ),
    _option(
        "Map",
        "--dither",
        type=click.Choice(DITHERS),
        default=_DEFAULT.dither,
        show_default=True,
        help="Imitate colors in between: by error diffusion, by a regular pattern, or by "
        "an irregular one.",
    ),
    _option(
        "Map",
        "--dither-strength",
        type=float,
        default=_DEFAULT.dither_strength,
        show_default=True,
        metavar="S",
        help="From 0, the same as none, to 1.",
    ),
    _option(
        "Map",
        "--min-region",
        type=NumberOr(1, 1 << 31),
        default=_DEFAULT.min_region,
        metavar="PX",
        help="Give specks of fewer pixels the color around them. [default: leave them]",
    ),
)


def quantize_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command, which gets them as one `Options`."""

    @wraps(command)
    def collected(*args: Any, **values: Any) -> Any:
        palette, lock = values.pop("palette"), values.pop("lock")
        colors, max_error = values.pop("colors"), values.pop("max_error")
        options = Options(
            **_number_of_colors(colors, max_error, palette),
            palette=tuple(palette or ()),
            palette_names=palette.color_names if palette else (),
            lock=tuple(lock or ()),
            **{name: values.pop(name) for name in _GATHERED},
        )
        return command(*args, options=options, **values)

    for option in reversed(_OPTIONS):
        collected = option(collected)
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
    if isinstance(colors, str):
        return {"max_error": DEFAULT_MAX_ERROR if max_error is None else max_error}
    if max_error is not None and given:
        raise OptionError(
            f"-k {colors} and --max-error exclude each other: with -k auto, the error "
            "decides how many colors there are"
        )
    return {"colors": colors, "max_error": max_error}
