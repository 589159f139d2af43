"""GIMP palettes, .gpl: lines of three levels and a name, after a few headers.

Source: "GIMP Palette File Format", GIMP developer documentation, core standards.
Aseprite adds a header ``Channels: RGBA`` and a fourth level, which is ignored here.
"""

import re
from typing import BinaryIO

from kquant.images.palette import Palette
from kquant.palette_files.entries import Entry, named_entries, palette_from_entries
from kquant.palette_files.text_lines import levels, numbered_lines, one_line
from kquant.runtime.arrays import F64

_COLUMNS = 16  # colors per row in GIMP
_HEADER = re.compile(r"([A-Za-z]+)\s*:\s*(.*)")


def write(palette: Palette, shares: F64 | None, file: BinaryIO) -> None:
    """Write the palette with its names.

    Parameters
    ----------
    palette : Palette
    shares : float64 array, shape (k,), or None
        Not stored by this format.
    file : binary file
    """
    del shares  # the format cannot hold them
    name = one_line(palette.name) or "kquant"
    columns = min(len(palette), _COLUMNS)
    lines = ["GIMP Palette", f"Name: {name}", f"Columns: {columns}", "#"]
    for (r, g, b), label in named_entries(palette):
        lines.append(f"{r:3} {g:3} {b:3}\t{label}")
    file.write("".join(f"{line}\n" for line in lines).encode())


def read(data: bytes) -> Palette:
    """Read the palette; its first line and the other headers may be missing.

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
        When a line that starts with a number is not a color, or there are no colors.
    """
    entries: list[Entry] = []
    headers: dict[str, str] = {}
    for number, line in numbered_lines(data):
        header = _HEADER.fullmatch(line)
        if header and not entries:
            headers[header[1].lower()] = header[2]
        elif line[0].isdigit() or line[0] == "-":
            rgb = levels(line.split(), number)
            skipped = 4 if headers.get("channels", "").upper() == "RGBA" else 3
            entries.append((rgb, " ".join(line.split()[skipped:])))
    return palette_from_entries(entries, headers.get("name", ""))
