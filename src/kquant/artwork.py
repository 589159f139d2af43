"""From a reduced picture to what is written: itself, or panels and pages of it."""

from typing import NamedTuple

from kquant.art_options import Art
from kquant.image import IndexedImage, TruecolorImage
from kquant.palette import Palette


class Artwork(NamedTuple):
    """A finished picture and the palettes in it, one a panel."""

    image: IndexedImage | TruecolorImage
    palettes: tuple[Palette, ...]

    @property
    def turned_greys(self) -> bool:
        """Whether there are several panels that all look alike, being grey."""
        if len(self.palettes) == 1:
            return False
        from kquant.panels import is_grey

        return all(is_grey(palette) for palette in self.palettes)


def compose(image: IndexedImage, art: Art, *, dithered: bool = False) -> Artwork:
    """Make a grid of panels, a page, or both, of a reduced picture.

    The index map is used as it is, or scaled once; no color is mixed. Beyond the
    colors of the panels there are only those of the gaps, of what lies behind
    transparent areas, of the paper (white), and black for the text if the first
    panel has nothing dark enough.

    Parameters
    ----------
    image : IndexedImage
    art : Art
    dithered : bool
        Whether the picture is made of dots, which smoothing would destroy: they are
        scaled as with ``--pixels``.

    Raises
    ------
    ImageWriteError
        When a grid has too many pixels.
    """
    if art.grid is None and art.page is None:
        return Artwork(image, (image.palette,))
    from kquant import composition  # what few runs need is imported by those only

    composed, palettes = composition.compose(image, art, dithered=dithered)
    return Artwork(composed, palettes)
