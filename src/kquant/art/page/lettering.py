"""Turn text into coverage: the shapes of letters with soft edges."""

import os
import unicodedata
from functools import lru_cache
from typing import cast

from PIL import ImageFont

from kquant.art.options import Page
from kquant.art.page.drawn_letters import DRAWN, WRITTEN
from kquant.art.page.letter_accents import DOTLESS, MARKS, OTHER_MARKS
from kquant.art.page.line_of_text import Line
from kquant.errors import OptionError
from kquant.runtime.arrays import U8

_NO_LETTER = "\U0010ffff"  # a character that no font has
_IN_STRIPS = "#0123456789abcdef.%"  # the characters of codes and shares
_SAMPLE = 40  # size of the letters in which they are compared


class Face:
    """A typeface.

    Parameters
    ----------
    path : str
        Of a TrueType or OpenType font. Empty for the built-in face: Pillow's font,
        and the accents and letters that make it cover Latin.

    Raises
    ------
    OptionError
        If the file is not there or not a font.
    """

    def __init__(self, path: str = "") -> None:
        self._path = path
        if path:
            self._font(_SAMPLE)

    def width(self, text: str, size: float) -> float:
        """Return the width of a line of text in pixels.

        Parameters
        ----------
        text : str
        size : float
            As for `coverage`.

        Returns
        -------
        float
        """
        return self._line(text, round(size)).advance

    def coverage(self, text: str, size: int) -> tuple[U8, int]:
        """Return how far a line of text covers each pixel.

        Parameters
        ----------
        text : str
        size : int
            Height of the letters from descender to ascender, in pixels.

        Returns
        -------
        uint8 array, shape (h, w)
            From 0 to 255. The first column has ink.
        int
            Number of rows from its top to the base line.
        """
        return self._line(text, size).coverage()

    def lacking(self, text: str) -> str:
        """Return the letters of a text that the face lacks, each once.

        Parameters
        ----------
        text : str

        Returns
        -------
        str
        """
        letters = dict.fromkeys(unicodedata.normalize("NFC", text))
        return "".join(letter for letter in letters if not self._has(letter))

    def _has(self, letter: str) -> bool:
        """Tell whether the face has a letter."""
        if letter.isspace() or self._in_font(letter):
            return True
        if self._path:
            return False
        parts = unicodedata.normalize("NFD", letter)
        first, marks = parts[0], parts[1:]
        known = first in DRAWN or first in WRITTEN or self._in_font(first)
        return known and all(mark in MARKS for mark in marks)

    def _in_font(self, letter: str) -> bool:
        """Tell whether the font has a letter."""
        font = self._font(_SAMPLE)
        return bytes(font.getmask(letter)) != bytes(font.getmask(_NO_LETTER))

    def _line(self, text: str, size: int) -> Line:
        """Set a line of text."""
        line = Line(self._font(size), size)
        text = unicodedata.normalize("NFC", text)
        if self._path:
            line.put_font(text)
            return line
        for letter in "".join(WRITTEN.get(letter, letter) for letter in text):
            if letter.isspace() or letter in DRAWN or self._plain(letter):
                first, marks = letter, ""
            else:
                parts = unicodedata.normalize("NFD", letter)
                first, marks = parts[0], parts[1:]
            above = [
                MARKS[x] for x in marks if x in MARKS and MARKS[x].place == "above"
            ]
            first = DOTLESS.get(first, first) if above else first
            if first in DRAWN:
                line.put_drawn(DRAWN[first])
            else:
                line.put_font(first)
            for mark in marks:
                line.put_mark(MARKS[OTHER_MARKS.get((first, mark), mark)])
        return line

    def _plain(self, letter: str) -> bool:
        """Tell whether a letter of the built-in face is one of the font."""
        return letter.isascii() or self._in_font(letter)

    def _font(self, size: int) -> ImageFont.FreeTypeFont:
        """Return the font in a size."""
        return _font(self._path, max(size, 1))


BUILT_IN = Face()


def check_page(page: Page) -> None:
    """Check that the font of a page can be read, and has all letters of its text.

    Parameters
    ----------
    page : Page

    Raises
    ------
    OptionError
        The message names the letters that are missing.
    """
    path, strip = page.font, _IN_STRIPS if page.strip else ""
    missing = Face(path).lacking(page.title + strip)
    if not missing:
        return
    names = ", ".join(missing[:8]) + (", ..." if len(missing) > 8 else "")
    if path:
        raise OptionError(
            f"font: {os.path.basename(path)} has no {names}: choose a font that does",
            "font",
        )
    raise OptionError(
        f"title: the built-in face has no {names}, only Latin letters: name a font "
        "that does with --font FILE",
        "title",
    )


@lru_cache(maxsize=64)
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    """Read a font; Pillow's own for an empty path."""
    if not path:
        return cast("ImageFont.FreeTypeFont", ImageFont.load_default(size))
    if not os.path.exists(path):  # Pillow would look for another font of this name
        raise OptionError(f"font: {path} does not exist", "font")
    try:
        return ImageFont.truetype(path, size)
    except (OSError, ValueError) as error:
        raise OptionError(
            f"font: {path} is no TrueType or OpenType font", "font"
        ) from error
