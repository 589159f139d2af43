"""One sheet with the same picture in several numbers of colors, side by side."""

from typing import NamedTuple

from kquant.art.artwork import Artwork
from kquant.art.options import Art
from kquant.images.raster import Raster
from kquant.options import Options
from kquant.quantization.quality import Compared
from kquant.report.at_each_k import AtEachK, AtK
from kquant.report.sheet import Sheet
from kquant.report.sheet_drawing import Drawing
from kquant.report.shrinking import shrunk, size_within


class Comparison(NamedTuple):
    """A picture in several numbers of colors.

    Attributes
    ----------
    artwork : Artwork
        The sheet, with the palette of each picture on it.
    rows : tuple of Compared
        A row for each picture.
    auto_k : int
        The number of colors that "auto" finds.
    distinct : int
        How many colors the picture has; there is no row for a larger number.
    """

    artwork: Artwork
    rows: tuple[Compared, ...]
    auto_k: int
    distinct: int


def compare(picture: Raster, options: Options, art: Art) -> Comparison:
    """Make a sheet of a picture in several numbers of colors.

    Parameters
    ----------
    picture : Raster
    options : Options
        Those of all reductions, except for the number of colors.
    art : Art
        With the numbers in `compare`, ascending, and perhaps a page.

    Returns
    -------
    Comparison

    Raises
    ------
    OptionError
        If the page has no room for the pictures.
    """
    sheet = Sheet.of(art.page, (picture.width, picture.height), len(art.compare))
    most = size_within(picture, *sheet.cell.area)
    several = AtEachK(picture, options, shrunk(picture, *most))
    found = _found(several, art.compare)
    if len(found) < len(art.compare):
        sheet = Sheet.of(art.page, (picture.width, picture.height), len(found))
    auto_k = several.auto_k()
    sharp = options.dithers or (art.page is not None and art.page.pixels)
    drawn = Drawing(sheet, found, art.page, sharp=sharp).finish(auto_k)
    palettes = tuple(each.palette for each in found)
    distinct = len(several.colors.packed)
    rows = tuple(_rows(found, auto_k))
    return Comparison(Artwork(drawn, palettes, page=sheet.page), rows, auto_k, distinct)


def _found(several: AtEachK, numbers: tuple[int, ...]) -> list[AtK]:
    """Reduce the picture to each number of colors, until it has all of its own."""
    found: list[AtK] = []
    for k in numbers:
        found.append(several.at(k))
        if len(several.colors.packed) <= k:
            break
    return found


def _rows(found: list[AtK], auto_k: int) -> list[Compared]:
    """Return the table: what each number of colors gains on the one before it."""
    rows: list[Compared] = []
    for each in found:
        before = rows[-1]["delta_e"] if rows else 0.0
        gain = 1 - each.error / before if before else None
        rows.append(
            {
                "colors": each.k,
                "delta_e": each.error,
                "gain": gain,
                "auto": each.k == auto_k,
            }
        )
    return rows
