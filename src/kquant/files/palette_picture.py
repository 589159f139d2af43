"""Read the colors of a picture that serves as a palette, in order."""

import io
import warnings

import numpy as np
from PIL import Image

from kquant.color.packed import color_of, is_visible, unpack
from kquant.errors import ImageReadError, PaletteError
from kquant.files.reading import read_bytes
from kquant.options import MAX_COLORS
from kquant.runtime.arrays import U8, U32

_OPAQUE = 255


def picture_colors(data: bytes) -> U8:
    """Read the colors of a picture file.

    Parameters
    ----------
    data : bytes
        The contents of a picture file in any format that kquant reads.

    Returns
    -------
    uint8 array, shape (k, 3)
        For an indexed PNG, the opaque entries in use, in the order of their indices,
        including repeated ones. For other pictures, the distinct visible colors in
        the order in which they appear, row by row.

    Raises
    ------
    PaletteError
        When the data is not a picture, or has more than 256 colors.
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
        visible = pixels[is_visible(pixels)] if raster.has_alpha else pixels
        found.update(dict.fromkeys(_in_order(color_of(visible))))
        if len(found) > MAX_COLORS:
            raise PaletteError(
                f"it is a picture of more than {MAX_COLORS} colors, too many for a "
                "palette: reduce it with kquant first"
            )
    return unpack(np.array(list(found), dtype=np.uint32))


def _in_order(packed: U32) -> list[int]:
    """Return the distinct values of an array, (n,), in order of first occurrence."""
    distinct, first = np.unique(packed, return_index=True)
    return [int(value) for value in distinct[np.argsort(first)]]


def _indexed_png(data: bytes) -> U8 | None:
    """Return the opaque entries in use of an indexed PNG, (k, 3); None for others."""
    try:
        with warnings.catch_warnings(action="ignore"):
            image = Image.open(io.BytesIO(data), formats=["PNG"])
            if image.mode != "P" or image.info.get("icc_profile"):
                return None
            image.load()
    except Exception:  # noqa: BLE001 - the general reader reports it
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
