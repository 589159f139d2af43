"""Draw a sheet: pictures, strips, and the words below, in the colors of the palettes alone."""

import numpy as np

from kquant.art.canvas import Canvas
from kquant.art.compose import on_grounds
from kquant.art.options import WHITE, Page, Rgb
from kquant.art.page.caption import Caption
from kquant.art.page.lettering import BUILT_IN, Face
from kquant.art.scaling import resize, resize_pixels
from kquant.images.indexed import IndexedImage
from kquant.images.truecolor import TruecolorImage
from kquant.report.at_each_k import AtK
from kquant.report.sheet import Sheet
from kquant.runtime.arrays import AnyArray

_INK: Rgb = (0, 0, 0)
_FRAME = 90  # a mark is 1/90 of a cell wide


class Drawing:
    """A sheet to draw on.

    Parameters
    ----------
    sheet : Sheet
    found : list of AtK
        The picture in each number of colors: one for each cell.
    page : Page, optional
    sharp : bool
        Whether pixels are enlarged to squares rather than smoothed.
    """

    def __init__(
        self, sheet: Sheet, found: list[AtK], page: Page | None, *, sharp: bool
    ) -> None:
        colors = [
            tuple(color) for each in found for color in each.palette.colors.tolist()
        ]
        self._canvas = Canvas(
            sheet.width, sheet.height, [WHITE, _INK, *colors], WHITE, (_INK, WHITE)
        )
        self._sheet, self._found, self._page = sheet, found, page
        self._sharp = sharp

    def finish(self, auto_k: int) -> IndexedImage | TruecolorImage:
        """Draw everything.

        Parameters
        ----------
        auto_k : int
            The number of colors whose cell is marked.

        Returns
        -------
        IndexedImage or TruecolorImage
        """
        for corner, each in zip(self._sheet.corners, self._found, strict=True):
            self._draw_picture(corner, each)
            self._draw_strip(corner, each)
            self._draw_label(corner, each, is_auto=each.k == auto_k)
        page, layout = self._page, self._sheet.layout
        if page is None or layout is None:
            return self._canvas.finish()
        caption = Caption(layout, _INK, page.dpi, Face(page.font))
        caption.draw(self._canvas, page.title, (), np.zeros(0))
        return self._canvas.finish(dpi=(page.dpi, page.dpi))

    def _draw_picture(self, corner: tuple[int, int], each: AtK) -> None:
        """Draw the picture in the middle of its area, on paper where it is transparent."""
        indices, (table,) = on_grounds(each.image, (each.palette,), [WHITE])
        indices = self._scaled(indices)
        height, width = indices.shape
        area = self._sheet.cell.area
        left, top = (
            corner[0] + (area[0] - width) // 2,
            corner[1] + (area[1] - height) // 2,
        )
        self._canvas.paste(indices, table, top, left)

    def _scaled(self, indices: AnyArray) -> AnyArray:
        """Enlarge an index map, (h, w), if there is room; on a loose sheet, in squares."""
        area = self._sheet.cell.area
        height, width = indices.shape
        factor = max(1.0, min(area[0] / width, area[1] / height))
        if self._page is None or self._sharp:
            factor = int(factor)
        scale = resize_pixels if isinstance(factor, int) else resize
        return scale(indices, int(width * factor), int(height * factor))

    def _draw_strip(self, corner: tuple[int, int], each: AtK) -> None:
        """Draw the palette, each color as wide as the others."""
        cell, k = self._sheet.cell, len(each.palette)
        top = corner[1] + cell.area[1] + cell.air
        for i, (red, green, blue) in enumerate(each.palette.colors.tolist()):
            left, right = (cell.area[0] * n // k for n in (i, i + 1))
            size = right - left, cell.strip
            self._canvas.fill((red, green, blue), top, corner[0] + left, size)

    def _draw_label(self, corner: tuple[int, int], each: AtK, *, is_auto: bool) -> None:
        """Write k on the left, and the error that it leaves on the right."""
        cell = self._sheet.cell
        size, left = cell.text, corner[0]
        base = corner[1] + cell.size[1]
        self._write(f"k {each.k}", base, left)
        difference = f"error {each.error:.2f}"
        self._write(difference, base, left + self._rest(difference))
        if is_auto:
            across = round(BUILT_IN.width(f"k {each.k} ", size) + 0.4 * size)
            wide = round(BUILT_IN.width("auto", size) + 0.6 * size)
            top, tall = base - size, round(1.3 * size)
            self._canvas.fill(_INK, top, left + across, (wide, tall))
            self._write("auto", base, left + across + round(0.3 * size), inverse=True)

    def _rest(self, text: str) -> int:
        """Return how far to the right a text goes that ends with the cell."""
        cell = self._sheet.cell
        return max(0, cell.area[0] - round(BUILT_IN.width(text, cell.text)))

    def _write(self, text: str, base: int, left: int, *, inverse: bool = False) -> None:
        """Write a line of text that stands on the row `base`, perhaps in white on ink."""
        cover, above = BUILT_IN.coverage(text, self._sheet.cell.text)
        self._canvas.write(cover, base - above, left, inverse=inverse)
