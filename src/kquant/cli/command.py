"""The command and its options; what they mean is decided elsewhere."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from kquant.art_options import Art
from kquant.cli.art import art_options
from kquant.cli.base import KquantCommand, NameList, SectionOption
from kquant.cli.folders import Folders, folder_options
from kquant.cli.output import Printer, is_terminal
from kquant.cli.quantizing import quantize_options
from kquant.cli.running import carry_out
from kquant.errors import OptionError
from kquant.inputs import STANDARD, find
from kquant.options import Options
from kquant.outputs import (
    COMPRESSIONS,
    IMAGE_FORMATS,
    PALETTE_FORMATS,
    Output,
)

if TYPE_CHECKING:
    from kquant.planning import Plan


def _option(section: str, *names: str, **settings: Any) -> Callable[[Any], Any]:
    """Declare an option under a heading of the help."""
    return click.option(*names, cls=SectionOption, section=section, **settings)


@click.command(
    cls=KquantCommand,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: kquant photo.jpg -k 8 writes photo-k8.png and "
    "photo-k8-palette.png beside the photo.",
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUTS...")
@quantize_options
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
    options: Options,
    art: Art,
    folders: Folders,
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
    if len(sources) == 1 and folders.dask is None and not dry_run:
        from kquant.files.opening import decoded_ahead  # Pillow comes with it

        ctx.with_resource(decoded_ahead(sources[0], reduced=no_image))
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


def _check_stdout(jobs: "Plan", *, as_json: bool) -> None:
    """Refuse a picture on standard output where something else belongs."""
    if not jobs.inputs.standard and jobs.output.target != STANDARD:
        return
    if as_json and any(STANDARD in job.targets() for job in jobs):
        raise OptionError("-o - and --json both need standard output: name a file")
    if is_terminal() and any(job.image == STANDARD for job in jobs):
        raise OptionError("a picture cannot be shown here: use -o FILE, or -o - | ...")
