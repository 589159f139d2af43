"""Draw title and strip: letters, swatches, and outlines of those that are too pale."""

from dataclasses import dataclass

import numpy as np

from kquant.art.canvas import Canvas
from kquant.art.options import WHITE, Rgb
from kquant.art.page.layout import Box, Layout
from kquant.art.page.lettering import line_width, shape
from kquant.art.page.strip import Strip
from kquant.color.spaces import LINEAR, srgb_to_oklab
from kquant.images.palette import Palette
from kquant.runtime.arrays import F64

_BLACK: Rgb = (0, 0, 0)
_READABLE = 4.5  # least contrast of text on white by WCAG 2.1, level AA
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])  # of red, green and blue light
_PALE = 0.045  # swatches nearer to white than this, in Oklab, get an outline
_HAIRLINE = 150  # an outline is 1/150 inch wide


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
    luminance = LINEAR[palette.colors] @ _LUMINANCE
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
    """

    layout: Layout
    ink: Rgb
    dpi: int

    def draw(
        self, canvas: Canvas, title: str, palettes: tuple[Palette, ...], shares: F64
    ) -> None:
        """Draw the title and the strip, if the layout has them.

        Parameters
        ----------
        canvas : Canvas
            Its colors must include `ink` and those of the palettes.
        title : str
            Set in smaller letters if it is too wide.
        palettes : tuple of Palette
            One for each panel.
        shares : float64 array, shape (k,)
            Share of the area that each palette entry covers, 0..1.
        """
        box, cells = self.layout.title, self.layout.cells
        if box is not None:
            size = box.height
            while size > 1 and line_width(title, size) > box.width:
                size -= 1
            self._write(canvas, title, size, box.top + box.height, box.left)
        if self.layout.strip is not None and cells is not None:
            for panel, palette in enumerate(palettes):
                self._palette(canvas, palette, shares, panel, cells)

    def _palette(
        self, canvas: Canvas, palette: Palette, shares: F64, panel: int, cells: Strip
    ) -> None:
        """Draw the swatches of one panel, with hex codes and shares below them."""
        strip = self.layout.strip
        assert strip is not None
        row, column = divmod(panel, cells.columns)
        width = strip.width - cells.between * (cells.columns - 1)
        start = strip.left + column * cells.between
        start += round(column * width / cells.columns)
        across = width / cells.columns / cells.per_line
        for i, code in enumerate(palette.hex()):
            line, place = divmod(i, cells.per_line)
            top = strip.top + (row * cells.lines + line) * cells.line
            left = start + round(place * across)
            right = start + round((place + 1) * across)
            red, green, blue = palette.colors[i].tolist()
            box = Box(left, top, right - left, cells.swatch)
            self._swatch(canvas, (red, green, blue), box)
            if cells.text:
                base = top + cells.swatch + round(1.3 * cells.text)
                self._write(canvas, code, cells.text, base, left)
                share = f"{100 * shares[i]:.1f} %"
                base += round(1.3 * cells.text)
                self._write(canvas, share, cells.text, base, left)

    def _swatch(self, canvas: Canvas, color: Rgb, box: Box) -> None:
        """Draw a swatch, with an outline if it is hard to see on the paper."""
        distance = np.diff(
            srgb_to_oklab(np.array([color, WHITE], dtype=np.uint8)), axis=0
        )
        if np.linalg.norm(distance) < _PALE:
            canvas.fill(self.ink, box.top, box.left, box.size)
            line = max(1, self.dpi // _HAIRLINE)
            box = Box(
                box.left + line,
                box.top + line,
                max(0, box.width - 2 * line),
                max(0, box.height - 2 * line),
            )
        canvas.fill(color, box.top, box.left, box.size)

    def _write(
        self, canvas: Canvas, text: str, size: int, base: int, left: int
    ) -> None:
        """Draw a line of text that stands on the row `base`."""
        letters, above = shape(text, size)
        canvas.stamp(letters, self.ink, base - above, left)
