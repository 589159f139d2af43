"""Palettes from files of any format, told apart by content and name."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kquant.color_names import parse_colors
from kquant.errors import PaletteError
from kquant.palette import Palette
from kquant.palette_files import (
    act,
    ase,
    css,
    gimp,
    hex_codes,
    jasc,
    json_object,
    paint_net,
    riff,
    swatches,
)

Reader = Callable[[bytes], Palette]

# Each takes the contents of a file. What its first bytes say counts more than its
# name; names without an entry are those of pictures.
READERS_BY_CONTENT: dict[bytes, Reader] = {
    ase.MAGIC: ase.read,
    jasc.MAGIC: jasc.read,
    b"RIFF": riff.read,
    b"GIMP Palette": gimp.read,
    b"\x89PNG": swatches.read,
}
READERS_BY_SUFFIX: dict[str, Reader] = {
    ".gpl": gimp.read,
    ".act": act.read,
    ".ase": ase.read,
    ".pal": jasc.read,
    ".hex": hex_codes.read,
    ".txt": paint_net.read,
    ".json": json_object.read,
    ".css": css.read,
    ".scss": css.read,
}
_MOST_BYTES = 1 << 28


def load(spec: str) -> Palette:
    """Return the palette that a user names: a list of colors, or a file.

    Parameters
    ----------
    spec : str
        Hex codes and CSS names with commas or spaces between, or a path. What can
        be read as a list is one: a file called "red" is meant by "./red".

    Raises
    ------
    PaletteError
        When it is neither, or the file cannot be read.
    """
    try:
        codes = parse_colors(spec)
    except PaletteError as error:
        path = Path(spec)
        looks_like_path = path.suffix or "/" in spec
        if not path.exists() and ("," in spec or "#" in spec or not looks_like_path):
            raise PaletteError(f"{error}, or the path of a palette file") from error
        return read(path)
    return Palette.from_hex(" ".join(codes))


def read(path: str | Path) -> Palette:
    """Read a palette file of any format, or a picture of at most 256 colors.

    Returns
    -------
    Palette
        Named as the file says, or else as the file is.

    Raises
    ------
    PaletteError
        When there is no such file, or no palette in it.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PaletteError(f"{path}: {reason}") from error
    if not data:
        raise PaletteError(f"{path} is empty")
    try:
        palette = _reader(data, path.suffix.lower())(data)
    except PaletteError as error:
        raise PaletteError(f"{path} cannot be read as a palette: {error}") from error
    return palette if palette.name else replace(palette, name=path.stem)


def _reader(data: bytes, suffix: str) -> Reader:
    """Choose who reads a file: by its first bytes, or else by its name."""
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, reader in READERS_BY_CONTENT.items():
        if start.startswith(magic) and not _is_webp(start):
            return reader
    if suffix == ".pal" and not _is_text(data):
        return act.read  # bare levels, as old games have them
    return READERS_BY_SUFFIX.get(suffix, swatches.read)


def _is_webp(start: bytes) -> bool:
    """Tell whether a RIFF file is a picture."""
    return start[8:12] == b"WEBP"


def _is_text(data: bytes) -> bool:
    """Tell whether data has none of the bytes that text has no use for."""
    return b"\0" not in data and not any(byte < 9 for byte in data[:1024])
