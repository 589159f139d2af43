"""The table of palette formats, from which everything else is derived."""

from typing import NamedTuple


class PaletteFormat(NamedTuple):
    """How files of one format are named, recognized, read and written.

    Attributes
    ----------
    suffix : str
        The suffix of files that are written.
    module : str
        The module of `kquant.palette_files` with the functions `write` and `read`.
    start : bytes
        The first bytes of every file; empty if they are not always the same.
    also_read : tuple of str
        Other suffixes of files that are read.
    """

    suffix: str
    module: str
    start: bytes = b""
    also_read: tuple[str, ...] = ()


FORMATS = {
    "png": PaletteFormat(".png", "swatches", b"\x89PNG"),
    "gpl": PaletteFormat(".gpl", "gimp", b"GIMP Palette"),
    "act": PaletteFormat(".act", "act"),
    "ase": PaletteFormat(".ase", "ase", b"ASEF"),
    "pal": PaletteFormat(".pal", "jasc", b"JASC-PAL"),
    "riff": PaletteFormat(".pal", "riff", b"RIFF"),
    "hex": PaletteFormat(".hex", "hex_codes"),
    "txt": PaletteFormat(".txt", "paint_net"),
    "json": PaletteFormat(".json", "json_object"),
    "css": PaletteFormat(".css", "css", also_read=(".scss",)),
}
PALETTE_FORMATS = tuple(FORMATS)
