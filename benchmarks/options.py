"""Measure what options cost, and which steps use several cores.

    python -m benchmarks.options PHOTO... [--runs N] [--animation FILE]

The first table has the processor time of whole runs, in seconds a megapixel of the
input, and as a multiple of a run with 8 colors. The second has the wall time of each
step of such a run on one core and on two.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable

from PIL import Image

from benchmarks.tables import markdown

OPTIONS = {
    "": "png",
    "-k 256": "png",
    "-k auto": "png",
    "--vivid": "png",
    "--min-region 50": "png",
    "--dither floyd-steinberg": "png",
    "--dither bayer": "png",
    "--dither blue-noise": "png",
    "--compress max": "png",
    "--page a2": "png",
    "--format svg": "svg",
}


def cpu(source: str, arguments: Iterable[str], suffix: str, folder: str) -> float:
    """Return the processor seconds of one run, of all its threads and children."""
    command = [sys.executable, "-m", "kquant", source, "-k", "8", *arguments]
    command += ["-o", f"{folder}/out.{suffix}", "--overwrite", "-q"]
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed")
    return usage.ru_utime + usage.ru_stime


def steps(source: str, k: int, cores: set[int], folder: str) -> dict[str, float]:
    """Return the seconds of each step of a run on some cores, and of all of them."""
    command = [sys.executable, "-m", "kquant", source, "-k", str(k), "--json", "-v"]
    command += ["-o", f"{folder}/out.png", "--overwrite"]
    done = subprocess.run(
        command,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )
    seconds: dict[str, float] = json.loads(done.stdout)["seconds"]
    return {**seconds, "all steps": sum(seconds.values())}


def megapixels(source: str) -> float:
    """Return the size of a picture with all of its frames."""
    with Image.open(source) as image:
        frames = getattr(image, "n_frames", 1)
        return image.width * image.height * frames / 1e6


def costs(photos: list[str], animation: str, runs: int, folder: str) -> str:
    """Return the table of what options cost: sums over the photos, of medians."""
    size, rows, plain = sum(map(megapixels, photos)), [], 0.0
    for options, suffix in OPTIONS.items():
        took = sum(
            statistics.median(
                cpu(photo, options.split(), suffix, folder) for _ in range(runs)
            )
            for photo in photos
        )
        plain = plain or took
        rows.append([options or "-k 8", f"{took / size:.3f}", f"{took / plain:.2f}"])
    if animation:
        took = statistics.median(cpu(animation, [], "gif", folder) for _ in range(runs))
        rows.append(["an animation", f"{took / megapixels(animation):.3f}", ""])
    return markdown(["options", "s a megapixel", "x"], rows)


def scaling(photo: str, runs: int, folder: str) -> str:
    """Return the table of the steps of one photo on one core and on two."""
    rows = []
    for k in (8, 256):
        found = [
            [steps(photo, k, cores, folder) for _ in range(runs)]
            for cores in ({0}, {0, 1})
        ]
        for step in found[0][0]:
            one, two = (statistics.median(run[step] for run in each) for each in found)
            gain = f"{one / two:.2f}" if two else ""
            rows.append([step, str(k), f"{one:.3f}", f"{two:.3f}", gain])
    return markdown(["step", "k", "s on one core", "on two", "x"], rows)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", nargs="+")
    parser.add_argument("--animation", default="")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(costs(given.photos, given.animation, given.runs, folder), flush=True)
        largest = max(given.photos, key=megapixels)
        if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
            print(scaling(largest, given.runs, folder))


if __name__ == "__main__":
    main()
