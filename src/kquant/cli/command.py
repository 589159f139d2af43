"""The command and its options; what they mean is decided elsewhere."""

from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from kquant import __version__
from kquant.art.options import Art
from kquant.batch.inputs import find_inputs
from kquant.batch.outputs import Output
from kquant.batch.recipe import recipe
from kquant.cli.art_options import art_options
from kquant.cli.carry_out import carry_out
from kquant.cli.exits import KquantCommand
from kquant.cli.folder_options import Folders, folder_options
from kquant.cli.help import option
from kquant.cli.lines import is_terminal
from kquant.cli.output_options import output_options
from kquant.cli.parameters import PathText
from kquant.cli.printer import Printer
from kquant.cli.quantize_options import quantize_options
from kquant.cli.see_options import See, see_options
from kquant.cli.size_options import size_options
from kquant.errors import OptionError
from kquant.files.paths import STANDARD
from kquant.images.size import Size
from kquant.options import UNKNOWN_K, Options
from kquant.runtime.startup import Ahead

if TYPE_CHECKING:
    from kquant.batch.plan import Plan
    from kquant.files.decode import Decoded


@click.command(
    cls=KquantCommand,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: kquant photo.jpg -k 8 writes photo-k8.png and "
    "photo-k8-palette.png beside the photo.",
)
@click.argument("inputs", nargs=-1, required=True, type=PathText(), metavar="INPUTS...")
@quantize_options
@size_options
@output_options
@art_options
@see_options
@folder_options
@option("Report", "--dry-run", is_flag=True, help="Only say what would be written.")
@option(
    "Report", "--json", "as_json", is_flag=True, help="Print one JSON object per input."
)
@option("Report", "-q", "--quiet", is_flag=True, help="Print errors only.")
@option("Report", "-v", "--verbose", is_flag=True, help="Print measurements too.")
@click.version_option(__version__, "-V", "--version", prog_name="kquant")
@click.pass_context
def main(
    ctx: click.Context,
    /,
    inputs: tuple[str, ...],
    output: Output,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
    options: Options,
    palette_files: tuple[str, ...],
    art: Art,
    see: See,
    folders: Folders,
    size: Size | None,
    enlarge: int,
    recolor: tuple[str, ...],
) -> bool:
    """Reduce pictures to their best N colors, and write the palette.

    INPUTS are picture files, folders of them, or - for standard input.
    """
    if quiet and verbose:
        raise OptionError("-q and -v exclude each other")
    if recolor:
        # Imported late: few runs need it.
        from kquant.batch.recolor import check_recolor

        check_recolor(options, art, recolor)
    sources, target = folders.seen_by_workers(inputs, output.target)
    art = _with_defaults(ctx, art._replace(compare=see.compare), options, folders)
    shared = folders.shared
    recorded = recipe(
        options, art, shared=shared, size=size, enlarge=enlarge, recolor=recolor
    )
    wanted = output._replace(
        target=target,
        art=art,
        enlarge=enlarge,
        recipe=recorded,
        shared=shared,
        protected=palette_files,
        film=see.film(elsewhere=folders.dask is not None),
        recolor=recolor,
        report=see.report,
    )
    ahead = None if dry_run else _decoding(sources, folders)
    planned = _planned(sources, wanted, options, folders, size)
    _check(planned, options, as_json=as_json)
    printer = Printer(len(planned), quiet=quiet, verbose=verbose, as_json=as_json)
    printer.found(planned.inputs)
    if dry_run:
        printer.plan(planned)
        return True
    carry_out(planned, options, printer, folders, ahead, when_imported=ctx.obj)
    return not printer.failed


def _with_defaults(
    ctx: click.Context, art: Art, options: Options, folders: Folders
) -> Art:
    """Set `clean` and `keeps_colors`, unless options that were typed decide otherwise."""
    if art.compare:
        return art
    typed = {
        name
        for name in ("colors", "min_region")
        if ctx.get_parameter_source(name) is not ParameterSource.DEFAULT
    }
    squares = options.dithers or (art.page is not None and art.page.pixels)
    chosen = "colors" in typed or options.is_auto or options.palette or folders.shared
    return art._replace(
        clean=not squares and "min_region" not in typed,
        keeps_colors=art.page is not None and not chosen,
    )


def _planned(
    sources: list[str],
    output: Output,
    options: Options,
    folders: Folders,
    size: Size | None,
) -> "Plan":
    """Find the inputs, and plan what to write for them."""
    from kquant.batch.plan import plan  # imported late: numpy comes with it
    from kquant.batch.templates import plain, settled

    found = find_inputs(
        sources,
        recursive=folders.recursive,
        leave_out=plain(settled(output.target)) if output.target else None,
        max_pixels=folders.max_pixels,
        size=size,
    )
    known_k = UNKNOWN_K if output.art.keeps_colors else options.k_label
    return plan(found, output, output.art.k_label or known_k)


def _decoding(sources: list[str], folders: Folders) -> "Ahead[Decoded | None] | None":
    """Have the only picture decoded while numpy is imported."""
    if len(sources) > 1 or folders.dask is not None:
        return None
    from kquant.files.decode import decode_ahead  # imported late: Pillow comes with it

    (path,), max_pixels = sources, folders.max_pixels
    return Ahead(lambda: decode_ahead(path, max_pixels=max_pixels))


def _check(jobs: "Plan", options: Options, *, as_json: bool) -> None:
    """Refuse what cannot be written, now that the formats and places are known."""
    _check_stdout(jobs, as_json=as_json)
    if options.dithers and any(job.image_format == "svg" for job in jobs):
        raise OptionError(
            "svg holds areas, not the dots of --dither: leave out --dither, or write png"
        )


def _check_stdout(jobs: "Plan", *, as_json: bool) -> None:
    """Refuse a picture on standard output where something else belongs."""
    if not jobs.inputs.standard and jobs.output.target != STANDARD:
        return
    if as_json and any(STANDARD in job.targets() for job in jobs.all()):
        raise OptionError("-o - and --json both need standard output: name a file")
    if is_terminal() and any(job.image == STANDARD for job in jobs):
        raise OptionError("a picture cannot be shown here: use -o FILE, or -o - | ...")
