"""Palettes in the forms that other tools read: one small module for each format."""

from collections.abc import Callable
from typing import BinaryIO

from kquant.arrays import F64
from kquant.palette import Palette
from kquant.palette_files import hex_list, json_list, swatches

Writer = Callable[[Palette, F64 | None, BinaryIO], None]

# Each takes a palette, the share of the picture that each colour covers if that is
# known, and the file to write to.
WRITERS: dict[str, Writer] = {
    "png": swatches.write,
    "hex": hex_list.write,
    "json": json_list.write,
}
