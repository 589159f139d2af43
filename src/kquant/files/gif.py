"""Write GIF files: one table of colors, and of each frame only what has changed.

References
----------
CompuServe, "Graphics Interchange Format, Version 89a", 1990.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from typing import BinaryIO

import numpy as np

from kquant.files.gif_blocks import (
    CLEAR,
    END,
    KEEP,
    LONGEST,
    TICK,
    control,
    repetitions,
    screen,
)
from kquant.files.gif_drawings import HIDDEN, Frame, drawn
from kquant.images.animation import Timing
from kquant.images.indexed import SOLID, IndexedImage
from kquant.runtime.arrays import U16


def encode_gif(
    image: IndexedImage, file: BinaryIO, timing: Timing | None = None
) -> None:
    """Write a picture or an animation as a GIF.

    Parameters
    ----------
    image : IndexedImage
        The frames one below another, all of one height.
    file : binary file
    timing : Timing, optional
        By default the picture is a still one. Of frames that are equal, the first is
        shown for the time of all, if a frame can be shown as long as that.

    Raises
    ------
    ImageWriteError
        When there are transparent pixels and all 256 entries are in use.
    """
    height = image.height // (len(timing) if timing else 1)
    scenes = _scenes(image, timing, height)
    shown = (_shown(image, number * height, height) for number in scenes)
    has_gap = image.alpha is not None and bool((image.alpha < SOLID).any())
    frames = _frames(shown, has_gap=has_gap)
    blocks: list[bytes] = []
    entries = len(image.palette)
    for frame, duration in zip(frames, scenes.values(), strict=True):
        block, gap = drawn(frame)
        if timing is not None or gap is not None:
            disposal = KEEP if frame.erased is None else CLEAR
            blocks.append(control(duration, disposal, gap))
        blocks.append(block)
        entries = max(entries, 1 + (gap or 0))
    colors = np.zeros((entries, 3), dtype=np.uint8)
    colors[: len(image.palette)] = image.palette.colors
    file.write(screen(image.width, height, colors))
    file.write(repetitions(timing.plays if timing else 1))
    file.writelines([*blocks, END])


def whole_ticks(time: float) -> int:
    """Round a duration to what GIF can state.

    Parameters
    ----------
    time : float
        Milliseconds.

    Returns
    -------
    int
        Milliseconds, a multiple of ten; a time above 0 does not become 0.

    Examples
    --------
    >>> [whole_ticks(time) for time in (0, 2, 33.3, 1e9)]
    [0, 10, 30, 655350]
    """
    ticks = max(1, round(min(time, LONGEST) / TICK)) if time else 0
    return TICK * ticks


def _scenes(image: IndexedImage, timing: Timing | None, height: int) -> dict[int, int]:
    """Return the numbers of the frames to write, each with its duration."""
    if timing is None:
        return {0: 0}
    scenes: dict[int, int] = {}
    last = 0
    for number, duration in enumerate(map(whole_ticks, timing.durations)):
        if number and scenes[last] + duration <= LONGEST:
            top = number * height
            if np.array_equal(
                _shown(image, top, height), _shown(image, top - height, height)
            ):
                scenes[last] += duration
                continue
        last = number
        scenes[number] = duration
    return scenes


def _shown(image: IndexedImage, top: int, height: int) -> U16:
    """Return the index of each pixel of a frame, or HIDDEN if it is not shown."""
    rows = slice(top, top + height)
    shown = image.indices[rows].astype(np.uint16)
    if image.alpha is not None:
        shown[image.alpha[rows] < SOLID] = HIDDEN
    return shown


def _frames(shown: Iterable[U16], *, has_gap: bool) -> Iterator[Frame]:
    """Yield the frames, each with the screen on which it is drawn."""
    before: U16 | None = None
    for this, following in pairwise(chain(shown, [None])):
        assert this is not None
        erased = None
        if following is not None:
            erased = (following == HIDDEN) & (this != HIDDEN)
            erased = erased if erased.any() else None
        frame = Frame(this, before, erased, has_gap)
        yield frame
        before = this
        if frame.erased is not None:
            before = this.copy()
            before[frame.box()] = HIDDEN
