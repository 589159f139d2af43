"""Write films: animations of which each frame changes only parts of the one before."""

from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from PIL import Image

from kquant.files.formats import ImageFormat
from kquant.files.gif_blocks import END, control, picture, repetitions, screen
from kquant.files.to_pillow import full_color
from kquant.images.indexed import IndexedImage
from kquant.runtime.startup import NamedBuffer

_AT_ONCE = 20  # milliseconds: a GIF shows a frame for less than that as for 100


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
        whole = screens[-1].copy() if screens else None
        for left, top, image in shot.patches:
            part = full_color(image)
            if whole is None:
                whole = part
            else:
                whole.paste(part, (left, top))
        assert whole is not None
        screens.append(whole)
    return screens


def _gif(shots: list[Shot]) -> Iterator[bytes]:
    """Yield the blocks of a GIF in which each patch has a palette of its own.

    Pillow cannot write more than one palette for a frame.
    """
    ground = shots[0].patches[0].image
    yield screen(ground.width, ground.height) + repetitions(0)
    for shot in shots:
        times = [_AT_ONCE] * (len(shot.patches) - 1)
        times.append(max(_AT_ONCE, shot.duration - sum(times)))
        for (left, top, image), time in zip(shot.patches, times, strict=True):
            yield control(time)
            yield picture(left, top, image.indices, image.palette.colors)
    yield END
