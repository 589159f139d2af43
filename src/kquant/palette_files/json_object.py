"""JSON: an object with a name and a list of colors, each with code, levels, share.

Other forms that are read: Lospec's JSON (``"colors"`` with bare hex codes), plain
lists of colors, and the output of ``kquant --json`` (``"palette"``).
"""

import json
from typing import Any, BinaryIO

from kquant.errors import PaletteError, shortened
from kquant.images.palette import Palette
from kquant.palette_files.entries import Entry, palette_from_entries, rgb_of
from kquant.palette_files.text_lines import decode, one_line
from kquant.runtime.arrays import F64

_LISTS = ("colors", "palette", "colours", "swatches")  # keys of other programs, too
_CODES = ("hex", "color", "value")


def write(palette: Palette, shares: F64 | None, file: BinaryIO) -> None:
    """Write the object, with names and shares where they are known.

    Parameters
    ----------
    palette : Palette
    shares : float64 array, shape (k,), or None
        The share of the picture that each color covers.
    file : binary file
    """
    colors: list[dict[str, Any]] = [
        {"hex": code, "rgb": rgb}
        for code, rgb in zip(palette.hex(), palette.colors.tolist(), strict=True)
    ]
    for color, name in zip(colors, palette.color_names, strict=False):
        if name:
            color["name"] = one_line(name)
    if shares is not None:
        for color, share in zip(colors, shares.tolist(), strict=True):
            color["share"] = round(share, 6)
    text = json.dumps({"name": one_line(palette.name), "colors": colors}, indent=2)
    file.write(f"{text}\n".encode())


def read(data: bytes) -> Palette:
    """Read a list of colors, or an object that contains one.

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
        When the data is not JSON, or has no list of colors.
    """
    try:
        content = json.loads(decode(data))
    except json.JSONDecodeError as error:
        raise PaletteError(f"it is not valid JSON: {error}") from error
    except (ValueError, RecursionError) as error:
        raise PaletteError(
            "it is JSON with longer numbers or deeper lists than a palette has"
        ) from error
    name = ""
    if isinstance(content, dict):
        name = str(content.get("name") or "")
        content = next((content[key] for key in _LISTS if key in content), None)
    if not isinstance(content, list):
        raise PaletteError('it needs a list of colors, or an object with "colors"')
    return palette_from_entries([_entry(color) for color in content], name)


def _entry(color: object) -> Entry:
    """Read a hex code, a list of levels, or an object with one of them."""
    if isinstance(color, dict):
        code = next((color[key] for key in _CODES if key in color), color.get("rgb"))
        return _entry(code)[0], str(color.get("name") or "")
    if isinstance(color, str):
        return rgb_of(color), ""
    if isinstance(color, list) and len(color) in {3, 4}:
        rgb = [x for x in color[:3] if isinstance(x, int) and 0 <= x <= 255]
        if len(rgb) == 3:
            return rgb, ""
    raise PaletteError(
        f"{shortened(json.dumps(color))} is neither a hex code nor three levels"
    )
