"""The fit as a film, made simpler until it is small enough: the picture, the cloud, the words."""

import io
import math

import numpy as np

from kquant.files.films import Patch, Shot, encode_film
from kquant.files.formats import ImageFormat
from kquant.images.animation import Animation
from kquant.images.counting import PictureColors
from kquant.images.palette import Palette, by_lightness
from kquant.images.raster import Raster
from kquant.mapping.nearest_color import match, paint
from kquant.options import Options
from kquant.quantization.quantized import Quantized
from kquant.quantization.sampling import Samples
from kquant.quantization.search import fitting_space
from kquant.report.cloud import Cloud
from kquant.report.film_colors import reduced, reduced_alike
from kquant.report.motion import PACES, Moment, Pace, moments
from kquant.report.scenes import Scene, scenes_of
from kquant.report.screen import (
    CLOUD,
    GROUND,
    Part,
    picture_part,
    picture_size,
    strip_part,
    whole_screen,
    words_part,
)
from kquant.report.shrinking import as_raster
from kquant.runtime.arrays import U8
from kquant.runtime.threads import for_each

MOST_BYTES = 3_000_000
_FRAME = 70  # milliseconds
_FIRST, _LAST = 1200, 2600  # milliseconds for which these frames are held
_FINER = 4  # the picture is painted at so many times the size at which it is shown
_LETTERS = 24  # colors of words with soft edges
_LARGE = 10_000  # four digits of such a number would end in e+04
_TURN = 360.0  # degrees in all: the last view is the first one again


def film(
    picture: Animation,
    quantized: Quantized,
    options: Options,
    file_format: ImageFormat,
) -> bytes:
    """Make the film of a fit.

    Parameters
    ----------
    picture : Animation
        The original picture. Of several frames, the first is shown.
    quantized : Quantized
        The result.
    options : Options
        Those of the result.
    file_format : {"gif", "webp", "png"}

    Returns
    -------
    bytes
        The file, of at most `MOST_BYTES`: for a picture that takes more, there is
        less to see.
    """
    story, most = Story(picture, quantized, options), math.inf
    data = b""
    for pace in PACES:
        if pace.weight > most:
            continue
        buffer = io.BytesIO()
        encode_film(story.shots(pace), file_format, buffer)
        data = buffer.getvalue()
        if len(data) <= MOST_BYTES:
            break
        most = pace.weight * MOST_BYTES / len(data)
    return data


