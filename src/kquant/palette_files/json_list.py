"""A JSON object with a list of colours, each with hex code, levels and share."""

import json
from typing import Any, BinaryIO

from kquant.arrays import F64
from kquant.palette import Palette


def write(palette: Palette, shares: F64 | None, file: BinaryIO) -> None:
    """Write the object, with shares where they are known."""
    colors: list[dict[str, Any]] = [
        {"hex": code, "rgb": rgb}
        for code, rgb in zip(palette.hex(), palette.colors.tolist(), strict=True)
    ]
    if shares is not None:
        for color, share in zip(colors, shares.tolist(), strict=True):
            color["share"] = round(share, 6)
    text = json.dumps({"name": palette.name, "colors": colors}, indent=2)
    file.write(f"{text}\n".encode())
