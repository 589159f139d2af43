"""Read palettes from files of any format, recognized by content or by name."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from kquant.color.names import parse_colors
from kquant.errors import PaletteError, reason_of
from kquant.images.palette import Palette
from kquant.palette_files.registry import FORMATS

Reader = Callable[[bytes], Palette]

_MOST_BYTES = 1 << 28


def palette_from(spec: str) -> Palette:
    """Return the palette that a user names: a list of colors, or a file.

    Parameters
    ----------
    spec : str
        Hex codes and CSS names, separated by commas or spaces; or the path of a
        palette file or picture. A text that can be read as a list of colors is
        always one, so a file called "red" is written as "./red".

    Returns
    -------
    Palette

    Raises
    ------
    PaletteError
        When it is neither, or the file cannot be read.

    Examples
    --------
    >>> palette_from("navy, #e2001a").hex()
    ['#000080', '#e2001a']
    """
    codes = _color_codes(spec)
    return read_palette(spec) if codes is None else Palette.from_hex(" ".join(codes))


def is_palette_file(spec: str) -> bool:
    """Tell whether a user names a file, rather than colors.

    Parameters
    ----------
    spec : str
        As for `palette_from`.

    Returns
    -------
    bool

    Raises
    ------
    PaletteError
        When it is neither.
    """
    return _color_codes(spec) is None


def _color_codes(spec: str) -> tuple[str, ...] | None:
    """Return the colors of a list, or None if it is a path."""
    try:
        return parse_colors(spec)
    except PaletteError as error:
        path = Path(spec)
        looks_like_path = path.suffix or "/" in spec
        if not path.exists() and ("," in spec or "#" in spec or not looks_like_path):
            raise PaletteError(f"{error}, or the path of a palette file") from error
        return None


def read_palette(path: str | Path) -> Palette:
    """Read a palette file of any format, or a picture of at most 256 colors.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    Palette
        With the name that the file states, or else the name of the file.

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
        raise PaletteError(f"{path}: {reason_of(error)}") from error
    if not data:
        raise PaletteError(f"{path} is empty")
    try:
        palette = _reader(data, path.suffix.lower())(data)
    except PaletteError as error:
        raise PaletteError(f"{path} cannot be read as a palette: {error}") from error
    return palette if palette.name else replace(palette, name=path.stem)


def _reader(data: bytes, suffix: str) -> Reader:
    """Choose the reader of a file by its first bytes, or else by its suffix.

    A file that neither identifies is taken for a picture.
    """
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    for name, known in FORMATS.items():
        if known.start and start.startswith(known.start) and not _is_webp(start):
            return _read_of(name)
    if suffix == ".pal" and not _is_text(data):
        return _read_of("act")  # bare levels, as in old games
    for name, known in FORMATS.items():
        if suffix in {known.suffix, *known.also_read}:
            return _read_of(name)
    return _read_of("png")


def _read_of(palette_format: str) -> Reader:
    """Return the reader of a format; its module is imported late."""
    name = FORMATS[palette_format].module
    read: Reader = import_module(f"kquant.palette_files.{name}").read
    return read


def _is_webp(start: bytes) -> bool:
    """Tell whether a RIFF file is a WebP picture, from its first bytes."""
    return start[8:12] == b"WEBP"


def _is_text(data: bytes) -> bool:
    """Tell whether data is free of the control bytes that no text contains."""
    return b"\0" not in data and not any(byte < 9 for byte in data[:1024])
