"""Animations: frames stacked in one picture, and how long each is shown."""

from dataclasses import dataclass

import numpy as np

from kquant.color.packed import opaque
from kquant.images.raster import Raster
from kquant.runtime.arrays import U32


@dataclass(frozen=True, slots=True)
class Timing:
    """How an animation runs.

    Parameters
    ----------
    durations : tuple of float
        Milliseconds that each frame is shown.
    plays : int
        How often the animation is played; 0 means forever.
    """

    durations: tuple[float, ...]
    plays: int = 0

    def __len__(self) -> int:
        return len(self.durations)


@dataclass(frozen=True, slots=True, eq=False)
class Animation:
    """Complete frames of one size; a single frame is a still picture.

    Parameters
    ----------
    strip : Raster
        The frames, one below another, so that they can be counted, fitted and
        matched as one picture.
    timing : Timing

    Raises
    ------
    ValueError
        If the strip cannot be divided into as many frames as `timing` has.
    """

    strip: Raster
    timing: Timing

    def __post_init__(self) -> None:
        if not len(self.timing) or self.strip.height % len(self.timing):
            raise ValueError(
                f"{self.strip.height} rows cannot be divided into "
                f"{len(self.timing)} frames of equal height"
            )

    @classmethod
    def of(cls, frames: list[Raster], timing: Timing) -> "Animation":
        """Make an animation from frames.

        Parameters
        ----------
        frames : list of Raster
            If one of them has alpha, the animation has alpha. The first one gives
            the resolution.
        timing : Timing
            With one duration for each frame.

        Returns
        -------
        Animation

        Raises
        ------
        ValueError
            If the frames differ in size.
        """
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
                    part = opaque(part)
                parts.append(part)
                top += end - row
            return np.concatenate(parts) if len(parts) > 1 else parts[0]

        height = first.height * len(frames)
        strip = Raster(
            first.width, height, read_rows, has_alpha, first.dpi, len(frames)
        )
        return cls(strip, timing)

    @property
    def frame_height(self) -> int:
        """Height of a frame in pixels."""
        return self.strip.height // len(self.timing)

    def frames(self) -> list[Raster]:
        """Return all frames in order.

        Returns
        -------
        list of Raster
        """
        return [self.frame(number) for number in range(len(self.timing))]

    def frame(self, number: int) -> Raster:
        """Return one frame.

        Parameters
        ----------
        number : int
            Counted from 0.

        Returns
        -------
        Raster
        """
        strip, height = self.strip, self.frame_height
        if height == strip.height:
            return strip
        start = number * height

        def read_rows(top: int, bottom: int) -> U32:
            return strip.read_rows(start + top, start + bottom)

        return Raster(strip.width, height, read_rows, strip.has_alpha, strip.dpi)
