"""CSS custom properties: ``--name: #rrggbb;`` within ``:root``.

Source: W3C, "CSS Custom Properties for Cascading Variables Module Level 1", and
"CSS Color Module Level 4" for the values. Sass variables, ``$name: ...``, are read as
well.
"""

import re
from typing import BinaryIO

from kquant.color.names import CSS_NAMES
from kquant.errors import PaletteError
from kquant.images.palette import Palette
from kquant.palette_files.entries import Entry, palette_from_entries, rgb_of
from kquant.palette_files.text_lines import decode
from kquant.runtime.arrays import F64

_COMMENT = re.compile(r"/\*.*?(\*/|$)", re.DOTALL)
# A name starts nowhere within a row of dashes: one look at each row is enough.
_DECLARATION = re.compile(r"(?<![\w-])(?:--|\$)([\w-]+)\s*:\s*([^;{}]+)")
_LEVEL = r"(\d{1,9})"
_RGB = re.compile(
    rf"rgba?\(\s*{_LEVEL}[\s,]+{_LEVEL}[\s,]+{_LEVEL}\b[^)]*\)", re.IGNORECASE
)
_NUMBERED = re.compile(r".*-\d+|\d+")


def write(palette: Palette, shares: F64 | None, file: BinaryIO) -> None:
    """Write a property for each color, named after the color or numbered from 1.

    Parameters
    ----------
    palette : Palette
    shares : float64 array, shape (k,), or None
        Not stored by this format.
    file : binary file
    """
    del shares
    base = _identifier(palette.name) or "color"
    used: set[str] = set()
    lines = []
    names = palette.color_names or [""] * len(palette)
    for number, (code, label) in enumerate(zip(palette.hex(), names, strict=True), 1):
        name = _identifier(label) or f"{base}-{number}"
        while name in used:
            name = f"{name}-{number}"
        used.add(name)
        lines.append(f"  --{name}: {code};\n")
    file.write((":root {\n" + "".join(lines) + "}\n").encode())


def read(data: bytes) -> Palette:
    """Read every property whose value is a color, in order.

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
        When there is no such property.
    """
    entries: list[Entry] = []
    for name, value in _DECLARATION.findall(_COMMENT.sub(" ", decode(data))):
        rgb = _levels(value.strip())
        if rgb is not None:
            entries.append((rgb, "" if _NUMBERED.fullmatch(name) else name))
    return palette_from_entries(entries)


def _levels(value: str) -> tuple[int, ...] | None:
    """Return the levels of a hex code, a name or ``rgb()``; None for other values."""
    if match := _RGB.fullmatch(value):
        return tuple(min(255, int(level)) for level in match.groups())
    if not value.startswith("#") and value.lower() not in CSS_NAMES:
        return None  # for example a length or a font
    try:
        return rgb_of(value)
    except PaletteError:
        return None


def _identifier(text: str) -> str:
    """Turn text into a valid part of the name of a property."""
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-")
