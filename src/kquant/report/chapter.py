"""One picture's part of the page: all that is shown of it, as JSON."""

import io
import json
from base64 import b64encode
from typing import Any, NamedTuple

import numpy as np

from kquant.color.names import CSS_NAMES
from kquant.color.packed import alpha_of, hex_to_colors, pack, unpack
from kquant.color.spaces import srgb_to_oklab
from kquant.files.formats import ImageFormat
from kquant.files.resizing import resize
from kquant.files.writing import encode
from kquant.images.animation import Animation
from kquant.images.counting import PictureColors
from kquant.images.histogram import Histogram
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.images.raster import Raster
from kquant.images.size import Size
from kquant.images.truecolor import TruecolorImage
from kquant.mapping.nearest_color import match
from kquant.options import Options
from kquant.quantization.quantized import Quantized
from kquant.quantization.search import fitting_space
from kquant.report.answers import SEEN, answers_for
from kquant.report.at_each_k import AtEachK, AtK
from kquant.report.cloud import dots
from kquant.report.ground import Divided, Ground
from kquant.report.starts import starts_of
from kquant.runtime.arrays import U8
from kquant.runtime.threads import for_each

BUDGET = 3_000_000  # bytes of the pictures of one chapter
_LEAST_BUDGET = 400_000  # of each of many
_KS = (2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 32)
_BEYOND = (64, 128)  # numbers of colors that are not shown, while changes are seen
_SIDE = 960  # pixels: a picture is shown no larger
_DOTS = 3000
_SHRINK = 0.94  # a little more than what must be saved
_HUES_FIRST = (0.5, 1, 1)  # in names of colors, lightness counts half


class _Shown(NamedTuple):
    """The pictures of a chapter, as data URLs."""

    width: int
    height: int
    before: str
    after: list[str]

    @property
    def size(self) -> int:
        """How many bytes they are."""
        return sum(map(len, (self.before, *self.after)))


