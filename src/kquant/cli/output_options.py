"""The options of what is written: where, in which formats, and what may be replaced."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from kquant.batch.outputs import Existing, Output
from kquant.cli.help import option
from kquant.cli.parameters import NameList, PathText
from kquant.errors import OptionError
from kquant.files.formats import COMPRESSIONS, IMAGE_FORMATS
from kquant.palette_files.registry import PALETTE_FORMATS

_OPTIONS = (
    option(
        "Output",
        "-o",
        "--output",
        type=PathText(),
        metavar="PATH",
        help="A file, a folder (a path without suffix, or with / at its end), - for "
        "standard output, or a name with {stem} {k} {parent} {ext} {name}; {{ and }} are "
        "braces. The folder mirrors the folders that are inputs. [default: beside the "
        "input]",
    ),
    option(
        "Output",
        "--format",
        "image_format",
        type=click.Choice(IMAGE_FORMATS),
        help="Format of the picture. [default: that of -o, or png; animated GIF and WebP "
        "keep theirs]",
    ),
    option(
        "Output",
        "--palette-format",
        "palette_formats",
        type=NameList(PALETTE_FORMATS),
        metavar="F[,F]",
        help=f"Palette files to write: {', '.join(PALETTE_FORMATS)}, or none. "
        "[default: png, and none with --warhol and --page]",
    ),
    option(
        "Output",
        "--compress",
        type=click.Choice(COMPRESSIONS),
        default="default",
        show_default=True,
        help="Trade time for file size, in png and webp.",
    ),
    option("Output", "--no-image", is_flag=True, help="Write the palette only."),
    option(
        "Output",
        "--overwrite",
        is_flag=True,
        help="Replace outputs that exist; inputs never.",
    ),
    option(
        "Output",
        "--skip-existing",
        is_flag=True,
        help="Skip outputs that exist, and make those again that are older than their "
        "input. A PNG that other options made is left, with a note.",
    ),
)


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command, which gets them as `Output` named `output`."""

    @wraps(command)
    def collected(*args: Any, **values: Any) -> Any:
        overwrite, skip = values.pop("overwrite"), values.pop("skip_existing")
        if overwrite and skip:
            raise OptionError("--overwrite and --skip-existing exclude each other")
        existing: Existing = "overwrite" if overwrite else "skip" if skip else "refuse"
        wanted = Output(
            target=values.pop("output"),
            image_format=values.pop("image_format"),
            palette_formats=values.pop("palette_formats"),
            image=not values.pop("no_image"),
            existing=existing,
            compress=values.pop("compress"),
        )
        return command(*args, output=wanted, **values)

    for declare in reversed(_OPTIONS):
        collected = declare(collected)
    return collected
