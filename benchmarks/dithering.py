"""Compare dithering: how a picture looks from afar, and the light that it keeps.

    python -m benchmarks.dithering --images photos/ -k 2,4,8,16,64,256

Both pictures are blurred in linear light by a Gaussian of 1.5 pixels, as an eye does
from afar, and the mean CIEDE2000 difference of what is left is told.
"""

import argparse
import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.ciede2000 import F64, U8, ciede2000, lab_from_linear, linear_from_srgb
from benchmarks.tables import geometric_mean, markdown
from kquant import Options, quantize
from kquant.options import DitherKind

SIGMA = 1.5  # pixels
_REACH = 6  # pixels on each side: four times the sigma
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])

PURE = "#000000 #ffffff #00ff00 #0000ff #ff0000 #ffff00 #ff8000"
PANEL = "#191e21 #e8e8e8 #215f3f #31498f #b21318 #efde44 #d0723f"  # as it looks
KINDS: tuple[DitherKind, ...] = ("floyd-steinberg", "blue-noise", "bayer")

Tool = Callable[[U8, int], U8]


def blurred(light: F64) -> F64:
    """Blur light, shape (h, w, 3), by a Gaussian; edges are mirrored."""
    offsets = np.arange(-_REACH, _REACH + 1)
    weights = np.exp(-(offsets**2) / (2 * SIGMA**2))
    weights /= weights.sum()
    for axis in (0, 1):
        pad = [(0, 0)] * 3
        pad[axis] = (_REACH, _REACH)
        padded = np.pad(light, pad, mode="symmetric")
        length = light.shape[axis]
        light = sum(
            weight * padded.take(range(start, start + length), axis=axis)
            for start, weight in enumerate(weights)
        )
    return light


def difference(before: U8, after: U8) -> float:
    """Return the mean CIEDE2000 difference of two pictures, shape (h, w, 3), blurred."""
    labs = (lab_from_linear(blurred(linear_from_srgb(x))) for x in (before, after))
    return float(ciede2000(*labs).mean())


def brightness(before: U8, after: U8) -> float:
    """Return the mean luminance of a picture relative to that of the original."""
    means = [(linear_from_srgb(x) @ _LUMINANCE).mean() for x in (before, after)]
    return float(means[1] / means[0])


def brightness_in_range(before: U8, after: U8) -> float:
    """Return the same, as if the original were no brighter or darker than all entries.

    The entries are the colors of the picture `after`.
    """
    wanted, shown = (linear_from_srgb(x) @ _LUMINANCE for x in (before, after))
    return float(shown.mean() / np.clip(wanted, shown.min(), shown.max()).mean())


def kquant(kind: DitherKind) -> Tool:
    """Return kquant with a kind of dithering."""

    def reduce(pixels: U8, k: int) -> U8:
        return quantize(pixels, Options(colors=k, dither=kind)).image.to_array()

    return reduce


def inks(kind: DitherKind, palette: str) -> Tool:
    """Return kquant with a kind of dithering and a palette of its own."""

    def reduce(pixels: U8, _: int) -> U8:
        options = Options(palette=tuple(palette.split()), dither=kind)
        return quantize(pixels, options).image.to_array()

    return reduce


def pillow(pixels: U8, k: int) -> U8:
    """Pillow: median cut with k-means, then Floyd-Steinberg."""
    image = Image.fromarray(pixels)
    palette = image.quantize(k, kmeans=1)
    dithered = image.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG)
    return np.asarray(dithered.convert("RGB"))


def pillow_on_ours(pixels: U8, k: int) -> U8:
    """Pillow's Floyd-Steinberg with kquant's palette."""
    holder = Image.new("P", (1, 1))
    colors = quantize(pixels, Options(colors=k)).image.palette.colors
    holder.putpalette(colors.tobytes())
    image = Image.fromarray(pixels)
    dithered = image.quantize(palette=holder, dither=Image.Dither.FLOYDSTEINBERG)
    return np.asarray(dithered.convert("RGB"))


def imagequant(pixels: U8, k: int) -> U8:
    """Run libimagequant at its full dithering."""
    import imagequant as library

    image = Image.fromarray(pixels)
    made = library.quantize_pil_image(image, dithering_level=1.0, max_colors=k)
    return np.asarray(made.convert("RGB"))


def imagemagick(pixels: U8, k: int) -> U8:
    """ImageMagick's ``-colors``, which dithers by default."""
    program = shutil.which("magick") or shutil.which("convert") or ""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "source.png")
        Image.fromarray(pixels).save(source, compress_level=1)
        command = [program, str(source), "-colors", str(k), "png:-"]
        made = subprocess.run(command, check=True, capture_output=True).stdout
    return np.asarray(Image.open(io.BytesIO(made)).convert("RGB"))


def middle(pixels: U8, side: int | None) -> U8:
    """Return the middle of a picture, a square of this side; all of it for None."""
    height, width, _ = pixels.shape
    top, left = ((max(0, n - (side or n)) // 2) for n in (height, width))
    return pixels[top : top + (side or height), left : left + (side or width)].copy()


def tools() -> dict[str, Tool | None]:
    """Return all tools by name; None for those that are not installed."""
    from importlib.util import find_spec

    has_magick = shutil.which("magick") or shutil.which("convert")
    return {
        "kquant floyd-steinberg": kquant("floyd-steinberg"),
        "kquant blue-noise": kquant("blue-noise"),
        "kquant bayer": kquant("bayer"),
        "Pillow": pillow,
        "Pillow, kquant's palette": pillow_on_ours,
        "imagequant": imagequant if find_spec("imagequant") else None,
        "ImageMagick": imagemagick if has_magick else None,
    }


def with_inks() -> dict[str, Tool | None]:
    """Return kquant with the seven inks of e-ink: pure, and as a panel shows them."""
    palettes = {"pure inks": PURE, "panel": PANEL}
    return {
        f"{name}, {kind}": inks(kind, palette)
        for name, palette in palettes.items()
        for kind in KINDS
    }


def measured(tool: Tool, pictures: list[U8], k: int) -> list[str]:
    """Return the cells of a table: error, light, light in range, and its extremes."""
    results = [(picture, tool(picture, k)) for picture in pictures]
    ratios = [brightness_in_range(*result) for result in results]
    return [
        f"{geometric_mean([difference(*result) for result in results]):.3f}",
        f"{geometric_mean([brightness(*result) for result in results]):.3f}",
        f"{geometric_mean(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f})",
    ]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=Path, default=Path("sample_images"))
    parser.add_argument("-k", default="2,4,8,16,64,256")
    parser.add_argument("--crop", type=int, metavar="PX", help="take only the middle")
    given = parser.parse_args()
    pictures = []
    for path in sorted(given.images.iterdir()):
        if path.suffix in {".png", ".jpg"}:
            with Image.open(path) as image:
                pictures.append(middle(np.asarray(image.convert("RGB")), given.crop))
    header = ["tool", "error", "light", "light in range (least to most)"]
    for k in map(int, given.k.split(",")):
        rows = [[name, *measured(t, pictures, k)] for name, t in tools().items() if t]
        print(f"#### k = {k}\n\n{markdown(header, rows)}\n")
    rows = [[name, *measured(t, pictures, 7)] for name, t in with_inks().items() if t]
    print(f"#### Seven inks\n\n{markdown(header, rows)}\n")
    for name, tool in tools().items():
        if tool is None:
            print(f"{name}: skipped, not installed")


if __name__ == "__main__":
    main()
