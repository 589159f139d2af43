"""Turn text into shapes of whole pixels, in the font that comes with Pillow."""

from functools import lru_cache
from typing import cast

import numpy as np
from PIL import ImageFont

from kquant.art.page.letter_accents import MARKS, Line, Shape, put_mark, trimmed
from kquant.errors import OptionError
from kquant.runtime.arrays import U8

_HALF = 128  # least coverage of a pixel that belongs to a letter
_ROOM = 0.5  # for accents above and below a line, relative to the size of its letters
_GAP = 0.08  # between letter and accent, relative to the size
_NO_LETTER = "\U0010ffff"  # a character that no font has


def line_width(text: str, size: float) -> float:
    """Return the width of a line of text in pixels.

    Parameters
    ----------
    text : str
    size : float
        Height of the letters in pixels, as for `shape`.

    Returns
    -------
    float
    """
    return _font(round(size)).getlength(Line.of(text).letters)


def shape(text: str, size: int) -> tuple[Shape, int]:
    """Return a line of text as a shape, and its height above the base line.

    Letters have hard edges, because soft ones need colors between text and paper.

    Parameters
    ----------
    text : str
    size : int
        Height of the letters from descender to ascender, in pixels.

    Returns
    -------
    bool array, shape (h, w)
    int
        Number of rows from its top to the base line.
    """
    line = Line.of(text)
    letters, left, above = _drawn(line.letters, size)
    if not line.marks:
        return letters, above
    room = round(_ROOM * size)
    letters = np.pad(letters, ((room, room), (0, 0)))
    for place, character in line.marks:
        mark, letter = MARKS[character], line.letters[place]
        start = _font(size).getlength(line.letters[:place]) - left
        end = start + _font(size).getlength(letter)
        columns = slice(max(0, round(start)), round(end))
        drawn = trimmed(_drawn(mark.character, round(size * mark.size))[0])
        put_mark(letters, columns, letter, mark, drawn, round(_GAP * size))
    return letters, above + room


def coverage(text: str, size: int) -> tuple[U8, int]:
    """Return how far a line of text covers each pixel: letters with soft edges.

    Parameters
    ----------
    text : str
        In ASCII.
    size : int
        As for `shape`.

    Returns
    -------
    uint8 array, shape (h, w)
        From 0 to 255.
    int
        Number of rows from its top to the base line.
    """
    cover, _, above = _covered(text, size)
    return cover, above


def check_letters(text: str) -> None:
    """Check that the font has all letters of a text.

    Parameters
    ----------
    text : str

    Raises
    ------
    OptionError
        If a letter is missing. The message names the first one.
    """
    missing = bytes(_font(20).getmask(_NO_LETTER))
    for letter in text:
        line = Line.of(letter)
        known = all(mark in MARKS for _, mark in line.marks) and all(
            part.isspace() or bytes(_font(20).getmask(part)) != missing
            for part in line.letters
        )
        if not known:
            raise OptionError(
                f"title: Pillow's font has no letter {letter!r}, only those of "
                "English, and accents on them",
                "title",
            )


def _drawn(text: str, size: int) -> tuple[Shape, int, int]:
    """Return the shape of text, and its offset to the right of and above the origin."""
    cover, left, above = _covered(text, size)
    return cover >= _HALF, left, above


def _covered(text: str, size: int) -> tuple[U8, int, int]:
    """Return the coverage of text by pixels, and its offset as `_drawn` does."""
    mask, (left, top) = _font(size).getmask2(text, "L", anchor="ls")
    width, height = mask.size
    cover = np.array(mask, dtype=np.uint8).reshape(height, width)
    return cover, round(left), -round(top)


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    """Return Pillow's default font."""
    return cast("ImageFont.FreeTypeFont", ImageFont.load_default(max(size, 1)))
