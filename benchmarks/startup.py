"""Measure what each trick of `kquant.runtime.startup` and each late import saves.

    python -m benchmarks.startup [PICTURE]

For a trick, this is the median difference between whole runs without and with it, made
in turn. For a late import, it is the median time that the import would add to a run
that has imported everything else.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PICTURE = Path(__file__).parents[1] / "sample_images" / "landscape.png"
RUNS = 21
PROGRAM = """
import sys
import kquant.runtime.startup as startup
{without}
from kquant.__main__ import run
run()
"""
WITHOUT = {
    "settle_environment": "startup.settle_environment = lambda: None",
    "hold_garbage, collect_garbage": (
        "startup.hold_garbage = startup.collect_garbage = lambda: None"
    ),
    "leave": "startup.leave = sys.exit",
    "Ahead": (
        "startup.Ahead = type('Ahead', (), {'__init__': lambda self, f: "
        "setattr(self, 'result', f)})"
    ),
    "NamedBuffer": (
        "import PIL.Image\nPIL.Image._import_plugin_for_extension = lambda _: False"
    ),
}
LATE = {
    "panels and pages": "kquant.art.compose",
    "all readers and writers of palettes": "; import ".join(
        f"kquant.palette_files.{name}"
        for name in ("act", "ase", "css", "gimp", "hex_codes", "jasc", "json_object")
    ),
    "worker processes": "kquant.batch.workers",
    "dithering and specks": "kquant.mapping.dither.dither, kquant.mapping.specks",
    "estimator, with numpy.random": "kquant.kmeans.estimator, numpy.random",
    "tqdm": "tqdm",
    "importlib.metadata": "importlib.metadata",
    "pathlib": "pathlib",
}
IMPORT = """
import time, kquant.cli, kquant.batch.run
start = time.perf_counter()
import {module}
print(time.perf_counter() - start)
"""


def seconds(without: str, picture: str, folder: str) -> float:
    """Return the seconds of one run, with one trick replaced."""
    program = PROGRAM.format(without=without)
    command = [sys.executable, "-c", program, picture, "-k", "8", "--overwrite", "-q"]
    start = time.perf_counter()
    subprocess.run([*command, "-o", f"{folder}/out.png"], check=True)
    return time.perf_counter() - start


def late(module: str) -> float:
    """Return the seconds that an import would add to the start of a run."""
    command = [sys.executable, "-c", IMPORT.format(module=module)]
    return float(subprocess.run(command, check=True, capture_output=True).stdout)


def main() -> None:
    """Print a row for each trick, and for each late import."""
    picture = sys.argv[1] if len(sys.argv) > 1 else str(PICTURE)
    print("| without | milliseconds more |\n| --- | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for name, without in WITHOUT.items():
            seconds(without, picture, folder)
            pairs = [
                (seconds(without, picture, folder), seconds("", picture, folder))
                for _ in range(RUNS)
            ]
            more = statistics.median(slow - quick for slow, quick in pairs)
            print(f"| {name} | {1000 * more:.1f} |", flush=True)
    for name, module in LATE.items():
        more = statistics.median(late(module) for _ in range(RUNS))
        print(f"| late import: {name} | {1000 * more:.1f} |", flush=True)


if __name__ == "__main__":
    main()
