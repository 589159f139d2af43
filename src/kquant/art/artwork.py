"""A finished picture, ready to be written."""

from typing import TYPE_CHECKING, NamedTuple

from kquant.art.options import Page
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.images.truecolor import TruecolorImage

if TYPE_CHECKING:
    from kquant.art.shapes.drawing import Drawing


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
        The page that `image` or `drawing` is, turned to the picture.
    drawing : Drawing or None
        The same as shapes, if it is written as such; `image` is the reduced picture.
    """

    image: IndexedImage | TruecolorImage
    palettes: tuple[Palette, ...]
    hues_unturned: bool = False
    page: Page | None = None
    drawing: "Drawing | None" = None
