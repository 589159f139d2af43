"""Draw title and strip: letters, swatches, and a hairline if some are too pale."""

from dataclasses import dataclass

import numpy as np

from kquant.art.canvas import Surface
from kquant.art.options import WHITE, Rgb
from kquant.art.page.layout import Layout
from kquant.art.page.lettering import BUILT_IN, Face
from kquant.art.page.strip import Strip
from kquant.color.spaces import LINEAR, LUMINANCE, srgb_to_oklab
from kquant.images.palette import Palette
from kquant.runtime.arrays import F64

_BLACK: Rgb = (0, 0, 0)
_READABLE = 4.5  # least contrast of text on white by WCAG 2.1, level AA
_PALE = 0.045  # swatches nearer to white than this, in Oklab, vanish on the paper
_HAIRLINE = 150  # a hairline is 1/150 inch wide


def text_color(palette: Palette) -> Rgb:
    """Return the darkest color, or black if that has too little contrast on white.

    Contrast is measured by WCAG 2.1.

    Parameters
    ----------
    palette : Palette

    Returns
    -------
    (int, int, int)
    """
    luminance = LINEAR[palette.colors] @ np.array(LUMINANCE)
    darkest = int(luminance.argmin())
    if 1.05 / (luminance[darkest] + 0.05) < _READABLE:
        return _BLACK
    red, green, blue = palette.colors[darkest].tolist()
    return red, green, blue


@dataclass(frozen=True, slots=True)
class Caption:
    """The title and the strip below the picture.

    Parameters
    ----------
    layout : Layout
    ink : (int, int, int)
        Color of the text.
    dpi : int
    face : Face
    """

    layout: Layout
    ink: Rgb
    dpi: int
    face: Face = BUILT_IN

    def draw(
        self, canvas: Surface, title: str, palettes: tuple[Palette, ...], shares: F64
    ) -> None:
        """Draw the title and the strip, if the layout has them.

        Parameters
        ----------
        canvas : Surface
            Its text is in `ink`. If it has a list of colors, that must include those of
            the palettes.
        title : str
            Set in smaller letters if it is too wide.
        palettes : tuple of Palette
            One for each panel.
        shares : float64 array, shape (k,)
            Share of the area that each palette entry covers, 0..1.
        """
        box, cells = self.layout.title, self.layout.cells
        if box is not None:
            size = largest_size(self.face, title, box.height, box.width)
            canvas.set_text(self.face, title, size, (box.top + box.height, box.left))
        if self.layout.strip is not None and cells is not None:
            for panel, palette in enumerate(palettes):
                self._palette(canvas, palette, shares, panel, cells)
            # All swatches or none: similar neighbors look alike.
            if any(vanishes(palette) for palette in palettes):
                for panel, palette in enumerate(palettes):
                    self._outline(canvas, panel, len(palette), cells)

    def _palette(
        self, canvas: Surface, palette: Palette, shares: F64, panel: int, cells: Strip
    ) -> None:
        """Draw the swatches of one panel, and their hex codes below them."""
        assert self.layout.strip is not None
        row, column = divmod(panel, len(cells.columns))
        start, across = cells.columns[column]
        has_shares = row == cells.rows - 1
        for i, code in enumerate(palette.hex()):
            line, place = divmod(i, cells.per_line)
            top = self.layout.strip.top + (row * cells.lines + line) * cells.line
            left, right = (
                start + round(n * across / cells.per_line) for n in (place, place + 1)
            )
            red, green, blue = palette.colors[i].tolist()
            size = right - left, cells.swatch
            canvas.fill((red, green, blue), top, left, size)
            if cells.text:
                canvas.set_text(
                    self.face, code, cells.text, (top + cells.base(1), left)
                )
            if cells.text and has_shares:
                share = f"{100 * shares[i]:.1f} %"
                canvas.set_text(
                    self.face, share, cells.text, (top + cells.base(2), left)
                )

    def _outline(self, canvas: Surface, panel: int, k: int, cells: Strip) -> None:
        """Draw a hairline around each row of swatches of one panel, inside it."""
        assert self.layout.strip is not None
        row, column = divmod(panel, len(cells.columns))
        start, across = cells.columns[column]
        width = max(1, self.dpi // _HAIRLINE)
        for line in range(cells.lines):
            top = self.layout.strip.top + (row * cells.lines + line) * cells.line
            count = min(cells.per_line, k - line * cells.per_line)
            right = round(count * across / cells.per_line)
            for left, size in ((0, width), (right - width, width)):
                canvas.fill(self.ink, top, start + left, (size, cells.swatch))
            for below in (0, cells.swatch - width):
                canvas.fill(self.ink, top + below, start, (right, width))


def largest_size(face: Face, text: str, most: int, width: float) -> int:
    """Find the largest size in which a text is not too wide.

    Parameters
    ----------
    face : Face
    text : str
    most : int
        The largest size that is wanted, in pixels.
    width : float
        In pixels.

    Returns
    -------
    int
        At least 1, even if that is too wide.
    """
    size, needed = most, face.width(text, most)
    if needed > width:
        size = min(most, int(most * width / needed) + 2)  # almost in proportion
    while size > 1 and face.width(text, size) > width:
        size -= 1
    return size


def vanishes(palette: Palette) -> bool:
    """Tell whether a swatch would be lost on white paper.

    Parameters
    ----------
    palette : Palette

    Returns
    -------
    bool
        True if a color is nearer to white than 0.045 in Oklab.
    """
    lab = srgb_to_oklab(np.vstack([palette.colors, np.array([WHITE], dtype=np.uint8)]))
    return bool((np.linalg.norm(lab[:-1] - lab[-1], axis=1) < _PALE).any())
