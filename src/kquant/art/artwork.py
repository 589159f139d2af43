"""A finished picture, ready to be written."""

from typing import NamedTuple

from kquant.art.options import Page
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.images.truecolor import TruecolorImage


class Artwork(NamedTuple):
    """A reduced picture, or its panels or page, with the palettes.

    Attributes
    ----------
    image : IndexedImage or TruecolorImage
    palettes : tuple of Palette
        One for each panel.
    hues_unturned : bool
        Whether all panels look alike, because the picture has no hues to rotate.
    page : Page or None
        The page that `image` is, turned to the picture.
    """

    image: IndexedImage | TruecolorImage
    palettes: tuple[Palette, ...]
    hues_unturned: bool = False
    page: Page | None = None
