"""Adobe Swatch Exchange, .ase: named colors in groups, big-endian.

``ASEF``, version 1.0, the number of blocks; each block has a type, a length and a
name in UTF-16 that ends with a zero. The block of a color goes on with the color model
in four letters, a 32-bit float for each component, and a code for global, spot or
normal.
Source: Adobe has published no specification. The descriptions by Olivier Berten
("Swatchbooker: file formats") and Cyotek ("Reading Adobe Swatch Exchange files"), and
by J. Greely ("Adobe Swatch Exchange file format", 2013) for Lab, agree on everything
that is used here.
"""

import struct
from typing import BinaryIO

import numpy as np

from kquant.color.cielab import cielab_to_srgb
from kquant.errors import PaletteError
from kquant.images.palette import Palette
from kquant.palette_files.entries import Entry, named_entries, palette_from_entries
from kquant.palette_files.registry import FORMATS
from kquant.palette_files.text_lines import one_line
from kquant.runtime.arrays import F64

_MAGIC = FORMATS["ase"].start
_COLOR, _GROUP_START, _GROUP_END = 0x0001, 0xC001, 0xC002
_GLOBAL, _NORMAL = 0, 2
_COMPONENTS = {"RGB": 3, "CMYK": 4, "LAB": 3, "GRAY": 1}
_ASEPRITE = b"\xe0\xa5"  # at byte 4 of a drawing by Aseprite, also named .ase


def write(palette: Palette, shares: F64 | None, file: BinaryIO) -> None:
    """Write the colors as RGB, in a group if the palette has a name.

    Parameters
    ----------
    palette : Palette
    shares : float64 array, shape (k,), or None
        Not stored by this format.
    file : binary file
    """
    del shares
    blocks = [
        _block(
            _COLOR, name, b"RGB " + struct.pack(">3fH", *np.divide(rgb, 255), _NORMAL)
        )
        for rgb, name in named_entries(palette)
    ]
    if group := one_line(palette.name):
        start, end = _block(_GROUP_START, group, b""), _GROUP_END
        blocks = [start, *blocks, struct.pack(">HI", end, 0)]
    file.write(_MAGIC + struct.pack(">HHI", 1, 0, len(blocks)) + b"".join(blocks))


def _block(kind: int, name: str, rest: bytes) -> bytes:
    """Return a block: its kind, its length, its name, and the rest."""
    text = f"{name}\0".encode("utf-16-be")
    body = struct.pack(">H", len(text) // 2) + text + rest
    return struct.pack(">HI", kind, len(body)) + body


def read(data: bytes) -> Palette:
    """Read the colors of all groups.

    If the file is cut off, the colors before the cut are read. CMYK is converted
    without a profile, as ``(1 - c) (1 - k)``, because the file does not say which
    inks are meant. The white point of Lab is D50.

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
        When the file is of another kind, or has no color that can be read.
    """
    if data[:4] != _MAGIC:
        if data[4:6] == _ASEPRITE:
            raise PaletteError("it is a drawing of Aseprite: save its palette as .gpl")
        raise PaletteError("it is no Adobe Swatch Exchange file")
    entries: list[Entry] = []
    group, start = "", 12
    while start + 6 <= len(data):
        kind, size = struct.unpack_from(">HI", data, start)
        body = data[start + 6 : start + 6 + size]
        name, rest = _name(body)
        if kind == _GROUP_START:
            group = group or name
        elif kind == _COLOR and (rgb := _rgb(rest)) is not None:
            entries.append((rgb, name))
        start += 6 + size
    return palette_from_entries(entries, group)


def _name(body: bytes) -> tuple[str, bytes]:
    """Split the body of a block into its name and the rest."""
    end = 2 + 2 * int.from_bytes(body[:2], "big")
    return body[2:end].decode("utf-16-be", errors="replace").rstrip("\0"), body[end:]


def _rgb(color: bytes) -> list[int] | None:
    """Return the levels of a color, or None if it is cut off or in an unknown model."""
    model = color[:4].decode("latin-1").strip().upper()
    components = _COMPONENTS.get(model)
    if components is None or len(color) < 4 + 4 * components:
        return None
    values = np.array(struct.unpack_from(f">{components}f", color, 4))
    if not np.isfinite(values).all():
        return None
    if model == "LAB":
        return list(cielab_to_srgb(values * [100.0, 1.0, 1.0]).tolist())
    if model == "CMYK":
        values = (1.0 - values[:3]) * (1.0 - values[3])
    levels = np.rint(255 * np.clip(values, 0.0, 1.0)).astype(int)
    return list((levels if len(levels) == 3 else levels.repeat(3)).tolist())
