"""Helpers of all palette readers and writers: text, names, repeated colors, limits."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from kquant.color.names import parse_color
from kquant.errors import PaletteError, shortened
from kquant.images.palette import Palette
from kquant.options import MAX_COLORS

_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_MOST_DIGITS = 20  # of a level, with zeros before it
_NO_NAMES = {"", "untitled"}  # GIMP and Aseprite write "Untitled"

# The three levels of a color, 0 to 255, and its name or an empty string.
Entry = tuple[Sequence[int], str]


def decode(data: bytes) -> str:
    """Decode a text file: UTF-8, UTF-16 with a byte order mark, or else Latin-1.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    str
        Bytes that are not valid in a marked file are replaced.
    """
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def numbered_lines(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text file that are not blank.

    Parameters
    ----------
    data : bytes

    Yields
    ------
    int
        The number of the line in the file, from 1.
    str
        The line, without white space at its ends.
    """
    for number, line in enumerate(decode(data).splitlines(), 1):
        stripped = line.strip(" \t\f\0")
        if stripped:
            yield number, stripped


def levels(words: Sequence[str], number: int) -> tuple[int, ...]:
    """Turn the first three words of a line into the levels of a color.

    Parameters
    ----------
    words : sequence of str
    number : int
        The number of the line, for the error message.

    Returns
    -------
    tuple of int
        Red, green and blue, 0 to 255.

    Raises
    ------
    PaletteError
        When the words are not three whole numbers from 0 to 255.
    """
    found = tuple(
        int(word)
        for word in words[:3]
        if word.isdecimal() and len(word) <= _MOST_DIGITS
    )
    if len(found) < 3 or max(found) > 255:
        line = shortened(" ".join(words))
        raise PaletteError(f"line {number}, {line!r}, does not hold three levels 0-255")
    return found


def palette_from_entries(entries: Iterable[Entry], name: str = "") -> Palette:
    """Make a palette from the entries of a file.

    If there are more than 256 entries, those that repeat an earlier color are left
    out. Names that say nothing are dropped: "Untitled", or the hex code of the color.

    Parameters
    ----------
    entries : iterable of (sequence of int, str)
        The levels of each color, 0 to 255, and its name.
    name : str
        The name of the palette.

    Returns
    -------
    Palette

    Raises
    ------
    PaletteError
        When there are no colors, or more than 256 different ones.
    """
    listed = [(tuple(rgb), _own_name(rgb, label)) for rgb, label in entries]
    if len(listed) > MAX_COLORS:
        distinct: dict[tuple[int, ...], str] = {}
        for rgb, label in listed:
            distinct.setdefault(rgb, label)
        listed = list(distinct.items())
    if not listed:
        raise PaletteError("there are no colors in it")
    if len(listed) > MAX_COLORS:
        raise PaletteError(
            f"it has {len(listed)} different colors, and palettes hold at most "
            f"{MAX_COLORS}: remove some"
        )
    colors = np.array([rgb for rgb, _ in listed], dtype=np.uint8)
    names = tuple(label for _, label in listed)
    return Palette(colors, one_line(name), names if any(names) else ())


def rgb_of(code: str) -> tuple[int, ...]:
    """Return the levels of a hex code or CSS name.

    Parameters
    ----------
    code : str

    Returns
    -------
    tuple of int
        Red, green and blue, 0 to 255.

    Raises
    ------
    PaletteError
        When it is neither.
    """
    return tuple(bytes.fromhex(parse_color(code)[1:]))


def named_entries(palette: Palette) -> list[tuple[list[int], str]]:
    """Return the colors of a palette with a name for each.

    Parameters
    ----------
    palette : Palette

    Returns
    -------
    list of (list of int, str)
        The levels of each color, and its name or else its hex code.
    """
    names = palette.color_names or [""] * len(palette)
    return [
        (rgb, one_line(name) or code)
        for rgb, name, code in zip(
            palette.colors.tolist(), names, palette.hex(), strict=True
        )
    ]


def _own_name(rgb: Sequence[int], label: str) -> str:
    """Return the name of a color, or an empty string if the name says nothing."""
    label = one_line(label)
    says_nothing = label.lower() in {*_NO_NAMES, f"#{bytes(rgb).hex()}"}
    return "" if says_nothing else label


def one_line(text: str) -> str:
    """Put text on one line that any encoding of Unicode can hold.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        With a single space for each run of white space, without white space at its
        ends, and with escapes for lone surrogates, which stand for bytes of a file
        name that are not text.
    """
    text = text.encode(errors="backslashreplace").decode()
    return " ".join(text.replace("\0", " ").split())
