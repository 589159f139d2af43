"""What is done to a picture for print unless the user says otherwise."""

from dataclasses import replace

import numpy as np

from kquant.art.options import Art, default_min_region
from kquant.images.counting import PictureColors
from kquant.images.raster import Raster
from kquant.options import MAX_COLORS, Options

_MAIN = 8  # grays; they make up half of graphics, and a tenth of a photo
_PROBE = 64  # rows; hardly a photo has so few colors in as many


def options_for_print(
    options: Options, art: Art, picture: Raster, *, shapes: bool = False
) -> Options:
    """Return the options of a reduction, with those defaults that a picture decides.

    Parameters
    ----------
    options : Options
    art : Art
        `keeps_colors` and `clean` tell which defaults hold.
    picture : Raster
    shapes : bool
        Whether the picture is written as shapes.

    Returns
    -------
    Options
        A picture of at most 256 colors keeps them all, and its specks too: graphics
        have no noise. In other pictures, and in gray photos that are reduced, specks
        go: see `default_min_region`.
    """
    if not (art.keeps_colors or art.clean):
        return options
    few = few_colors(picture)
    if few is not None and art.keeps_colors:
        return replace(options, colors=MAX_COLORS)
    if not art.clean or (few is not None and not is_gray_photo(few)):
        return options
    least = default_min_region(picture.width, picture.height, shapes=shapes)
    return replace(options, min_region=least)


def few_colors(picture: Raster) -> PictureColors | None:
    """Return the colors of a picture that has at most 256, and None of any other.

    Parameters
    ----------
    picture : Raster

    Returns
    -------
    PictureColors or None
    """
    middle = max(0, picture.height - _PROBE) // 2
    rows = picture.read_rows(middle, min(picture.height, middle + _PROBE))
    # Pixels that differ only in opacity count apart here: see `PictureColors`.
    if not picture.has_alpha and len(np.unique(rows)) > MAX_COLORS:
        return None
    colors = PictureColors.of(picture)
    return colors if len(colors.packed) <= MAX_COLORS else None


def is_gray_photo(colors: PictureColors) -> bool:
    """Tell whether a picture has only grays, and no few of them make up half of it.

    In graphics and text, paper and ink do.

    Parameters
    ----------
    colors : PictureColors
        Of the picture.

    Returns
    -------
    bool
    """
    histogram = colors.histogram()
    red, green, blue = histogram.colors.T
    if (red != green).any() or (green != blue).any():
        return False
    counts = np.sort(histogram.counts)
    return bool(counts[-_MAIN:].sum() < counts.sum() / 2)
