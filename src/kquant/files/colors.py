"""The colors of a picture that serves as a palette, in order."""

import io
import warnings

import numpy as np
from PIL import Image

from kquant.arrays import U8, U32
from kquant.colorspace import unpack
from kquant.errors import ImageReadError, PaletteError
from kquant.files.reading import read_bytes
from kquant.palette import MAX_COLORS

_OPAQUE = 255


def picture_colors(data: bytes) -> U8:
    """Read the colors of a picture file.

    Parameters
    ----------
    data : bytes
        Of a file in any format that is read.

    Returns
    -------
    uint8 array, shape (k, 3)
        Of an indexed PNG, the entries in use, in the order of their indices, and
        repeated ones as well; of others, the distinct visible colors as they are
        met row by row.

    Raises
    ------
    PaletteError
        When it is no picture, or has no colors or more than 256.
    """
    indexed = _indexed_png(data)
    if indexed is not None:
        return indexed
    try:
        raster = read_bytes(data, "it")
    except ImageReadError as error:
        raise PaletteError(str(error)) from error
    found: dict[int, None] = {}
    for band in raster.bands():
        pixels = raster.read_rows(*band).reshape(-1)
        visible = pixels[pixels >> np.uint32(24) > 0] if raster.has_alpha else pixels
        found.update(dict.fromkeys(_in_order(visible & np.uint32(0xFFFFFF))))
        if len(found) > MAX_COLORS:
            raise PaletteError(
                f"it is a picture of more than {MAX_COLORS} colors, too many for a "
                "palette: reduce it with kquant first"
            )
    return unpack(np.array(list(found), dtype=np.uint32))


def _in_order(packed: U32) -> list[int]:
    """Return the distinct values in the order in which they first occur."""
    distinct, first = np.unique(packed, return_index=True)
    return [int(value) for value in distinct[np.argsort(first)]]


def _indexed_png(data: bytes) -> U8 | None:
    """Return the opaque entries in use, or None for any other kind of file."""
    try:
        with warnings.catch_warnings(action="ignore"):
            image = Image.open(io.BytesIO(data), formats=["PNG"])
            if image.mode != "P" or image.info.get("icc_profile"):
                return None
            image.load()
    except Exception:  # noqa: BLE001 - the general reader finds the words for it
        return None
    colors = np.array(image.getpalette("RGB"), dtype=np.uint8).reshape(-1, 3)
    used = np.flatnonzero(np.array(image.histogram())[: len(colors)])
    alpha = np.full(MAX_COLORS, _OPAQUE)
    transparency = image.info.get("transparency")
    if isinstance(transparency, int):
        alpha[transparency] = 0
    elif transparency is not None:
        alpha[: len(transparency)] = list(transparency)
    opaque: U8 = colors[used[alpha[used] == _OPAQUE]]
    return opaque if len(opaque) else None
