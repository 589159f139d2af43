"""What all readers of palettes need: text without its quirks, and entries."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from kquant.color_names import parse_color
from kquant.errors import PaletteError
from kquant.palette import MAX_COLORS, Palette

_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_NO_NAMES = {"", "untitled"}  # GIMP and Aseprite call nameless colors so

# The levels of a color, 0 to 255, and its name or nothing.
Entry = tuple[Sequence[int], str]


def decode(data: bytes) -> str:
    """Turn a text file into text: UTF-8, UTF-16 with its mark, or else Latin-1."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def numbered_lines(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text file that are not blank, with numbers from 1."""
    for number, line in enumerate(decode(data).splitlines(), 1):
        stripped = line.strip(" \t\f\0")
        if stripped:
            yield number, stripped


def levels(words: Sequence[str], number: int) -> tuple[int, ...]:
    """Turn the first three words of a line into the levels of a color.

    Raises
    ------
    PaletteError
        When they are not whole numbers from 0 to 255.
    """
    found = tuple(int(word) for word in words[:3] if word.isdecimal())
    if len(found) < 3 or max(found) > 255:
        line = " ".join(words)
        raise PaletteError(f"line {number}, {line!r}, does not hold three levels 0-255")
    return found


def palette_of(entries: Iterable[Entry], name: str = "") -> Palette:
    """Make a palette of what a file holds.

    Of a file with too many entries, those that repeat an earlier one are left out.
    Names that say nothing are, too: "Untitled", or the color's own hex code.

    Raises
    ------
    PaletteError
        When there are no colors, or too many different ones.
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
    """Return the levels of a hex code or CSS name."""
    return tuple(bytes.fromhex(parse_color(code)[1:]))


def named_entries(palette: Palette) -> list[tuple[list[int], str]]:
    """Return levels and name of each color; those without name get their hex code."""
    names = palette.color_names or [""] * len(palette)
    return [
        (rgb, one_line(name) or code)
        for rgb, name, code in zip(
            palette.colors.tolist(), names, palette.hex(), strict=True
        )
    ]


def _own_name(rgb: Sequence[int], label: str) -> str:
    """Return the name, or nothing where it says nothing."""
    label = one_line(label)
    says_nothing = label.lower() in {*_NO_NAMES, f"#{bytes(rgb).hex()}"}
    return "" if says_nothing else label


def one_line(text: str) -> str:
    """Return text with each run of white space, also line ends, as one space."""
    return " ".join(text.replace("\0", " ").split())
