"""Judge small vivid areas: a green square in a large brown-gray picture."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from PIL import Image

from benchmarks.bars import Verdict
from benchmarks.ciede2000 import U8
from benchmarks.compare import Bench, Picture
from benchmarks.measure import RunError
from benchmarks.metrics import compare, read
from benchmarks.oklab import oklab_from_srgb
from benchmarks.tools import Tool

TITLE = "small vivid area"
K = 8
GREEN = (20, 200, 60)
SQUARE = (slice(300, 334), slice(500, 534))  # 34 x 34 of 1024 x 768: 0.147 %
CLOSE = 0.08  # in Oklab: the green is kept if a color is at least this close


def picture() -> U8:
    """Return the picture, shape (768, 1024, 3): a noisy gradient with the square."""
    across = np.linspace(0, 1, 1024)[:, None]
    brown, gray = np.array([90, 60, 40]), np.array([190, 185, 180])
    row = brown + across * (gray - brown)
    noise = np.random.default_rng(0).normal(0, 8, (768, 1024, 1))
    pixels: U8 = np.clip(np.rint(row + noise), 0, 255).astype(np.uint8)
    pixels[SQUARE] = GREEN
    return pixels


def judge(bench: Bench, kquant: Tool) -> Iterator[Verdict]:
    """Run kquant with and without --vivid; yield nothing if it lacks the option."""
    source = bench.scratch / "vivid-area.png"
    Image.fromarray(picture()).save(source)
    drawn = Picture.of(source, bench.scratch)
    vivid = replace(kquant, arguments=kquant.arguments + " --vivid")
    try:
        plain, kept = (_result(bench, tool, drawn) for tool in (kquant, vivid))
    except RunError:
        return
    green = np.array(GREEN, dtype=np.uint8)
    palette = np.unique(kept.reshape(-1, 3), axis=0)
    distances = np.linalg.norm(
        oklab_from_srgb(palette) - oklab_from_srgb(green), axis=1
    )
    yield Verdict(f"{TITLE}, Oklab difference", CLOSE, float(distances.min()))
    rest = [
        compare(*_without_square(drawn.pixels, made)).de00 for made in (kept, plain)
    ]
    yield Verdict(f"{TITLE}, mean ΔE00 of the rest", 1.08, rest[0] / rest[1])


def _result(bench: Bench, tool: Tool, drawn: Picture) -> U8:
    """Run a tool; return the picture that it wrote."""
    bench.time(tool, drawn, K)
    return read(bench.target(tool))


def _without_square(*pictures: U8) -> list[U8]:
    """Return each picture as one row of pixels, (1, n, 3), without the square."""
    outside = np.ones(pictures[0].shape[:2], dtype=np.bool_)
    outside[SQUARE] = False
    return [picture[outside][None] for picture in pictures]
