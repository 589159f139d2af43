"""The motion of a film: where the centroids are in each frame, and at which pace."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from kquant.report.cloud import Centroids, Cloud
from kquant.report.scenes import Scene, followed
from kquant.runtime.arrays import F64

_PATH = 7  # frames for which the way of a centroid is seen
_SAME, _PAINTED = 200, 12_000  # what a frame and a picture take, in dots


class Pace(NamedTuple):
    """How much there is to see, which decides about the size of the file.

    Attributes
    ----------
    dots : int
        Of the cloud.
    scenes : int
        Most scenes of the start, and most iterations.
    moves : int
        Frames from one scene to the next.
    turns : int
        Frames at the end, in which only the cloud turns.
    colors : int
        Of the cloud.
    """

    dots: int
    scenes: int
    moves: int
    turns: int
    colors: int

    @property
    def weight(self) -> float:
        """A rough measure of the size of the file, to compare paces by."""
        frames = 2 * self.scenes * self.moves + self.turns
        return frames * (self.dots + _SAME) + 2 * self.scenes * _PAINTED


PACES = (
    Pace(dots=1200, scenes=12, moves=5, turns=20, colors=96),
    Pace(dots=1000, scenes=12, moves=4, turns=16, colors=96),
    Pace(dots=800, scenes=10, moves=4, turns=12, colors=80),
    Pace(dots=600, scenes=8, moves=3, turns=10, colors=64),
    Pace(dots=400, scenes=7, moves=3, turns=8, colors=48),
    Pace(dots=250, scenes=5, moves=3, turns=6, colors=32),
    Pace(dots=120, scenes=4, moves=2, turns=4, colors=24),
    Pace(dots=60, scenes=2, moves=2, turns=3, colors=16),
)


class Moment(NamedTuple):
    """One frame of a film.

    Attributes
    ----------
    centroids : Centroids
        Where they are.
    arrived : int or None
        The number of the scene, if they have arrived at it.
    """

    centroids: Centroids
    arrived: int | None = None


def moments(cloud: Cloud, scenes: list[Scene], pace: Pace) -> Iterator[Moment]:
    """Move the centroids from scene to scene.

    Parameters
    ----------
    cloud : Cloud
    scenes : list of Scene
    pace : Pace

    Yields
    ------
    Moment
        One for each frame after the first.
    """
    tracks = followed(scenes)
    stops = [
        Centroids(
            cloud.place(scene.colors)[track], scene.colors[track], scene.shares[track]
        )
        for scene, track in zip(scenes, tracks, strict=True)
    ]
    seen: list[F64] = []
    for number, stop in enumerate(stops):
        before = stops[number - 1] if number else stop
        for step in range(1, pace.moves + 1):
            part = _eased(step / pace.moves)
            moving = _between(before, stop, part)
            grown = part if number == 0 else 1.0
            paths = np.array(seen[-_PATH:]).reshape(-1, *stop.points.shape)
            seen.append(moving.points)
            moving = moving._replace(paths=paths, grown=grown)
            yield Moment(moving, number if step == pace.moves else None)
    for step in range(1, pace.turns + 1):
        paths = np.array(seen[len(seen) + step - _PATH :]).reshape(
            -1, *stop.points.shape
        )
        yield Moment(stop._replace(paths=paths))


def _between(before: Centroids, after: Centroids, part: float) -> Centroids:
    """Return centroids on their way; they take their new color at once."""
    points = before.points + part * (after.points - before.points)
    shares = before.shares + part * (after.shares - before.shares)
    return Centroids(points, after.colors, shares)


def _eased(part: float) -> float:
    """Return how far a movement is when this part of its time is over, 0..1."""
    return part * part * (3 - 2 * part)
