"""Measure time and memory as a picture grows: one photo, tiled."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks import tables
from benchmarks.bars import BASE_MEMORY, PIXEL_MEMORY, Verdict
from benchmarks.ciede2000 import U8
from benchmarks.compare import Bench, Picture
from benchmarks.measure import RunError
from benchmarks.metrics import read
from benchmarks.tools import Tool

STEEPER = 1.25  # at most; times on a shared machine are no more precise


@dataclass(frozen=True, slots=True)
class Growth:
    """The time and memory of one tool for one size and k."""

    tool: str
    k: int
    pixels: int
    seconds: float
    peak: int


def run(
    bench: Bench, tools: list[Tool], source: Path, sizes: list[float], ks: list[int]
) -> Iterator[Growth]:
    """Yield the figures of each tool, for each size in megapixels and each k."""
    photo = read(source)
    for size in sizes:
        path = bench.scratch / f"growth-{size:g}.jpg"
        Image.fromarray(tiled(photo, round(size * 1e6))).save(path, quality=95)
        picture = Picture.of(path, bench.scratch)
        height, width, _ = picture.pixels.shape
        for k in ks:
            for tool in tools:
                try:
                    took = bench.time(tool, picture, k)
                except RunError:
                    continue
                yield Growth(tool.name, k, height * width, took.seconds, took.peak)


def tiled(photo: U8, pixels: int) -> U8:
    """Repeat or crop a photo, shape (h, w, 3), to about `pixels` pixels in 4:3."""
    height = round((pixels * 3 / 4) ** 0.5)
    width = pixels // height
    times = (-(-height // photo.shape[0]), -(-width // photo.shape[1]), 1)
    return np.tile(photo, times)[:height, :width]


def table(grown: list[Growth], base: float) -> str:
    """Return a Markdown table; `base` is the memory of the imports alone, in bytes."""
    header = ["tool", "k", "megapixels", "s", "s a megapixel", "MiB", "bytes a pixel"]
    return tables.markdown(header, [_row(one, base) for one in grown])


def _row(one: Growth, base: float) -> list[str]:
    """Return one row of the table."""
    mega = one.pixels / 1e6
    figures = [f"{mega:.0f}", f"{one.seconds:.3f}", f"{one.seconds / mega:.4f}"]
    memory = [f"{one.peak / (1 << 20):.0f}", f"{(one.peak - base) / one.pixels:.1f}"]
    return [one.tool, str(one.k), *figures, *memory]


def judge(grown: list[Growth]) -> list[Verdict]:
    """Judge kquant's memory at every size, and the slope of its time at every k."""
    ours = [one for one in grown if one.tool == "kquant"]
    verdicts = [verdict for k in _ks(ours) for verdict in _slope(ours, k)]
    for one in ours:
        share = one.peak / (BASE_MEMORY + PIXEL_MEMORY * one.pixels)
        name = f"memory, {one.pixels / 1e6:.0f} megapixels, k = {one.k}"
        verdicts.append(Verdict(name, 1, share, "to 6 bytes a pixel + 120 MiB"))
    return verdicts


def _slope(ours: list[Growth], k: int) -> Iterator[Verdict]:
    """Compare the time of an additional pixel at the largest sizes and before."""
    sizes = sorted((one for one in ours if one.k == k), key=lambda one: one.pixels)
    if len(sizes) >= 3:
        a, b, c = sizes[-3:]
        before = (b.seconds - a.seconds) / (b.pixels - a.pixels)
        after = (c.seconds - b.seconds) / (c.pixels - b.pixels)
        yield Verdict(f"time of one more pixel, k = {k}", STEEPER, after / before)


def _ks(grown: list[Growth]) -> list[int]:
    """Return the values of k, ascending."""
    return sorted({one.k for one in grown})
