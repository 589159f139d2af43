"""Run every tool on every picture for every k, one process after another."""

import math
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks import metrics
from benchmarks.ciede2000 import U8
from benchmarks.measure import Run, RunError, measure
from benchmarks.recipes import floor
from benchmarks.tools import Tool


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of one tool on one picture.

    Attributes
    ----------
    tool, image : str
        Names; that of the picture is its file name without the folder.
    k, pixels : int
    failure : str
        Why there are no figures; empty if there are.
    seconds, peak, size, colors, mse, de00, deok : float
        Wall time, bytes of memory, bytes of the file, number of colors, and the
        errors of `benchmarks.metrics.Errors`. NaN if a tool has no such figure; for
        example, "imports" writes no picture.
    """

    tool: str
    image: str
    k: int
    pixels: int
    failure: str = ""
    seconds: float = math.nan
    peak: float = math.nan
    size: float = math.nan
    colors: float = math.nan
    mse: float = math.nan
    de00: float = math.nan
    deok: float = math.nan


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as the tools read it, and its pixels, shape (h, w, 3)."""

    source: Path
    png: Path
    pixels: U8

    @classmethod
    def of(cls, source: Path, scratch: Path) -> "Picture":
        """Read a picture, and write it as PNG for tools that read nothing else."""
        png = source
        if source.suffix.lower() != ".png":
            png = scratch / f"{source.stem}.png"
            with Image.open(source) as image:
                image.save(png, compress_level=1)
        return cls(source, png, metrics.read(source))

    def result(self, tool: str, k: int) -> Result:
        """Return a result with no figures yet."""
        height, width, _ = self.pixels.shape
        return Result(tool, self.source.name, k, height * width)


@dataclass(frozen=True, slots=True)
class Bench:
    """How to run: where to write, how often, and when to give up."""

    scratch: Path
    runs: int = 3
    limit: float = 60

    def run(
        self, tools: list[Tool], sources: list[Path], ks: list[int]
    ) -> Iterator[Result]:
        """Yield a result for each installed tool, each picture and each k."""
        found = [tool for tool in tools if tool.program]
        for source in sources:
            picture = Picture.of(source, self.scratch)
            for k in ks:
                for tool in found:
                    yield self.one(tool, picture, k)

    def one(self, tool: Tool, picture: Picture, k: int) -> Result:
        """Run one tool on one picture, and measure its result."""
        blank = picture.result(tool.name, k)
        try:
            run = self.time(tool, picture, k)
            return _judged(blank, tool, picture, run, self.target(tool))
        except (RunError, ValueError) as error:
            return replace(blank, failure=str(error))
        except OSError:  # its message would reveal a path
            return replace(blank, failure="failed: wrote no readable picture")

    def time(self, tool: Tool, picture: Picture, k: int) -> Run:
        """Run one tool on one picture; prepare kquant's result for the floor."""
        target, ready = self.target(tool), self.scratch / "ready"
        if tool.name == "kquant":
            ready.unlink(missing_ok=True)
        if "{ready}" in tool.arguments and not ready.exists():
            raise RunError("needs kquant's picture")
        command = tool.call(
            source=picture.source, png=picture.png, target=target, k=k, ready=ready
        )
        run = measure(command, self.limit, self.runs, target if tool.writes else None)
        if tool.name == "kquant":
            floor.prepare(target, ready, self.scratch / "trial.png")
        return run

    def target(self, tool: Tool) -> Path:
        """Return the file that a tool writes."""
        return self.scratch / f"{tool.name}.png"


def _judged(
    blank: Result, tool: Tool, picture: Picture, run: Run, target: Path
) -> Result:
    """Fill in the figures of a run and of the picture that it wrote."""
    timed = replace(blank, seconds=run.seconds, peak=run.peak)
    if tool.prints:
        palette = printed_palette(run.stdout)
        made = metrics.nearest(picture.pixels, palette)
        timed = replace(timed, colors=len(palette))
    elif tool.writes:
        made = metrics.read(target)
        size, colors = target.stat().st_size, metrics.count_colors(target)
        timed = replace(timed, size=size, colors=colors)
    else:
        return timed
    errors = metrics.compare(picture.pixels, made)
    return replace(timed, **asdict(errors))


def printed_palette(text: str) -> U8:
    """Return the hex colors in a text, uint8, shape (n, 3)."""
    found = re.findall(r"\b[0-9a-fA-F]{6}\b", text)
    if not found:
        raise ValueError("failed: printed no palette")
    rows = [list(bytes.fromhex(color)) for color in found]
    return np.array(rows, dtype=np.uint8)
