"""What to write for every picture, and where."""

from typing import Literal, NamedTuple

from kquant.art.options import Art
from kquant.files.formats import Compression, ImageFormat

Existing = Literal["refuse", "overwrite", "skip"]


class Output(NamedTuple):
    """What to write for every picture, and where.

    Parameters
    ----------
    target : str or None
        A file, a folder (an existing one, or any new path without a suffix), "-" for
        standard output, or a template with {stem} {k} {parent} {ext} {name}, in which
        braces of the name itself are doubled. None writes beside each input. An output
        folder mirrors the folders that are inputs.
    image_format : str or None
        One of `IMAGE_FORMATS`; None takes that of the target's suffix, or else png,
        but gif for an animated GIF and webp for an animated WebP.
    palette_formats : tuple of str or None
        Formats of `PALETTE_FORMATS`: one file for each, and for each panel. None
        means png, but no file if the picture goes to standard output or becomes a
        grid or page.
    image : bool
        Whether to write the picture, rather than only the palette.
    existing : {"refuse", "overwrite", "skip"}
        What to do about outputs that exist.
    compress : {"fast", "default", "max"}
        Trades time for size, in PNG and WebP.
    art : Art
        The grid or page to make of the picture, if any.
    enlarge : int
        The side of the square that each pixel becomes, 1 or more.
    recipe : str
        The options that make the picture, which PNG files record.
    shared : bool
        Whether all pictures have one palette, which is written only once.
    protected : tuple of str
        Files that are read, besides the inputs, and so are never overwritten.
    film : str or None
        A file or template for the film of the fit; None for no film.
    recolor : tuple of str
        The colors that are written in place of those of the palette, as ``#rrggbb``;
        empty to write the palette itself.
    report : str or None
        The page about all inputs; None for no page.
    """

    target: str | None = None
    image_format: ImageFormat | None = None
    palette_formats: tuple[str, ...] | None = None
    image: bool = True
    existing: Existing = "refuse"
    compress: Compression = "default"
    art: Art = Art()
    enlarge: int = 1
    recipe: str = ""
    shared: bool = False
    protected: tuple[str, ...] = ()
    film: str | None = None
    recolor: tuple[str, ...] = ()
    report: str | None = None
