"""Recognize the results of earlier runs by their names."""

import re
from bisect import bisect_left

from kquant.art.page_sizes import PAGE_SIZES

SHARED = "shared"  # what the palette of all pictures is named after

_PAGES = "|".join([*PAGE_SIZES, r"[\d.]+x[\d.]+(?:mm|cm|in)"])
_RESULT = re.compile(
    rb"(.+)-k\d+(?:-\d+)?(?:-warhol|-pop|-compare)?"
    + rf"(?:-(?:{_PAGES})(?:-landscape)?)?(-palette(?:-\d+)?|-plates|-plate-\d+-[0-9a-f]{{6}})?\.[^.]+".encode(),
    re.DOTALL,
)


def is_result(name: bytes, names: list[bytes]) -> bool:
    """Tell whether kquant made a file from another picture, judging by their names.

    Parameters
    ----------
    name : bytes
    names : list of bytes
        The names of all pictures in the folder, sorted.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_result(b"x-k8.png", [b"x-k8.png", b"x.jpg"])
    True
    >>> is_result(b"x-k8.png", [b"x-k8.png", b"y.jpg"])
    False
    """
    match = _RESULT.fullmatch(name)
    if match is None:
        return False
    if match[2] and match[1] == SHARED.encode():
        return True
    own = match[1] + b"."
    stem, dash, suffix = match[1].rpartition(b"-")
    dot = dash.replace(b"-", b".")  # as in x-jpg-k8.png, rarely x--jpg-k8.png
    apart = {stem + dot + suffix, stem.rstrip(b"-") + dot + suffix}
    return _next(names, own).startswith(own) or any(
        _next(names, name) == name for name in apart
    )


def _next(names: list[bytes], start: bytes) -> bytes:
    """Return the first of the sorted names that is not before another name."""
    nearest = bisect_left(names, start)
    return names[nearest] if nearest < len(names) else b""
