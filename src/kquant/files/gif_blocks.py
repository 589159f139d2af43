"""The blocks that GIF files consist of; Pillow compresses the pixels.

References
----------
CompuServe, "Graphics Interchange Format, Version 89a", 1990.
"""

import numpy as np

from kquant.files.to_pillow import paletted
from kquant.runtime.arrays import U8

TICK = 10  # milliseconds: the unit of durations
LONGEST = 0xFFFF * TICK  # milliseconds that a frame can be shown
KEEP, CLEAR = 1, 2  # what becomes of a frame before the next one is drawn
END = b";"
_TABLE = 0x80  # among the flags: a color table follows
_DEPTH = 0x70  # among the flags of a screen: colors had 8 bits per channel
_SHORTEST_CODE = 2  # bits


def screen(width: int, height: int, colors: U8 | None = None) -> bytes:
    """Return the start of a file.

    Parameters
    ----------
    width, height : int
        In pixels, at most 65535.
    colors : uint8 array, shape (k, 3), optional
        The table of all images that have none of their own.

    Returns
    -------
    bytes
    """
    flags, table = (0, b"") if colors is None else _table(colors)
    return b"GIF89a" + _pair(width, height) + bytes([_DEPTH | flags, 0, 0]) + table


def repetitions(plays: int) -> bytes:
    """Return the block that says how often an animation is shown.

    Parameters
    ----------
    plays : int
        0 means forever.

    Returns
    -------
    bytes
        Empty for a single time, which is what a GIF without this block does.
    """
    if plays == 1:
        return b""
    repeats = min(max(0, plays - 1), 0xFFFF)
    return b"!\xff\x0bNETSCAPE2.0\x03\x01" + repeats.to_bytes(2, "little") + b"\0"


def control(duration: int, disposal: int = KEEP, gap: int | None = None) -> bytes:
    """Return the block before an image that says how it is shown.

    Parameters
    ----------
    duration : int
        Milliseconds; rounded to hundredths of a second.
    disposal : {KEEP, CLEAR}
    gap : int, optional
        The entry that stands for pixels that are not drawn.

    Returns
    -------
    bytes
    """
    flags = disposal << 2 | (gap is not None)
    ticks = round(duration / TICK).to_bytes(2, "little")
    return b"!\xf9\x04" + bytes([flags]) + ticks + bytes([gap or 0, 0])


def picture(left: int, top: int, indices: U8, colors: U8 | None = None) -> bytes:
    """Return an image, or a part of one.

    Parameters
    ----------
    left, top : int
        Its place on the screen.
    indices : uint8 array, shape (h, w)
    colors : uint8 array, shape (k, 3), optional
        Its own table; by default it has the colors of the screen.

    Returns
    -------
    bytes
    """
    flags, table = (0, b"") if colors is None else _table(colors)
    height, width = indices.shape
    # Pillow takes codes of 8 bits, whatever the number of colors, unless it is told.
    bits = max(_SHORTEST_CODE, int(indices.max()).bit_length())
    drawn = paletted(indices, np.zeros((1, 3), np.uint8))
    codes = drawn.tobytes("gif", "P", bits, 0)
    place = _pair(left, top) + _pair(width, height)
    return b"," + place + bytes([flags]) + table + bytes([bits]) + codes + b"\0"


def _pair(first: int, second: int) -> bytes:
    """Return two numbers as GIF has them."""
    return first.to_bytes(2, "little") + second.to_bytes(2, "little")


def _table(colors: U8) -> tuple[int, bytes]:
    """Return the flags and the bytes of a color table: as many as a power of two."""
    bits = max(1, (len(colors) - 1).bit_length())
    return _TABLE | (bits - 1), colors.tobytes().ljust(3 << bits, b"\0")
