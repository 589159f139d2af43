"""The chunks that PNG files consist of.

References
----------
W3C, "Portable Network Graphics (PNG) Specification", sections 5 and 11.
"""

import zlib

from kquant.images.raster import Dpi
from kquant.runtime.arrays import U8

SIGNATURE = b"\x89PNG\r\n\x1a\n"
SOFTWARE = "Software"  # the registered keyword
END = b"IEND"
_INDEXED = 3  # the type of color
_INCH = 0.0254  # meters
_PER_METER = 1


def chunk(name: bytes, body: bytes = b"") -> bytes:
    """Return a chunk: its length, name and contents, and their checksum.

    Parameters
    ----------
    name : bytes
        Four letters.
    body : bytes

    Returns
    -------
    bytes
    """
    checksum = zlib.crc32(body, zlib.crc32(name))
    return len(body).to_bytes(4) + name + body + checksum.to_bytes(4)


def header(width: int, height: int, bits: int) -> bytes:
    """Return the chunk IHDR of an indexed picture.

    Parameters
    ----------
    width, height : int
        In pixels.
    bits : {1, 2, 4, 8}
        For each pixel.

    Returns
    -------
    bytes
    """
    size = width.to_bytes(4) + height.to_bytes(4)
    return chunk(b"IHDR", size + bytes([bits, _INDEXED, 0, 0, 0]))


def palette(colors: U8) -> bytes:
    """Return the chunk PLTE.

    Parameters
    ----------
    colors : uint8 array, shape (k, 3)

    Returns
    -------
    bytes
    """
    return chunk(b"PLTE", colors.tobytes())


def transparency(alpha: bytes) -> bytes:
    """Return the chunk tRNS.

    Parameters
    ----------
    alpha : bytes
        The opacity of the first entries; all others are opaque.

    Returns
    -------
    bytes
        Empty if all entries are opaque.
    """
    return chunk(b"tRNS", alpha) if alpha else b""


def resolution(dpi: Dpi | None) -> bytes:
    """Return the chunk pHYs, in whole pixels per meter.

    Parameters
    ----------
    dpi : (float, float) or None

    Returns
    -------
    bytes
        Empty if there is no resolution.
    """
    if dpi is None:
        return b""
    across, down = (int(value / _INCH + 0.5) for value in dpi)
    return chunk(b"pHYs", across.to_bytes(4) + down.to_bytes(4) + bytes([_PER_METER]))


def software(text: str) -> bytes:
    """Return the chunk tEXt that records the program.

    Parameters
    ----------
    text : str
        In ASCII.

    Returns
    -------
    bytes
        Empty if there is no text.
    """
    if not text:
        return b""
    return chunk(b"tEXt", SOFTWARE.encode() + b"\0" + text.encode("latin-1"))
