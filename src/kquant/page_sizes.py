"""Names and sizes of pages.

References
----------
ISO 216 for the A sizes, ANSI/ASME Y14.1 for the American ones.
"""

import re

from kquant.errors import OptionError

MM_PER_INCH = 25.4
PAGE_SIZES = {  # millimetres, upright
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
_LEAST, _MOST = 20.0, 5000.0  # millimetres a side
_UNITS = {"mm": 1.0, "cm": 10.0, "in": MM_PER_INCH}
_NUMBER = r"(\d{1,6}(?:\.\d{1,6})?)"


def page_size_mm(text: str) -> tuple[float, float]:
    """Return width and height of a page in millimetres.

    Parameters
    ----------
    text : str
        A name of `PAGE_SIZES`, or width x height with a unit, as in 300x400mm;
        followed by -landscape if the longer side lies at the bottom.

    Raises
    ------
    OptionError
        When the page is unknown, or smaller than 20 mm or larger than 5 m.
    """
    name = text.strip().lower().replace(" ", "")
    upright = name.removesuffix("-landscape")
    size = PAGE_SIZES.get(upright) or _custom(upright)
    if size is None:
        known = ", ".join(PAGE_SIZES)
        raise OptionError(
            f"--page {text}: unknown size; use one of {known}, or a size such as "
            "300x400mm or 12x18in, with -landscape added to turn it"
        )
    if not all(_LEAST <= side <= _MOST for side in size):
        raise OptionError(
            f"--page {text}: each side must be {_LEAST:g} mm to {_MOST:g} mm"
        )
    return size if upright == name else (max(size), min(size))


def length_mm(option: str, text: str) -> float:
    """Return a length in millimetres, which is also the unit if there is none.

    Raises
    ------
    OptionError
        When it is not a length.
    """
    match = re.fullmatch(rf"{_NUMBER}(mm|cm|in)?", text.strip().lower())
    if not match:
        raise OptionError(
            f"{option} takes a length such as 10, 10mm or 0.5in, got {text!r}"
        )
    return float(match[1]) * _UNITS[match[2] or "mm"]


def _custom(text: str) -> tuple[float, float] | None:
    """Read width x height with a unit; None if it is something else."""
    match = re.fullmatch(rf"{_NUMBER}[x\u00d7]{_NUMBER}(mm|cm|in)", text)
    if not match:
        return None
    unit = _UNITS[match[3]]
    return float(match[1]) * unit, float(match[2]) * unit
