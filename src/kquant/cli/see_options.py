"""The options that show how a palette was found, their limits, and what cannot go with them."""

import os
import re
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, NamedTuple

import click
from click.core import ParameterSource

from kquant.cli.help import option
from kquant.errors import OptionError, shortened
from kquant.options import AUTO, MAX_COLORS

_MOST = 64  # numbers of colors in one comparison
_PART = re.compile(r"(\d{1,3})(?:\.\.(\d{1,3}))?")
_WITHOUT = {  # parameters that mean nothing beside the option, and why
    "compare": {
        "animate": "shows one fit",
        "report": "shows the picture in all numbers of colors by itself",
        "warhol": "makes panels of one reduction",
        "strip": "shows one palette, and every picture of a comparison has its own",
        "palette": "is used as it is",
        "shared": "finds one palette for all pictures",
        "recolor": "writes other colors for one palette",
        "plates": "are those of one reduction",
        "no_image": "leaves out the sheet",
        "enlarge": "is for one reduction, and a sheet scales its pictures itself",
    },
    "animate": {
        "palette": "is used as it is, without a fit",
        "shared": "finds one palette for all pictures",
        "recolor": "writes other colors than those of the fit",
    },
    "report": {},
}


class See(NamedTuple):
    """What to show of how a palette was found.

    Parameters
    ----------
    compare : tuple of int
        Numbers of colors to compare; empty for none.
    animate : str or None
        The file for the film.
    report : str or None
        The file for the page.
    """

    compare: tuple[int, ...]
    animate: str | None
    report: str | None

    def film(self, *, elsewhere: bool) -> str | None:
        """Return the file for the film, in words that mean the same to all workers."""
        if self.animate is None or not elsewhere:
            return self.animate
        return os.path.join(os.getcwd(), self.animate)


class _Numbers(click.ParamType[tuple[int, ...]]):
    """Numbers of colors, as 2..12 or 4,8,16."""

    name = "numbers"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        """Return the numbers, each once, in order."""
        if isinstance(value, tuple):
            return value
        found: set[int] = set()
        for part in value.split(","):
            match = _PART.fullmatch(part.strip())
            first, last = (
                (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
            )
            if not 1 <= first <= last <= MAX_COLORS:
                self.fail(
                    f"{shortened(value)!r} is no list of numbers from 1 to {MAX_COLORS} "
                    "such as 2..12 or 4,8,16",
                    param,
                    ctx,
                )
            found.update(range(first, last + 1))
        if len(found) > _MOST:
            self.fail(
                f"{shortened(value)!r} has {len(found)} numbers, more than the {_MOST} "
                "that fit on a sheet",
                param,
                ctx,
            )
        return tuple(sorted(found))


_OPTIONS = (
    option(
        "See",
        "--compare",
        type=_Numbers(),
        metavar="LIST",
        help="Make one sheet of the picture in all these numbers of colors, such as "
        "2..12 or 4,8,16, each with its palette and its error; the one that -k auto "
        "finds is marked.",
    ),
    option(
        "See",
        "--animate",
        metavar="FILE",
        help="Film the fit, as gif, webp or png: the picture, and the cloud of its "
        "colors with the centroids moving through it. The name may have {stem} {k}.",
    ),
    option(
        "See",
        "--report",
        metavar="FILE.html",
        help="Write one page about all inputs, for any browser: before and after, "
        "palette, cloud of colors, a slider over k, and how the fit went.",
    ),
)


def see_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command, which gets them as `See` named `see`."""

    @wraps(command)
    def collected(*args: Any, **values: Any) -> Any:
        shown = values.pop("animate"), values.pop("report")
        see = See(values.pop("compare") or (), *shown)
        _refuse_others(click.get_current_context(), see)
        for k in see.compare[:1]:  # refuses more locked colors than that
            replace(values["options"], colors=k, max_error=None)
        if see.report is not None:
            # Imported late: few runs need it.
            from kquant.report.page import plotly_path

            plotly_path()
        return command(*args, see=see, **values)

    for declare in reversed(_OPTIONS):
        collected = declare(collected)
    return collected


def _refuse_others(ctx: click.Context, see: See) -> None:
    """Refuse options that cannot go with these."""
    wanted = [name for name in See._fields if getattr(see, name)]
    for name, other in ((x, y) for x in wanted for y in _WITHOUT[x]):
        # Not by its value: --enlarge is 1 if it is not given.
        if ctx.get_parameter_source(other) is not ParameterSource.DEFAULT:
            raise OptionError(
                f"{name} and {other} exclude each other: {other} {_WITHOUT[name][other]}",
                *(name, other, other),
            )
    given = ctx.get_parameter_source("colors") is not ParameterSource.DEFAULT
    if see.compare and given and ctx.params["colors"] != AUTO:
        raise OptionError(
            "--compare and -k exclude each other: --compare lists the numbers of colors"
        )
    if see.compare and ctx.params.get("palette_formats"):
        raise OptionError(
            "--compare writes no palette files: leave out --palette-format, and run "
            "again with the -k that you like"
        )
