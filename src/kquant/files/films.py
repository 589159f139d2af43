"""Write films: animations of which each frame changes only parts of the one before.

References
----------
CompuServe, "Graphics Interchange Format, Version 89a", 1990.
"""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from PIL import Image

from kquant.files.formats import ImageFormat
from kquant.files.to_pillow import full_color, paletted
from kquant.images.indexed import IndexedImage
from kquant.runtime.startup import NamedBuffer

_AT_ONCE = 20  # milliseconds: a GIF shows a frame for less than that as for 100
_GIF_TICK = 10  # milliseconds
_FOREVER = b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
_TABLE, _SIZE = 0x80, 0x07  # bits of a GIF's flags: there is a color table, of 2 << n
_IMAGE, _EXTENSION, _END = 0x2C, 0x21, b";"


class Patch(NamedTuple):
    """A part of the screen.

    Attributes
    ----------
    left, top : int
    image : IndexedImage
        Opaque.
    """

    left: int
    top: int
    image: IndexedImage


class Shot(NamedTuple):
    """A frame of a film.

    Attributes
    ----------
    duration : int
        Milliseconds.
    patches : tuple of Patch
        What changes. The first patch of a film covers the screen.
    """

    duration: int
    patches: tuple[Patch, ...]


def encode_film(shots: list[Shot], file_format: ImageFormat, file: BinaryIO) -> None:
    """Write a film that is repeated for ever, without loss.

    Parameters
    ----------
    shots : list of Shot
    file_format : {"gif", "webp", "png"}
    file : binary file
    """
    if file_format == "gif":
        for block in _gif(shots):
            file.write(block)
        return
    first, *others = _screens(shots)
    durations = [shot.duration for shot in shots]
    extras: dict[str, Any] = {"save_all": True, "duration": durations, "loop": 0}
    if file_format == "webp":
        extras |= {"lossless": True, "quality": 40, "method": 1}
    buffer = NamedBuffer(f"film.{file_format}")
    first.save(buffer, file_format.upper(), append_images=others, **extras)
    file.write(buffer.getvalue())


def _screens(shots: list[Shot]) -> list[Image.Image]:
    """Return the whole screen at each shot."""
    screens: list[Image.Image] = []
    for shot in shots:
        screen = screens[-1].copy() if screens else None
        for left, top, image in shot.patches:
            picture = full_color(image)
            if screen is None:
                screen = picture
            else:
                screen.paste(picture, (left, top))
        assert screen is not None
        screens.append(screen)
    return screens


def _gif(shots: list[Shot]) -> Iterator[bytes]:
    """Yield the blocks of a GIF in which each patch has a palette of its own.

    Pillow compresses the patches; it cannot write more than one for a frame.
    """
    screen = shots[0].patches[0].image
    size = screen.width.to_bytes(2, "little") + screen.height.to_bytes(2, "little")
    yield b"GIF89a" + size + b"\x70\0\0" + _FOREVER
    for shot in shots:
        times = [_AT_ONCE] * (len(shot.patches) - 1)
        times.append(max(_AT_ONCE, shot.duration - sum(times)))
        for patch, time in zip(shot.patches, times, strict=True):
            ticks = round(time / _GIF_TICK).to_bytes(2, "little")
            yield b"!\xf9\x04\x04" + ticks + b"\0\0"  # the patch stays
            yield _gif_image(patch)
    yield _END


def _gif_image(patch: Patch) -> bytes:
    """Return the image block of a patch, cut out of a GIF of the patch alone."""
    buffer = io.BytesIO()
    picture = paletted(patch.image.indices, patch.image.palette.colors)
    picture.save(buffer, "GIF", optimize=False, interlace=0)
    data = buffer.getvalue()
    flags, start = data[10], 13
    entries = 2 << (flags & _SIZE)
    table = data[start : start + 3 * entries]
    place = start + len(table)
    while data[place] == _EXTENSION:
        place = _after_blocks(data, place + 2)
    place += 10  # of the image's own description: it has no table
    end = _after_blocks(data, place + 1)
    corner = patch.left.to_bytes(2, "little") + patch.top.to_bytes(2, "little")
    size = patch.image.width.to_bytes(2, "little")
    size += patch.image.height.to_bytes(2, "little")
    flags = _TABLE | (flags & _SIZE)
    return bytes([_IMAGE]) + corner + size + bytes([flags]) + table + data[place:end]


def _after_blocks(data: bytes, place: int) -> int:
    """Return where a chain of blocks, each with its length before it, ends."""
    while data[place]:
        place += 1 + data[place]
    return place + 1
