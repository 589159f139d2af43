"""Read palettes of any format: which one it is, by content or by name."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from kquant.color.names import parse_colors
from kquant.errors import PaletteError, reason_of
from kquant.files.paths import file_mode
from kquant.images.palette import Palette
from kquant.palette_files.registry import FORMATS

Reader = Callable[[bytes], Palette]

_MOST_BYTES = 1 << 20  # 256 named colors take a few kilobytes in any format
_MOST_BYTES_OF_PICTURES = 1 << 28


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
        is_list = "," in spec or "#" in spec or not looks_like_path
        if is_list and not file_mode(spec):
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
            data = file.read(_MOST_BYTES + 1)
            name = _format_of(data, path.suffix.lower())
            most = _MOST_BYTES_OF_PICTURES if name == "png" else _MOST_BYTES
            data += file.read(most + 1 - len(data))
    except OSError as error:
        raise PaletteError(f"{path}: {reason_of(error)}") from error
    if not data:
        raise PaletteError(f"{path} is empty")
    if len(data) > most:
        kind = "a palette in a picture" if name == "png" else "a palette"
        raise PaletteError(
            f"{path} is too large for {kind}, which has {most >> 20} MiB at most"
        )
    try:
        palette = _read_of(name)(data)
    except PaletteError as error:
        raise PaletteError(f"{path} cannot be read as a palette: {error}") from error
    return palette if palette.name else replace(palette, name=path.stem)


def _format_of(data: bytes, suffix: str) -> str:
    """Return the format of a file by its first bytes, or else by its suffix.

    A file that neither identifies is taken for a picture.
    """
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    for name, known in FORMATS.items():
        if known.start and start.startswith(known.start) and not _is_webp(start):
            return name
    if suffix == ".pal" and not _is_text(data):
        return "act"  # bare levels, as in old games
    for name, known in FORMATS.items():
        if suffix in {known.suffix, *known.also_read}:
            return name
    return "png"


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
