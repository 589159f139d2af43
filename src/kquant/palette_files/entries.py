"""Entries of palette files: repeats are left out, at most 256 colors, their names."""

from collections.abc import Iterable, Sequence

import numpy as np

from kquant.color.names import parse_color
from kquant.errors import PaletteError
from kquant.images.palette import Palette
from kquant.options import MAX_COLORS
from kquant.palette_files.text_lines import one_line

_NO_NAMES = {"", "untitled"}  # GIMP and Aseprite write "Untitled"

# The three levels of a color, 0 to 255, and its name or an empty string.
Entry = tuple[Sequence[int], str]


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
