"""Palettes in the forms that other tools use: one small module for each format.

`writer` gives what writes one of them; `kquant.palette_files.reading` reads them all.
"""

from collections.abc import Callable
from importlib import import_module
from typing import BinaryIO

from kquant.arrays import F64
from kquant.palette import Palette

# Takes a palette, the share of the picture that each color covers if that is known,
# and the file to write to.
Writer = Callable[[Palette, F64 | None, BinaryIO], None]

_MODULES = {
    "png": "swatches",
    "gpl": "gimp",
    "act": "act",
    "ase": "ase",
    "pal": "jasc",
    "riff": "riff",
    "hex": "hex_codes",
    "txt": "paint_net",
    "json": "json_object",
    "css": "css",
}


def writer(palette_format: str) -> Writer:
    """Return what writes a format of `kquant.outputs.PALETTE_FORMATS`.

    Its module is imported only now: together they take as long as a small fit.
    """
    module = import_module(f"{__name__}.{_MODULES[palette_format]}")
    write: Writer = module.write
    return write
