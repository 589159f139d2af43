"""The size of animated GIFs, beside Pillow's and gifsicle's of the same pixels.

    python -m benchmarks.animations photos/*.png

Frames are made of the first photo, in k colors, with parts of the second in it.
"""

import io
import shutil
import subprocess
import sys
from collections.abc import Iterator

import numpy as np
from PIL import Image

from kquant import Options, Palette, quantize, remap
from kquant.files.gif import encode_gif
from kquant.images.animation import Timing
from kquant.images.indexed import IndexedImage
from kquant.runtime.arrays import U8

_COUNT = 16
_HEIGHT, _WIDTH = 256, 384
_HEADINGS = "| frames | k | kquant, bytes | to Pillow's | to gifsicle's |"


def main() -> None:
    """Print the table."""
    first, second = map(_photo, sys.argv[1:3])
    print(_HEADINGS, "| --- | ---: | ---: | ---: | ---: |", sep="\n")
    for k in (8, 32, 256):
        strip = quantize(np.vstack([first, second]), Options(colors=k)).image
        for name, frames in _scenes(first, strip):
            image = IndexedImage(frames.reshape(-1, frames.shape[2]), strip.palette)
            size = len(_by_kquant(image))
            plain = _by_pillow(image)
            least = _by_gifsicle(plain)
            told = f"{size / least:.3f}" if least else "skipped: no gifsicle"
            print(f"| {name} | {k} | {size:,} | {size / len(plain):.3f} | {told} |")


def _photo(path: str) -> U8:
    """Return the upper left part of a photo."""
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))[:_HEIGHT, :_WIDTH]


def _scenes(first: U8, strip: IndexedImage) -> Iterator[tuple[str, U8]]:
    """Yield names and frames, as indices."""
    rng = np.random.default_rng(1)
    k, palette = len(strip.palette), strip.palette
    ground, other = strip.indices[:_HEIGHT], strip.indices[_HEIGHT:]
    noise = rng.integers(0, k, ground.shape, dtype=np.uint8)
    for name, still in (("noise, still", noise), ("photo, still", ground)):
        frames = np.stack([still] * _COUNT)
        for i, frame in enumerate(frames):
            frame[80:180, 12 * i : 12 * i + 120] = other[80:180, 100:220]
        yield f"{name}; a part moves", frames
    frames = np.stack([ground] * _COUNT)
    for i, frame in enumerate(frames):
        frame[20:60, 10 * i : 10 * i + 60] = other[20:60, 10:70]
        frame[200:240, 300 - 10 * i : 360 - 10 * i] = other[200:240, 10:70]
    yield "photo, still; two parts move", frames
    pan = np.stack([other[:, 4 * i : 4 * i + 300] for i in range(_COUNT)])
    yield "photo, moving", pan
    yield "photo with noise of 4 levels", _noisy(first, palette, rng)


def _noisy(photo: U8, palette: Palette, rng: np.random.Generator) -> U8:
    """Return frames of a photo as by a camera in the dark."""
    frames = []
    for _ in range(_COUNT):
        noisy = np.clip(photo + rng.normal(0, 4, photo.shape), 0, 255)
        frames.append(remap(noisy.astype(np.uint8), palette).indices)
    return np.stack(frames)


def _by_kquant(image: IndexedImage) -> bytes:
    """Return kquant's file."""
    file = io.BytesIO()
    encode_gif(image, file, Timing((50.0,) * _COUNT))
    return file.getvalue()


def _by_pillow(image: IndexedImage) -> bytes:
    """Return Pillow's file, optimized."""
    frames = [Image.fromarray(part).convert("P") for part in _parts(image)]
    for frame in frames:
        frame.putpalette(image.palette.colors.tobytes())
    file, more = io.BytesIO(), frames[1:]
    frames[0].save(
        file, "GIF", save_all=True, append_images=more, optimize=True, duration=50
    )
    return file.getvalue()


def _parts(image: IndexedImage) -> list[U8]:
    """Return the frames."""
    return np.split(image.indices, _COUNT)


def _by_gifsicle(data: bytes) -> int:
    """Return the size of a file when gifsicle has optimized it; 0 without gifsicle."""
    program = shutil.which("gifsicle")
    if program is None:
        return 0
    done = subprocess.run([program, "-O3"], input=data, capture_output=True, check=True)
    return len(done.stdout)


if __name__ == "__main__":
    main()
