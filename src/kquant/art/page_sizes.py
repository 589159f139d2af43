"""Names and sizes of pages.

References
----------
ISO 216 for the A sizes, ANSI/ASME Y14.1 for letter and tabloid.
"""

import re

from kquant.errors import OptionError

MM_PER_INCH = 25.4
PAGE_SIZES = {  # width and height in millimeters, portrait
    "a6": (105.0, 148.0),
    "a5": (148.0, 210.0),
    "a4": (210.0, 297.0),
    "a3": (297.0, 420.0),
    "a2": (420.0, 594.0),
    "a1": (594.0, 841.0),
    "a0": (841.0, 1189.0),
    "letter": (8.5 * MM_PER_INCH, 11 * MM_PER_INCH),
    "legal": (8.5 * MM_PER_INCH, 14 * MM_PER_INCH),
    "tabloid": (11 * MM_PER_INCH, 17 * MM_PER_INCH),
}
_LEAST, _MOST = 20.0, 5000.0  # millimeters per side
_PORTRAIT, _LANDSCAPE = "-portrait", "-landscape"
_UNITS = {"mm": 1.0, "cm": 10.0, "in": MM_PER_INCH}
_NUMBER = r"(\d{1,6}(?:\.\d{1,6})?)"


def page_size_mm(text: str) -> tuple[float, float]:
    """Return the width and height of a page in millimeters.

    Parameters
    ----------
    text : str
        A name in `PAGE_SIZES`, or width x height in mm, cm or in, such as
        ``300x400mm``. A suffix ``-landscape`` makes the longer side the width, and
        ``-portrait`` the height.

    Returns
    -------
    (float, float)

    Raises
    ------
    OptionError
        If the size is unknown, or a side is below 20 mm or above 5 m.

    Examples
    --------
    >>> page_size_mm("a4")
    (210.0, 297.0)
    >>> page_size_mm("30x40cm-landscape")
    (400.0, 300.0)
    """
    name = text.strip().lower().replace(" ", "")
    upright, across = (name.endswith(x) for x in (_PORTRAIT, _LANDSCAPE))
    plain = name.removesuffix(_LANDSCAPE if across else _PORTRAIT)
    size = PAGE_SIZES.get(plain) or _custom(plain)
    if size is None:
        known = ", ".join(PAGE_SIZES)
        raise OptionError(
            f"page {text}: unknown size; use one of {known}, or a size such as "
            "300x400mm or 12x18in; add -portrait or -landscape to insist on either",
            "page",
        )
    if not all(_LEAST <= side <= _MOST for side in size):
        raise OptionError(
            f"page {text}: each side must be {_LEAST:g} mm to {_MOST:g} mm", "page"
        )
    if across:
        return max(size), min(size)
    return (min(size), max(size)) if upright else size


def turns_by_itself(text: str) -> bool:
    """Tell whether a page takes the orientation of its picture.

    Parameters
    ----------
    text : str
        As for `page_size_mm`.

    Returns
    -------
    bool
        True for a name alone: a size in numbers has width and height already.

    Examples
    --------
    >>> turns_by_itself("a3"), turns_by_itself("a3-portrait")
    (True, False)
    """
    return text.strip().lower() in PAGE_SIZES


def length_mm(name: str, text: str) -> float:
    """Return a length in millimeters.

    Parameters
    ----------
    name : str
        The option that takes the length, for the message.
    text : str
        A number in mm, cm or in; without a unit, in mm.

    Returns
    -------
    float

    Raises
    ------
    OptionError
        If the text is not a length.
    """
    match = re.fullmatch(rf"{_NUMBER}(mm|cm|in)?", text.strip().lower())
    if not match:
        raise OptionError(
            f"{name} takes a length such as 10, 10mm or 0.5in, got {text!r}", name
        )
    return float(match[1]) * _UNITS[match[2] or "mm"]


def _custom(text: str) -> tuple[float, float] | None:
    """Parse width x height with a unit; return None for other text."""
    match = re.fullmatch(rf"{_NUMBER}[x\u00d7]{_NUMBER}(mm|cm|in)", text)
    if not match:
        return None
    unit = _UNITS[match[3]]
    return float(match[1]) * unit, float(match[2]) * unit
