"""The options of the size in which a picture is reduced, and of that of the result."""

from collections.abc import Callable
from functools import wraps
from typing import Any, get_args

import click

from kquant.cli.help import option
from kquant.cli.parameters import NumberOr
from kquant.errors import OptionError
from kquant.images.size import Fit, Size

_MOST_ENLARGEMENT = 256

_OPTIONS = (
    option(
        "Size",
        "--size",
        metavar="WxH",
        help="Resize the picture first, averaged as light mixes: 800x480, 800 for the "
        "width, x480 for the height.",
    ),
    option(
        "Size",
        "--fit",
        type=click.Choice(get_args(Fit)),
        help="With both sides of --size: show the whole picture within them, or fill "
        "them and cut off the rest. [default: contain]",
    ),
    option(
        "Size",
        "--enlarge",
        type=NumberOr(1, _MOST_ENLARGEMENT),
        default=1,
        metavar="N",
        help=f"Write each pixel as a square of N x N, up to {_MOST_ENLARGEMENT}, for "
        "pixel art.",
    ),
)


def size_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command, which gets a `size` or None, and `enlarge`."""

    @wraps(command)
    def collected(
        *args: Any, size: str | None, fit: Fit | None, enlarge: int, **values: Any
    ) -> Any:
        if fit is not None and size is None:
            raise OptionError("fit needs size", "fit", "size")
        if enlarge > 1 and values["page"] is not None:
            raise OptionError(
                "page scales the picture itself: leave out enlarge", "page", "enlarge"
            )
        wanted = None if size is None else Size.parse(size, fit)
        return command(*args, size=wanted, enlarge=enlarge, **values)

    for declare in reversed(_OPTIONS):
        collected = declare(collected)
    return collected
