"""Write other colors than those that pixels were mapped to, such as those of a device."""

from dataclasses import replace

from kquant.art.options import Art
from kquant.errors import OptionError
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.options import Options


def check_recolor(options: Options, art: Art, colors: tuple[str, ...]) -> None:
    """Refuse colors to write that are too many or too few, or would not be seen.

    Parameters
    ----------
    options : Options
    art : Art
    colors : tuple of str

    Raises
    ------
    OptionError
    """
    if colors and art.grid is not None and art.grid.pop:
        raise OptionError(
            "--pop and --recolor exclude each other: --pop prints every panel in inks of "
            "its own"
        )
    if colors and not options.is_auto and len(colors) != options.most_colors:
        _refuse(len(colors), options.most_colors)


def recolored(image: IndexedImage, colors: tuple[str, ...]) -> IndexedImage:
    """Return a picture whose entry i has color i of others.

    Parameters
    ----------
    image : IndexedImage
    colors : tuple of str
        As ``#rrggbb``; none to leave the picture as it is.

    Returns
    -------
    IndexedImage

    Raises
    ------
    OptionError
        If the palette has another number of colors.
    """
    return replace(image, palette=recolored_palette(image.palette, colors))


def recolored_palette(palette: Palette, colors: tuple[str, ...]) -> Palette:
    """Return the palette that is written in place of one; see `recolored`."""
    if not colors:
        return palette
    if len(colors) != len(palette):
        _refuse(len(colors), len(palette))
    return Palette.from_hex(" ".join(colors))


def _refuse(given: int, needed: int) -> None:
    raise OptionError(
        f"--recolor has {given} colors and the palette {needed}: give one color for "
        "each, in the same order"
    )
