"""The command and its options; what they mean is decided elsewhere."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from kquant.art_options import Art
from kquant.cli.art import art_options
from kquant.cli.base import (
    KquantCommand,
    NameList,
    NumberOr,
    PaletteSpec,
    SectionOption,
)
from kquant.cli.folders import Folders, folder_options, shared_option
from kquant.cli.output import Printer, is_terminal
from kquant.cli.running import carry_out
from kquant.errors import OptionError
from kquant.inputs import STANDARD, find
from kquant.naming import (
    COMPRESSIONS,
    IMAGE_FORMATS,
    PALETTE_FORMATS,
    Output,
)
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
    from kquant.planning import Plan

_DEFAULT = Options()


def _option(section: str, *names: str, **settings: Any) -> Callable[[Any], Any]:
    """Declare an option under a heading of the help."""
    return click.option(*names, cls=SectionOption, section=section, **settings)


def _is_given(ctx: click.Context, name: str) -> bool:
    """Tell whether the user gave an option, rather than leaving it at its default."""
    return ctx.get_parameter_source(name) is not ParameterSource.DEFAULT


@click.command(
    cls=KquantCommand,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: kquant photo.jpg -k 8 writes photo-k8.png and "
    "photo-k8-palette.png beside the photo.",
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUTS...")
@_option(
    "Palette",
    "-k",
    "--colors",
    type=NumberOr(1, MAX_COLORS, ["auto"]),
    default=_DEFAULT.colors,
    show_default=True,
    metavar="N|auto",
    help=f"How many colors, 1 to {MAX_COLORS}; auto is as few as --max-error allows.",
)
@_option(
    "Palette",
    "--max-error",
    type=float,
    metavar="DE",
    help="Mean difference in Oklab, times 100, that is good enough; implies -k auto. "
    f"[default: {DEFAULT_MAX_ERROR}]",
)
@_option(
    "Palette",
    "-p",
    "--palette",
    type=PaletteSpec(),
    metavar="SPEC",
    help="No fit: use these colors, hex codes and CSS names with commas between, or "
    "those of a palette file or picture.",
)
@_option(
    "Palette",
    "--lock",
    type=PaletteSpec(),
    metavar="SPEC",
    help="Colors that the palette has to have, whether used or not; N counts them.",
)
@shared_option
@_option(
    "Palette",
    "--vivid",
    is_flag=True,
    help="Let small vivid areas keep their colors, at some expense of the rest.",
)
@_option(
    "Palette",
    "--sort",
    type=click.Choice(SORTS),
    help="Order of the palette. [default: lightness, or as given with -p]",
)
@_option(
    "Fit",
    "--space",
    type=click.Choice(SPACES),
    default=_DEFAULT.space,
    show_default=True,
    help="Where distances are measured: oklab looks best, srgb has the least "
    "squared error.",
)
@_option(
    "Fit",
    "--lightness-weight",
    type=float,
    default=_DEFAULT.lightness_weight,
    show_default=True,
    metavar="W",
    help="How much lightness counts against hue in oklab, 0.05 to 4.",
)
@_option(
    "Fit",
    "--init",
    type=click.Choice(INITS),
    default=_DEFAULT.init,
    show_default=True,
    help="How k-means starts.",
)
@_option(
    "Fit",
    "--n-init",
    type=NumberOr(1, 1000),
    metavar="N",
    help="Starts, the best of which is kept. [default: 10 for random, 1 for "
    "k-means++, 4 to 1 for split by the number of colors]",
)
@_option(
    "Fit",
    "--max-iter",
    type=NumberOr(1, 100_000),
    default=_DEFAULT.max_iter,
    show_default=True,
    metavar="N",
    help="Most iterations of a start.",
)
@_option(
    "Fit",
    "--tol",
    type=float,
    default=_DEFAULT.tol,
    show_default=True,
    metavar="X",
    help="Stop when the centroids move less than this, squared, relative to the "
    "variance of the colors.",
)
@_option(
    "Fit",
    "--sample",
    type=NumberOr(1, 1 << 31, ["all"]),
    metavar="N|all",
    help="Pixels the fit looks at. [default: 1024 a color, 65536 to 262144]",
)
@_option(
    "Fit",
    "--effort",
    type=click.Choice(EFFORTS),
    default=_DEFAULT.effort,
    show_default=True,
    help="How long to look for something better than the first result.",
)
@_option(
    "Fit",
    "--seed",
    type=NumberOr(0, (1 << 63) - 1),
    default=_DEFAULT.seed,
    show_default=True,
    metavar="N",
    help="Of the random choices; the same seed gives the same result.",
)
@_option(
    "Map",
    "--dither",
    type=click.Choice(DITHERS),
    default=_DEFAULT.dither,
    show_default=True,
    help="Imitate colors in between: by error diffusion, by a regular pattern, or by "
    "an irregular one.",
)
@_option(
    "Map",
    "--dither-strength",
    type=float,
    default=_DEFAULT.dither_strength,
    show_default=True,
    metavar="S",
    help="From 0, the same as none, to 1.",
)
@_option(
    "Map",
    "--min-region",
    type=NumberOr(1, 1 << 31),
    default=_DEFAULT.min_region,
    metavar="PX",
    help="Give specks of fewer pixels the color around them. [default: leave them]",
)
@_option(
    "Output",
    "-o",
    "--output",
    metavar="PATH",
    help="A file, a folder (a path without suffix), - for standard output, or a "
    "name with {stem} {k} {parent} {ext} {name}. Folders are mirrored in a folder. "
    "[default: beside the input]",
)
@_option(
    "Output",
    "--format",
    "image_format",
    type=click.Choice(IMAGE_FORMATS),
    help="Format of the picture. [default: that of -o, or png]",
)
@_option(
    "Output",
    "--palette-format",
    "palette_formats",
    type=NameList(PALETTE_FORMATS),
    metavar="F[,F]",
    help=f"Palette files to write: {', '.join(PALETTE_FORMATS)}, or none. "
    "[default: png]",
)
@_option(
    "Output",
    "--compress",
    type=click.Choice(COMPRESSIONS),
    default="default",
    show_default=True,
    help="Time against file size, in png and webp.",
)
@_option("Output", "--no-image", is_flag=True, help="Write the palette only.")
@_option("Output", "--overwrite", is_flag=True, help="Replace outputs that exist.")
@_option("Output", "--skip-existing", is_flag=True, help="Leave out what is there.")
@art_options
@folder_options
@_option("Report", "--dry-run", is_flag=True, help="Only say what would be written.")
@_option("Report", "--json", "as_json", is_flag=True, help="One JSON object an input.")
@_option("Report", "-q", "--quiet", is_flag=True, help="Print errors only.")
@_option("Report", "-v", "--verbose", is_flag=True, help="Print measurements too.")
@click.version_option(package_name="kquant")
@click.pass_context
def main(
    ctx: click.Context,
    /,
    inputs: tuple[str, ...],
    colors: int | str,
    max_error: float | None,
    palette: "Palette | None",
    lock: "Palette | None",
    output: str | None,
    image_format: str | None,
    palette_formats: tuple[str, ...] | None,
    compress: str,
    no_image: bool,
    overwrite: bool,
    skip_existing: bool,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
    art: Art,
    folders: Folders,
    **fit: Any,
) -> None:
    """Reduce pictures to their best N colors, and write the palette.

    INPUTS are picture files, folders of them, or - for standard input.
    """
    if overwrite and skip_existing:
        raise OptionError("--overwrite and --skip-existing exclude each other")
    if quiet and verbose:
        raise OptionError("-q and -v exclude each other")
    sources, output = folders.seen_by_workers(inputs, output)
    existing = "overwrite" if overwrite else "skip" if skip_existing else "refuse"
    wanted = Output(
        output, image_format, palette_formats, not no_image, existing, compress, art
    )
    options = Options(
        **_number_of_colors(ctx, colors, max_error, palette),
        palette=tuple(palette or ()),
        palette_names=palette.color_names if palette else (),
        lock=tuple(lock or ()),
        **fit,
    )
    from kquant.planning import plan  # numpy comes with it

    found = find(sources, recursive=folders.recursive, leave_out=output)
    planned = plan(found, wanted, options.k)
    _check_stdout(planned, as_json=as_json)
    printer = Printer(len(planned), quiet=quiet, verbose=verbose, as_json=as_json)
    printer.found(found)
    if dry_run:
        printer.plan(planned, existing)
        return
    carry_out(planned, options, printer, folders)
    if printer.failed:
        ctx.exit(1)


def _number_of_colors(
    ctx: click.Context,
    colors: int | str,
    max_error: float | None,
    palette: "Palette | None",
) -> dict[str, Any]:
    """Return what -k and --max-error mean together, as arguments of `Options`."""
    if palette and _is_given(ctx, "colors"):
        raise OptionError(
            "-k and -p exclude each other: the number of colors is that of the palette"
        )
    if isinstance(colors, str):
        return {"max_error": DEFAULT_MAX_ERROR if max_error is None else max_error}
    if max_error is not None and _is_given(ctx, "colors"):
        raise OptionError(
            f"-k {colors} and --max-error exclude each other: with -k auto, the error "
            "decides how many colors there are"
        )
    return {"colors": colors, "max_error": max_error}


def _check_stdout(jobs: "Plan", *, as_json: bool) -> None:
    """Refuse a picture on standard output where something else belongs."""
    if not jobs.inputs.standard and jobs.output.target != STANDARD:
        return
    if as_json and any(STANDARD in job.targets() for job in jobs):
        raise OptionError("-o - and --json both need standard output: name a file")
    if is_terminal() and any(job.image == STANDARD for job in jobs):
        raise OptionError("a picture cannot be shown here: use -o FILE, or -o - | ...")
