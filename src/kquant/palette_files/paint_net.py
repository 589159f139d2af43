"""Palettes of Paint.NET, .txt: lines ``AARRGGBB``, and comments after ``;``.

Source: Paint.NET documentation, "Working with Palettes". Paint.NET itself shows no
more than the first 96 colors.
"""

from typing import BinaryIO

from kquant.arrays import F64
from kquant.palette import Palette
from kquant.palette_files.entries import (
    Entry,
    numbered_lines,
    one_line,
    palette_of,
    rgb_of,
)

_NAME = "palette name:"
_SHOWN = 96


def write(palette: Palette, shares: F64 | None, file: BinaryIO) -> None:
    """Write opaque colors, with the line ends of Windows as the original does."""
    del shares
    lines = ["; paint.net Palette File"]
    if palette.name:
        lines.append(f"; Palette Name: {one_line(palette.name)}")
    if len(palette) > _SHOWN:
        lines.append(f"; paint.net shows the first {_SHOWN} colors only")
    lines += [f"FF{code.removeprefix('#').upper()}" for code in palette.hex()]
    file.write("".join(f"{line}\r\n" for line in lines).encode())


def read(data: bytes) -> Palette:
    """Read the colors, opaque or not; 6 digits are taken for ``RRGGBB``.

    Raises
    ------
    PaletteError
        When a line is no color, or there are none.
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
    return palette_of(entries, name)
