"""Render the sample pictures: ``python sample_images/render.py [NAME ...]``.

Every picture is computed from formulas alone, without photographs, fonts or assets.
Without a NAME, all four are rendered. They are saved in the folder of this script.
"""

import argparse
import time
from pathlib import Path

from PIL import Image
from scenes import bust, landscape, logo, still_life

SCENES = {
    "still-life": still_life.render,
    "bust": bust.render,
    "landscape": landscape.render,
    "logo": logo.render,
}


def main() -> None:
    """Render the pictures named on the command line, or all of them."""
    parser = argparse.ArgumentParser(description="Render the sample pictures.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SCENES))
    names = parser.parse_args().names or list(SCENES)
    if unknown := sorted(set(names) - set(SCENES)):
        parser.error(f"no such picture: {', '.join(unknown)}")
    for name in names:
        start = time.perf_counter()
        path = Path(__file__).parent / f"{name}.png"
        Image.fromarray(SCENES[name]()).save(path, optimize=True)
        seconds = time.perf_counter() - start
        print(f"{path.name}: {path.stat().st_size:,} bytes in {seconds:.1f} s")


if __name__ == "__main__":
    main()
