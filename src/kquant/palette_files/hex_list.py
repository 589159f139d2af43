"""Hex codes, one a line without ``#``, as Lospec and Aseprite exchange them."""

from typing import BinaryIO

from kquant.arrays import F64
from kquant.palette import Palette


def write(palette: Palette, shares: F64 | None, file: BinaryIO) -> None:
    """Write ``rrggbb`` lines."""
    del shares  # the format has no place for them
    lines = [f"{code.removeprefix('#')}\n" for code in palette.hex()]
    file.write("".join(lines).encode())