class Story:
    """A fit, ready to be filmed at any pace.

    Parameters
    ----------
    picture : Animation
        The original picture. Of several frames, the first is shown.
    quantized : Quantized
        The result.
    options : Options
        Those of the result.
    """

    def __init__(
        self, picture: Animation, quantized: Quantized, options: Options
    ) -> None:
        self._quantized, self._options = quantized, options
        samples = Samples(PictureColors.of(picture.strip))
        self._histogram = samples.for_fit(options)[0]
        first = picture.frame(0)
        self._size = picture_size(first.width, first.height)
        self._original = picture_part(first, self._size)
        self._fine = PictureColors.of(_sampled(first, self._size))
        result = as_raster(quantized.image)._replace(height=picture.frame_height)
        part = picture_part(result, self._size)
        image = reduced(part.pixels, lock=quantized.image.palette)
        self._result = Patch(part.left, part.top, image)

    def shots(self, pace: Pace) -> list[Shot]:
        """Return the film.

        Parameters
        ----------
        pace : Pace

        Returns
        -------
        list of Shot
        """
        histogram, k = self._histogram, len(self._quantized.image.palette)
        weight = self._options.lightness_for(k)
        scenes = scenes_of(histogram, self._quantized, self._options, pace.scenes)
        cloud = Cloud(histogram, weight, CLOUD.width, GROUND, pace.dots)
        frames = list(moments(cloud, scenes, pace))
        first, *clouds = _clouds(cloud, frames)
        shots = [Shot(_FIRST, (self._first_screen(cloud, first),))]
        pictures = self._pictures(scenes)
        looks = reduced_alike(clouds, pace.colors)
        for moment, look in zip(frames, looks, strict=True):
            patches = [Patch(CLOUD.left, CLOUD.top, look)]
            if moment.arrived is not None:
                is_last = moment.arrived == len(scenes) - 1
                patches += _said(scenes[moment.arrived], is_last=is_last)
                patches.append(pictures[moment.arrived])
            shots.append(Shot(_FRAME, tuple(patches)))
        return [*shots[:-1], shots[-1]._replace(duration=_LAST)]

    def _pictures(self, scenes: list[Scene]) -> list[Patch]:
        """Return the picture of each scene, the last as it is written."""
        parts = [self._painted(scene.colors) for scene in scenes[:-1]]
        images = reduced_alike([part.pixels for part in parts])
        pairs = zip(parts, images, strict=True)
        patches = [Patch(part.left, part.top, image) for part, image in pairs]
        return [*patches, self._result]

    def _painted(self, colors: U8) -> Part:
        """Return the picture in these colors, shape (k, 3)."""
        space = fitting_space(self._options, len(self._quantized.image.palette))
        labels = match(self._fine.packed, colors, space)
        image = paint(self._fine, labels, Palette(colors))
        return picture_part(as_raster(image), self._size)

    def _first_screen(self, cloud: Cloud, pixels: U8) -> Patch:
        """Return the screen with the picture as it was, and all of its colors."""
        count = len(self._quantized.packed)
        order = by_lightness(cloud.colors)
        parts = (
            self._original,
            Part(CLOUD.left, CLOUD.top, pixels),
            strip_part(cloud.colors[order], cloud.shares[order]),
            words_part([("", f"{count:,} color{'s' * (count != 1)}")]),
        )
        return Patch(0, 0, reduced(whole_screen(parts)))


def _clouds(cloud: Cloud, frames: list[Moment]) -> list[U8]:
    """Draw the cloud by itself, and then at each moment, turned further each time."""
    clouds: list[U8] = [GROUND] * (len(frames) + 1)

    def draw(number: int) -> None:
        centroids = frames[number - 1].centroids if number else None
        clouds[number] = cloud.draw(_TURN * number / len(frames), centroids)

    for_each(draw, range(len(clouds)))
    return clouds


def _said(scene: Scene, *, is_last: bool) -> list[Patch]:
    """Return the strip and the words of a scene."""
    what = ("iteration", str(scene.iteration)) if scene.iteration else ("", "start")
    words = [
        ("k", str(len(scene.colors))),
        ("", "result") if is_last else what,
        ("inertia", _short(scene.inertia)),
        ("difference", f"{scene.difference:.2f}"),
    ]
    order = np.arange(len(scene.colors)) if is_last else by_lightness(scene.colors)
    strip = strip_part(scene.colors[order], scene.shares[order])
    parts = strip, words_part(words)
    images = reduced(strip.pixels), reduced(parts[1].pixels, _LETTERS)
    pairs = zip(parts, images, strict=True)
    return [Patch(part.left, part.top, image) for part, image in pairs]


def _short(value: float) -> str:
    """Write a number with four digits, or with all before the point."""
    return f"{value:,.0f}" if value >= _LARGE else f"{value:.4g}"


def _sampled(picture: Raster, size: tuple[int, int]) -> Raster:
    """Take pixels out of a picture, `_FINER` times as many a side as are shown."""
    width = min(picture.width, _FINER * size[0])
    height = min(picture.height, _FINER * size[1])
    if (width, height) == (picture.width, picture.height):
        return picture
    rows = (2 * np.arange(height) + 1) * picture.height // (2 * height)
    columns = (2 * np.arange(width) + 1) * picture.width // (2 * width)
    packed = np.empty((height, width), dtype=np.uint32)

    def take(band: tuple[int, int]) -> None:
        start, end = np.searchsorted(rows, band)
        packed[start:end] = picture.read_rows(*band)[rows[start:end] - band[0]][
            :, columns
        ]

    for_each(take, picture.bands())
    return picture._replace(
        width=width, height=height, read_rows=lambda top, end: packed[top:end]
    )
