"""Set a line of text: letters of a font, drawn letters, and accents."""

from typing import TYPE_CHECKING

import numpy as np

from kquant.art.page.drawn_letters import Drawn
from kquant.art.page.letter_accents import Mark
from kquant.art.page.pen import Stroke, draw
from kquant.runtime.arrays import U8

if TYPE_CHECKING:
    from PIL import ImageFont

_ABOVE, _BELOW = 1.4, 0.7  # room for letters with accents, relative to their size
_SIDE = 0.4  # and for what reaches beyond both ends
_SMALL = 0.53  # height of small letters
_RAISED = 0.29  # how far small letters are raised


class Line:
    """A line of text that grows to the right.

    Parameters
    ----------
    font : Pillow font
    size : int
        Height of the letters in pixels.
    """

    def __init__(self, font: "ImageFont.FreeTypeFont", size: int) -> None:
        self._font, self._size = font, size
        self._runs: list[tuple[str, float]] = []  # text of the font, and its place
        self._glyphs: list[tuple[str, float, Drawn]] = []
        self._strokes: list[tuple[Stroke, float]] = []
        self._run = ""
        self._start = self._end = 0.0  # of the run; after it
        # The ink of the last letter in parts of its size: left, right, bottom, top.
        self._origin, self._ink = 0.0, (0.0, 0.0, 0.0, 0.0)

    @property
    def advance(self) -> float:
        """The width of the line in pixels."""
        return self._end

    def put_font(self, text: str) -> None:
        """Append letters that the font has.

        Parameters
        ----------
        text : str
        """
        if not self._run:
            self._start = self._end
        self._run += text
        self._end = self._start + self._font.getlength(self._run)
        self._origin = self._end - self._font.getlength(text[-1:])
        self._ink = self._ink_of(text[-1:])

    def put_drawn(self, letter: Drawn) -> None:
        """Append a drawn letter.

        Parameters
        ----------
        letter : Drawn
        """
        self._flush()
        self._origin = place = self._end
        ink: list[tuple[float, float, float, float]] = []
        for i, part in enumerate(letter.parts):
            left, right, bottom, top = self._ink_of(part)
            if i and letter.overlap >= 0:
                place = self._origin + (ink[-1][1] - letter.overlap - left) * self._size
            shift = (place - self._origin) / self._size
            ink.append((left + shift, right + shift, bottom, top))
            self._glyphs.append((part, place, letter))
            advance = self._font.getlength(part) * letter.scale
            self._end = max(self._end, place + advance)
        for stroke in letter.strokes:
            self._strokes.append((stroke, self._origin))
            half = stroke.width / 2
            x, y = zip(*stroke.points, strict=True)
            if letter.advance:
                ink.append((min(x) - half, max(x) + half, min(y), max(y)))
        if letter.advance:
            self._end = self._origin + letter.advance * self._size
        lefts, rights, bottoms, tops = zip(*ink, strict=True)
        self._ink = min(lefts), max(rights), min(bottoms), max(tops)

    def put_mark(self, mark: Mark) -> None:
        """Put an accent on the last letter.

        Parameters
        ----------
        mark : Mark
        """
        left, right, bottom, top = self._ink
        self._strokes += [(x, self._origin) for x in mark.at(*self._ink)]
        if mark.place == "above":
            top += mark.height + 0.03
        elif mark.place == "below":
            bottom -= mark.height
        self._ink = left, right, bottom, top

    def coverage(self) -> tuple[U8, int]:
        """Return how far the line covers each pixel, and its height above the base line.

        Returns
        -------
        uint8 array, shape (h, w)
            Without empty rows and columns around the ink.
        int
        """
        self._flush()
        size = self._size
        side, base = round(_SIDE * size) + 2, round(_ABOVE * size) + 2
        width = round(self._end) + 2 * side + size
        cover = np.zeros((base + round(_BELOW * size) + 2, width), dtype=np.uint8)
        for text, place in self._runs:
            mask, left, up = _mask(self._font, text)
            _put(cover, mask, base - up, side + round(place + left))
        for part, place, letter in self._glyphs:
            self._put_glyph(cover, part, side + place, base, letter)
        for stroke, place in self._strokes:
            draw(cover, [stroke], size, side + place, base)
        return _trimmed(cover, base)

    def _flush(self) -> None:
        """End the run of letters of the font."""
        if self._run:
            self._runs.append((self._run, self._start))
            self._run = ""

    def _ink_of(self, letter: str) -> tuple[float, float, float, float]:
        """Return the ink of a letter: left, right, bottom, top, in parts of its size."""
        mask, left, up = _mask(self._font, letter)
        height, width = mask.shape
        sides = left, left + width, up - height, up
        return tuple(side / self._size for side in sides)  # type: ignore[return-value] # four

    def _put_glyph(
        self, cover: U8, part: str, left: float, base: int, letter: Drawn
    ) -> None:
        """Draw a letter of the font alone: turned, raised, or as it is."""
        font = self._font
        if letter.scale != 1:
            font = font.font_variant(size=max(1, round(letter.scale * self._size)))
            base -= round(_RAISED * self._size)
        mask, right, up = _mask(font, part)
        if letter.is_turned:
            mask, up = mask[::-1, ::-1], round(_SMALL * self._size)
        _put(cover, mask, base - up, round(left + right))


def _mask(font: "ImageFont.FreeTypeFont", text: str) -> tuple[U8, int, int]:
    """Return the coverage of text, and its offset to the right of and above the origin."""
    mask, (left, top) = font.getmask2(text, "L", anchor="ls")
    width, height = mask.size
    cover = np.array(mask, dtype=np.uint8).reshape(height, width)
    return cover, round(left), -round(top)


def _put(cover: U8, mask: U8, top: int, left: int) -> None:
    """Lay a mask over others; what is beyond the edges is cut off."""
    mask = mask[max(0, -top) :, max(0, -left) :]
    area = cover[max(0, top) :, max(0, left) :][: mask.shape[0], : mask.shape[1]]
    np.maximum(area, mask[: area.shape[0], : area.shape[1]], out=area)


def _trimmed(cover: U8, base: int) -> tuple[U8, int]:
    """Cut off empty rows and columns around the ink."""
    rows, columns = (np.flatnonzero(cover.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return cover[:0, :0], 0
    top = int(rows[0])
    return cover[top : rows[-1] + 1, columns[0] : columns[-1] + 1], base - top
