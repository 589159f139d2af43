"""The options that make a picture, in one spelling, as PNG files record them."""

import os
from collections.abc import Iterator

from kquant import __version__
from kquant.art.options import Art, Grid, Page
from kquant.images.size import Size
from kquant.options import DEFAULT_MAX_ERROR, Options

_PROGRAM = "kquant"
_FIT = (
    "lock",
    "algorithm",
    "vivid",
    "init",
    "n_init",
    "max_iter",
    "tol",
    "sample",
    "effort",
    "seed",
)
_DEFAULT, _GRID, _PAGE = Options(), Grid(1, 1), Page("", 1, 1)


def recipe(
    options: Options,
    art: Art,
    *,
    shared: bool = False,
    size: Size | None = None,
    enlarge: int = 1,
    recolor: tuple[str, ...] = (),
) -> str:
    """Return the program and those of its options that decide about the pixels.

    Parameters
    ----------
    options : Options
    art : Art
    shared : bool
        Whether all pictures of the run get one palette.
    size : Size, optional
        The size that pictures are given before they are reduced.
    enlarge : int
        The side of the square that each pixel becomes.
    recolor : tuple of str
        The colors that are written in place of those of the palette.

    Returns
    -------
    str
        In ASCII. Equal for options that mean the same.

    Examples
    --------
    >>> recipe(Options(colors=6, dither="bayer"), Art()).partition(": ")[2]
    '-k 6 --dither bayer'
    """
    words = [
        *_palette(options, art),
        *(["--shared"] if shared else []),
        *_mapping(options, art),
    ]
    if recolor:
        words.append(f"--recolor {','.join(recolor)}")
    if size is not None:
        words.append(f"--size {size}")
        words += ["--fit cover"] if size.fit == "cover" else []
    if enlarge > 1:
        words.append(f"--enlarge {enlarge}")
    if art.grid is not None:
        words += _panels(art.grid)
    if art.page is not None:
        words += _sheet(art.page)
    return f"{_PROGRAM} {__version__}: {' '.join(words)}"


def options_in(recorded: str) -> str:
    """Return the options in a record, whatever version of kquant wrote it.

    Parameters
    ----------
    recorded : str
        What `recipe` returned, or what another program wrote.

    Returns
    -------
    str
        Empty if it is no record of kquant's.
    """
    program, _, options = recorded.partition(": ")
    return options if program.split(" ")[0] == _PROGRAM else ""


def _palette(options: Options, art: Art) -> Iterator[str]:
    """Yield the options that decide about the colors."""
    compare = art.compare
    if compare:
        yield f"--compare {_text(compare)}"
    if options.palette:
        yield f"-p {','.join(options.palette)}"
    else:
        if not compare and not art.keeps_colors:
            yield f"-k {options.colors}"
        if options.is_auto and options.error_bound != DEFAULT_MAX_ERROR:
            yield f"--max-error {_text(options.error_bound)}"
        yield from _changed(options, _DEFAULT, *_FIT)
    yield from _changed(options, _DEFAULT, "sort", "space")
    if options.space == "oklab":
        yield from _changed(options, _DEFAULT, "lightness_weight")


def _mapping(options: Options, art: Art) -> Iterator[str]:
    """Yield the options that decide which color a pixel gets."""
    if options.dithers:
        yield from _changed(options, _DEFAULT, "dither", "dither_strength")
    if options.min_region > 1 or (art and not art.compare and not art.clean):
        yield f"--min-region {options.min_region}"


def _panels(grid: Grid) -> Iterator[str]:
    """Yield the options of panels."""
    yield f"--warhol {grid.columns}x{grid.rows}"
    yield from _changed(grid, _GRID, "hues", "pop", "gap")
    if grid.gap_color is None:
        yield "--gap-color none"
    elif grid.gap_color != _GRID.gap_color:
        yield f"--gap-color #{bytes(grid.gap_color).hex()}"


def _sheet(page: Page) -> Iterator[str]:
    """Yield the options of a page."""
    yield f"--page {page.name}"
    yield from _changed(page, _PAGE, "dpi", "margin", "bleed", "strip", "pixels")
    if page.font:
        name = os.path.basename(page.font).encode("ascii", "backslashreplace")
        yield f'--font "{name.decode()}"'
    if page.title:
        title = page.title.encode("ascii", "backslashreplace").decode()
        yield f'--title "{title}"'


def _changed(values: object, default: object, *names: str) -> Iterator[str]:
    """Yield options that have another value than the default, as they are typed."""
    for name in names:
        value = getattr(values, name)
        if value != getattr(default, name):
            typed = f"--{name.replace('_', '-')}"
            yield typed if value is True else f"{typed} {_text(value)}"


def _text(value: object) -> str:
    """Write a value as it is typed."""
    if isinstance(value, tuple):
        return ",".join(map(_text, value))
    return str(value).removesuffix(".0")
