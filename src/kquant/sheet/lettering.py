"""Text as shapes of whole pixels, in the font that comes with Pillow."""

from functools import lru_cache
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PIL import ImageFont

from kquant.errors import OptionError

_HALF = 128  # coverage from which a pixel belongs to a letter
_NO_LETTER = "\U0010ffff"  # a character that no font has


def line_width(text: str, size: float) -> float:
    """Return the width in pixels of a line of text, of letters `size` pixels high."""
    return _font(round(size)).getlength(text)


def shape(text: str, size: int) -> tuple[NDArray[np.bool_], int]:
    """Return a line of text as a shape, and where that starts above the base line.

    Letters have no soft edge, as that would take colors between text and paper.

    Parameters
    ----------
    text : str
    size : int
        Height of the letters from descender to ascender, in pixels.

    Returns
    -------
    bool array, shape (h, w)
    int
        Rows from its top to the base line; the left edge is the first letter's.
    """
    mask, (_, top) = _font(size).getmask2(text, "L", anchor="ls")
    width, height = mask.size
    cover = np.array(mask, dtype=np.uint8).reshape(height, width)
    return cover >= _HALF, -top


def check_letters(text: str) -> None:
    """Refuse text that the font has no letters for.

    Raises
    ------
    OptionError
        Naming the first such letter.
    """
    missing = bytes(_font(20).getmask(_NO_LETTER))
    for letter in text:
        if not letter.isspace() and bytes(_font(20).getmask(letter)) == missing:
            raise OptionError(f"--title: the font has no letter {letter!r}")


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    """Return Pillow's own font."""
    return cast("ImageFont.FreeTypeFont", ImageFont.load_default(max(size, 1)))
