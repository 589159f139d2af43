"""Add accents to letters, because Pillow's font has only those of English."""

import unicodedata
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Shape = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Mark:
    """How to make an accent from a character that the font has.

    Parameters
    ----------
    character : str
    size : float
        Relative to the size of the letters.
    count : int
        How many stand side by side: 1 or 2.
    below : bool
        Whether the accent goes below the letter.
    """

    character: str
    size: float = 1.0
    count: int = 1
    below: bool = False


# The keys are combining characters of Unicode.
MARKS = {
    "\u0300": Mark("`"),
    "\u0301": Mark("\u00b4"),
    "\u0302": Mark("^", 0.5),
    "\u0303": Mark("~", 0.8),
    "\u0308": Mark(".", 0.9, count=2),
    "\u030a": Mark("\u00b0", 0.8),
    "\u0327": Mark(",", 0.8, below=True),
}
_DOTTED = "ij"  # letters that lose their dot under an accent
_PLAIN = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212\u00a0", "------ ")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, split into letters and accents.

    Parameters
    ----------
    letters : str
        Without accents.
    marks : tuple of (int, str)
        The index of each letter with an accent, and the accent.
    """

    letters: str
    marks: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, text: str) -> Self:
        """Split a text into letters and accents.

        Parameters
        ----------
        text : str

        Returns
        -------
        Line
            Dashes become hyphens, and no-break spaces become spaces.
        """
        letters, marks = "", []
        for character in unicodedata.normalize("NFD", text.translate(_PLAIN)):
            if unicodedata.combining(character) and letters:
                marks.append((len(letters) - 1, character))
            else:
                letters += character
        return cls(letters, tuple(marks))


def trimmed(shape: Shape) -> Shape:
    """Return a shape without the empty rows and columns at its edges.

    Parameters
    ----------
    shape : bool array, shape (h, w)

    Returns
    -------
    bool array
        A view; of size 0 if the shape is empty.
    """
    if not shape.any():
        return shape[:0, :0]
    rows, columns = (np.flatnonzero(shape.any(axis=axis)) for axis in (1, 0))
    return shape[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def put_mark(
    line: Shape, columns: slice, letter: str, mark: Mark, drawn: Shape, gap: int
) -> None:
    """Draw an accent above or below a letter.

    Parameters
    ----------
    line : bool array
        Has room above and below the letters; changed in place.
    columns : slice
        The columns of the letter.
    letter : str
    mark : Mark
    drawn : bool array
        The character of the accent, trimmed.
    gap : int
        Rows between letter and accent.
    """
    if mark.count == 2:
        drawn = np.hstack([drawn, np.zeros_like(drawn), drawn])
    area = line[:, columns]
    if not area.any():  # letters of a pixel or two
        return
    if letter in _DOTTED and not mark.below:
        _remove_dot(area)
    rows, across = (np.flatnonzero(area.any(axis=axis)) for axis in (1, 0))
    height, width = drawn.shape
    top = rows[-1] + 1 if mark.below else max(0, rows[0] - gap - height)
    left = columns.start + (across[0] + across[-1] + 1 - width) // 2
    place = line[top : top + height, max(0, left) : max(0, left) + width]
    place |= drawn[: place.shape[0], : place.shape[1]]


def _remove_dot(area: Shape) -> None:
    """Clear everything above the lowest stroke."""
    rows: Shape = np.any(area, axis=1)
    bottom = np.flatnonzero(rows)[-1]
    empty = np.flatnonzero(~rows[:bottom])
    area[: empty[-1] + 1 if len(empty) else 0] = False