def budget_for(count: int) -> int:
    """Return how many bytes the pictures of each chapter may take.

    Parameters
    ----------
    count : int
        How many chapters there are.

    Returns
    -------
    int
    """
    return max(_LEAST_BUDGET, BUDGET // max(1, count))


def chapter(
    picture: Animation, quantized: Quantized, options: Options, budget: int = BUDGET
) -> str:
    """Collect what a page shows of one picture.

    Parameters
    ----------
    picture : Animation
        The original picture. Of several frames, the first is shown.
    quantized : Quantized
        The result.
    options : Options
        Those of the result.
    budget : int
        How many bytes its pictures may take; they are shown smaller if need be.

    Returns
    -------
    str
        An object in JSON; `page.js` says what is in it.
    """
    first = picture.frame(0)
    shown = _no_larger(first, _SIDE)
    several = AtEachK(picture.strip, options, shown, len(picture.timing))
    levels, chosen = _levels(several, quantized, options)
    histogram = several.samples.for_fit(options)[0]
    ground = Ground(histogram, options)
    divided = [ground.divided(level.palette) for level in levels]
    beyond = () if options.palette else _beyond(several, ground, divided)
    colors, shares = dots(histogram, _DOTS)
    pictures = _within(several, shown, levels, budget)
    return json.dumps(
        {
            "size": [first.width, first.height],
            "frames": len(picture.timing),
            "distinct": len(quantized.packed),
            "shown": [pictures.width, pictures.height],
            "before": pictures.before,
            "chosen": chosen,
            "given": bool(options.palette),
            "name": levels[chosen].palette.name,
            "levels": [
                _level(level, after, colors, options)
                for level, after in zip(levels, pictures.after, strict=True)
            ],
            "dots": colors.tobytes().hex() if len(histogram) else "",
            "shares": [float(f"{share:.3g}") for share in shares],
            **_starts(histogram, levels[chosen].palette, options),
            "answers": answers_for(ground, divided, chosen, beyond),
        },
        ensure_ascii=True,
        separators=(",", ":"),
    )


def _levels(
    several: AtEachK, quantized: Quantized, options: Options
) -> tuple[list[AtK], int]:
    """Reduce the picture to each k; return also the place of the result among them."""
    result = several.result(quantized)
    most, least = len(several.colors.packed), max(1, len(options.lock))
    ks = [k for k in _KS if least <= k < most and k != result.k]
    if options.palette:
        ks = []
    found = [several.at(k) for k in ks]
    levels = sorted([*found, result], key=lambda level: level.k)
    return levels, levels.index(result)


def _beyond(
    several: AtEachK, ground: Ground, divided: list[Divided]
) -> tuple[Divided, ...]:
    """Reduce the picture to twice as many colors, and so on until none is seen."""
    by_k = {len(each): each for each in divided}
    found: list[Divided] = []
    for k in _BEYOND:
        half = by_k.get(k // 2)
        if half is None or len(several.colors.packed) <= k:
            break
        if (double := by_k.get(k)) is None:
            double = by_k[k] = ground.divided(several.palette(k))
            found.append(double)
        if half.change_to(double) < SEEN:
            break
    return tuple(found)


def _level(level: AtK, after: str, colors: U8, options: Options) -> dict[str, Any]:
    """Return what is shown of the picture at one k."""
    space = fitting_space(options, level.k)
    order = np.argsort(pack(colors), kind="stable")
    labels = np.empty(len(colors), dtype=np.uint8)
    labels[order] = match(pack(colors)[order], level.palette.colors, space)
    return {
        "k": level.k,
        "error": level.error,
        "image": after,
        "palette": level.palette.hex(),
        "shares": [float(f"{share:.4g}") for share in level.shares],
        "names": _nearest_names(level.palette),
        "own": list(level.palette.color_names),
        "labels": labels.tobytes().hex(),
    }


def _starts(histogram: Histogram, palette: Palette, options: Options) -> dict[str, Any]:
    """Return how the inertia falls from each start, and where the result is."""
    found = starts_of(histogram, palette.colors, options)
    return {
        "starts": [
            [start.init, start.is_own, [float(f"{x:.5g}") for x in start.inertia]]
            for start in found.starts
        ],
        "found": found.found,
    }


def _nearest_names(palette: Palette) -> list[str]:
    """Return the CSS name nearest to each color, with a tilde if it is not the same."""
    known = list(dict.fromkeys(CSS_NAMES.values()))
    named = {code: name for name, code in reversed(CSS_NAMES.items())}
    places = srgb_to_oklab(hex_to_colors(known))
    found: list[str] = []
    for place in srgb_to_oklab(palette.colors):
        away = np.square((places - place) * _HUES_FIRST).sum(axis=1)
        nearest = int(away.argmin())
        mark = "" if away[nearest] == 0 else "~ "
        found.append(mark + named[known[nearest]])
    return found


def _within(several: AtEachK, shown: Raster, levels: list[AtK], budget: int) -> _Shown:
    """Write the pictures, and smaller ones if they take too much."""
    pictures = _written(shown, [level.image for level in levels])
    while pictures.size > budget and min(pictures.width, pictures.height) > 1:
        factor = _SHRINK * (budget / pictures.size) ** 0.5
        width = max(1, int(pictures.width * factor))
        height = max(1, int(pictures.height * factor))
        smaller = resize(shown, Size(width, height))
        colors = PictureColors.of(smaller)
        images = [several.painted(level.palette, colors) for level in levels]
        pictures = _written(smaller, images)
    return pictures


def _no_larger(picture: Raster, side: int) -> Raster:
    """Shrink a picture of which a side is longer."""
    is_larger = max(picture.width, picture.height) > side
    return resize(picture, Size(side, side)) if is_larger else picture


def _written(shown: Raster, images: list[IndexedImage]) -> _Shown:
    """Write the original, and the picture at each k."""
    packed = shown.read_rows(0, shown.height)
    pixels = unpack(packed.reshape(-1)).reshape(shown.height, shown.width, 3)
    if shown.has_alpha:
        alpha = alpha_of(packed).astype(np.uint8)
        pixels = np.dstack([pixels, alpha])
    is_small = shown.width * shown.height < _SIDE**2 // 16
    kind: ImageFormat = "png" if shown.has_alpha or is_small else "jpg"
    after = [""] * len(images)

    def write(number: int) -> None:
        after[number] = _url(images[number], "png")

    for_each(write, range(len(images)))
    before = _url(TruecolorImage(pixels), kind)
    return _Shown(shown.width, shown.height, before, after)


def _url(image: IndexedImage | TruecolorImage, kind: ImageFormat) -> str:
    """Return a picture as a data URL."""
    buffer = io.BytesIO()
    encode(image, kind, buffer)
    mime = "jpeg" if kind == "jpg" else kind
    return f"data:image/{mime};base64,{b64encode(buffer.getvalue()).decode()}"
