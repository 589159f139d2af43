"""Find color profiles where Pillow does not look for them, or refuses to."""

import io
import struct
import zlib
from typing import IO

from PIL import Image

from kquant.files.kinds import UnsupportedKindError

_GIF_PROFILE = b"ICCRGBG1012"
_MOST_PROFILE_BYTES = 16 << 20
_PNG_START = 8
_PNG_TEXTS = {b"tEXt", b"zTXt"}


def gif_profile(file: IO[bytes]) -> bytes | None:
    """Return the profile that stands before the first frame of a GIF.

    Parameters
    ----------
    file : binary file

    Returns
    -------
    bytes or None
        None if there is none.
    """
    file.seek(0)
    header = file.read(13)
    if header[10] & 0x80:
        file.seek(3 << (header[10] & 7) + 1, io.SEEK_CUR)
    while file.read(1) == b"!":
        is_application = file.read(1) == b"\xff"
        blocks = _gif_blocks(file)
        if is_application and blocks[:1] == [_GIF_PROFILE]:
            return b"".join(blocks[1:])
    return None


def _gif_blocks(file: IO[bytes]) -> list[bytes]:
    """Read the blocks of an extension."""
    blocks = []
    while (size := file.read(1)) not in {b"", b"\0"}:
        blocks.append(file.read(size[0]))
    return blocks


def open_png_without_texts(file: IO[bytes]) -> Image.Image:
    """Open a PNG whose profile or texts are too long for Pillow.

    Parameters
    ----------
    file : binary file

    Returns
    -------
    PIL.Image.Image
        Opened, with its profile, but without its texts.

    Raises
    ------
    UnsupportedKindError
        When its profile has more than 16 MB.
    Exception
        Anything else that Pillow raises.
    """
    file.seek(0)
    kept, profile = [file.read(_PNG_START)], None
    while len(start := file.read(8)) == 8:
        (length,), name = struct.unpack(">I", start[:4]), start[4:]
        data = file.read(length + 4)  # with its checksum
        if name == b"iCCP":
            profile = _png_profile(data[:-4])
        elif name not in _PNG_TEXTS and not _is_compressed_text(name, data):
            kept += [start, data]
    image = Image.open(io.BytesIO(b"".join(kept)), formats=["PNG"])
    if profile:
        image.info["icc_profile"] = profile
    return image


def _png_profile(data: bytes) -> bytes | None:
    """Unpack the profile in an iCCP chunk; None if it is damaged."""
    compressed = data.partition(b"\0")[2][1:]
    try:
        unpacked = zlib.decompressobj().decompress(compressed, _MOST_PROFILE_BYTES + 1)
    except zlib.error:
        return None
    if len(unpacked) > _MOST_PROFILE_BYTES:
        raise UnsupportedKindError(
            "has a color profile of more than 16 MB, which is refused: "
            "save it without the profile"
        )
    return unpacked


def _is_compressed_text(name: bytes, data: bytes) -> bool:
    """Tell whether a chunk is a text in Unicode that has to be unpacked."""
    return name == b"iTXt" and data.partition(b"\0")[2][:1] != b"\0"
