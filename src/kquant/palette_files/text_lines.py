"""Palette files that are text: decode them, and read lines, levels and names."""

from collections.abc import Iterator, Sequence

from kquant.errors import PaletteError, shortened

_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_MOST_DIGITS = 20  # of a level, with zeros before it


def decode(data: bytes) -> str:
    """Decode a text file: UTF-8, UTF-16 with a byte order mark, or else Latin-1.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    str
        Bytes that are not valid in a marked file are replaced.
    """
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def numbered_lines(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text file that are not blank.

    Parameters
    ----------
    data : bytes

    Yields
    ------
    int
        The number of the line in the file, from 1.
    str
        The line, without white space at its ends.
    """
    for number, line in enumerate(decode(data).splitlines(), 1):
        stripped = line.strip(" \t\f\0")
        if stripped:
            yield number, stripped


def levels(words: Sequence[str], number: int) -> tuple[int, ...]:
    """Turn the first three words of a line into the levels of a color.

    Parameters
    ----------
    words : sequence of str
    number : int
        The number of the line, for the error message.

    Returns
    -------
    tuple of int
        Red, green and blue, 0 to 255.

    Raises
    ------
    PaletteError
        When the words are not three whole numbers from 0 to 255.
    """
    found = tuple(
        int(word)
        for word in words[:3]
        if word.isdecimal() and len(word) <= _MOST_DIGITS
    )
    if len(found) < 3 or max(found) > 255:
        line = shortened(" ".join(words))
        raise PaletteError(f"line {number}, {line!r}, does not hold three levels 0-255")
    return found


def one_line(text: str) -> str:
    """Put text on one line that any encoding of Unicode can hold.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        With a single space for each run of white space, without white space at its
        ends, and with escapes for lone surrogates, which stand for bytes of a file
        name that are not text.
    """
    text = text.encode(errors="backslashreplace").decode()
    return " ".join(text.replace("\0", " ").split())
