"""Paint.NET palettes, .txt: one ``AARRGGBB`` per line, and comments after ``;``.

Source: Paint.NET documentation, "Working with Palettes". Paint.NET itself shows only
the first 96 colors.
"""

from typing import BinaryIO

from kquant.images.palette import Palette
from kquant.palette_files.entries import Entry, palette_from_entries, rgb_of
from kquant.palette_files.text_lines import numbered_lines, one_line
from kquant.runtime.arrays import F64

_NAME = "palette name:"
_SHOWN = 96


def write(palette: Palette, shares: F64 | None, file: BinaryIO) -> None:
    """Write opaque colors with Windows line endings, as Paint.NET does.

    Parameters
    ----------
    palette : Palette
    shares : float64 array, shape (k,), or None
        Not stored by this format.
    file : binary file
    """
    del shares
    lines = ["; paint.net Palette File"]
    if palette.name:
        lines.append(f"; Palette Name: {one_line(palette.name)}")
    if len(palette) > _SHOWN:
        lines.append(f"; paint.net shows only the first {_SHOWN} colors")
    lines += [f"FF{code.removeprefix('#').upper()}" for code in palette.hex()]
    file.write("".join(f"{line}\r\n" for line in lines).encode())


def read(data: bytes) -> Palette:
    """Read the colors without their alpha; 6 digits are taken for ``RRGGBB``.

    Parameters
    ----------
    data : bytes
        The contents of the file.

    Returns
    -------
    Palette

    Raises
    ------
    PaletteError
        When a line is not a color, or there are no colors.
    """
    entries: list[Entry] = []
    name = ""
    for _, line in numbered_lines(data):
        code, _, comment = line.partition(";")
        if comment.strip().lower().startswith(_NAME):
            name = comment.strip()[len(_NAME) :]
        code = code.strip().removeprefix("#")
        if code:
            entries.append((rgb_of(code[2:] if len(code) == 8 else code), ""))
    return palette_from_entries(entries, name)
