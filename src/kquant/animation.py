"""Animations: frames one below another, with the time that each is shown."""

from dataclasses import dataclass

import numpy as np

from kquant.arrays import U32
from kquant.image import Raster

_OPAQUE = np.uint32(255 << 24)


@dataclass(frozen=True, slots=True)
class Timing:
    """How an animation runs.

    Parameters
    ----------
    durations : tuple of float
        Milliseconds that each frame is shown.
    plays : int
        How often all frames are shown; 0 is for ever.
    """

    durations: tuple[float, ...]
    plays: int = 0

    def __len__(self) -> int:
        return len(self.durations)


@dataclass(frozen=True, slots=True, eq=False)
class Animation:
    """Whole frames of one size; a single one is a still picture.

    Parameters
    ----------
    strip : Raster
        The frames one below another, so that they are counted, fitted and matched
        as one picture.
    timing : Timing
    """

    strip: Raster
    timing: Timing

    def __post_init__(self) -> None:
        if not len(self.timing) or self.strip.height % len(self.timing):
            raise ValueError(
                f"{len(self.timing)} frames of equal height cannot be "
                f"{self.strip.height} rows high"
            )

    @classmethod
    def of(cls, frames: list[Raster], timing: Timing) -> "Animation":
        """Make one of frames of equal size."""
        if len(frames) == 1:
            return cls(frames[0], timing)
        first = frames[0]
        if any((x.width, x.height) != (first.width, first.height) for x in frames):
            raise ValueError("the frames of an animation must be of one size")
        has_alpha = any(frame.has_alpha for frame in frames)

        def read_rows(top: int, bottom: int) -> U32:
            parts = []
            while top < bottom:
                number, row = divmod(top, first.height)
                end = min(first.height, row + bottom - top)
                part = frames[number].read_rows(row, end)
                if has_alpha and not frames[number].has_alpha:
                    part = part | _OPAQUE
                parts.append(part)
                top += end - row
            return np.concatenate(parts) if len(parts) > 1 else parts[0]

        height = first.height * len(frames)
        strip = Raster(first.width, height, read_rows, has_alpha, first.dpi)
        return cls(strip, timing)

    @property
    def frame_height(self) -> int:
        """Height of a frame in pixels."""
        return self.strip.height // len(self.timing)

    def first(self) -> "Animation":
        """Return a still picture, the first frame."""
        if len(self.timing) == 1:
            return self
        return Animation(self.frame(0), Timing(self.timing.durations[:1]))

    def frames(self) -> list[Raster]:
        """Return the frames."""
        return [self.frame(number) for number in range(len(self.timing))]

    def frame(self, number: int) -> Raster:
        """Return one of the frames."""
        strip, height = self.strip, self.frame_height
        if height == strip.height:
            return strip
        start = number * height

        def read_rows(top: int, bottom: int) -> U32:
            return strip.read_rows(start + top, start + bottom)

        return Raster(strip.width, height, read_rows, strip.has_alpha, strip.dpi)
