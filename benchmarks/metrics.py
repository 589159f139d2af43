"""Measure how far a picture is from its original."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.ciede2000 import U8, ciede2000, lab_from_srgb
from benchmarks.oklab import oklab_from_srgb

I64 = NDArray[np.int64]

SAMPLE = 1 << 20  # pixels; their mean is within about 0.2 % of the whole picture's
_BLOCK = 1 << 14  # colors; a (block, 256) table of distances is then 32 MiB


@dataclass(frozen=True, slots=True)
class Errors:
    """Errors of a picture against its original.

    Attributes
    ----------
    mse : float
        Mean over the pixels of the squared sRGB difference, summed over the channels.
    de00, deok : float
        Mean CIEDE2000 and mean Euclidean Oklab difference. For pictures with more
        than `SAMPLE` pixels, the mean over `SAMPLE` pixels that are drawn at random
        with a fixed seed.
    """

    mse: float
    de00: float
    deok: float


def read(path: Path) -> U8:
    """Read a picture as 8-bit RGB, shape (h, w, 3), on a white background."""
    with Image.open(path) as image:
        if not image.has_transparency_data:
            return np.asarray(image.convert("RGB"))
        over = image.convert("RGBA")
        white = Image.new("RGBA", over.size, "white")
        return np.asarray(Image.alpha_composite(white, over).convert("RGB"))


def compare(original: U8, picture: U8) -> Errors:
    """Compare two pictures of the same shape, (h, w, 3)."""
    if original.shape != picture.shape:
        raise ValueError(f"shapes differ: {original.shape} and {picture.shape}")
    de00, deok = _perceptual(original, picture)
    mse = _squared_error(original, picture) / (original.size // 3)
    return Errors(mse, de00, deok)


def count_colors(path: Path) -> int:
    """Count the sRGB colors of a picture's visible pixels, whatever their alpha."""
    with Image.open(path) as image:
        pixels = np.asarray(image.convert("RGBA")).reshape(-1, 4)
    seen = np.zeros(1 << 24, dtype=np.bool_)
    seen[_codes(pixels[pixels[:, 3] > 0, :3])] = True
    return int(np.count_nonzero(seen))


def nearest(original: U8, palette: U8) -> U8:
    """Replace each pixel with the palette color nearest in Oklab."""
    codes, inverse = np.unique(_codes(original), return_inverse=True)
    points, entries = oklab_from_srgb(_colors(codes)), oklab_from_srgb(palette)
    offsets = (entries**2).sum(axis=1)  # |c|^2 - 2 x.c orders as |x - c|^2 does
    labels = [
        (offsets - 2 * points[i : i + _BLOCK] @ entries.T).argmin(axis=1)
        for i in range(0, len(points), _BLOCK)
    ]
    mapped: U8 = palette[np.concatenate(labels)][inverse]
    return mapped.reshape(original.shape)


def _perceptual(original: U8, picture: U8) -> tuple[float, float]:
    """Return mean CIEDE2000 and Oklab differences, from distinct pairs of colors."""
    pairs = _codes(original) << 24 | _codes(picture)
    if len(pairs) > SAMPLE:
        pairs = np.random.default_rng(0).choice(pairs, SAMPLE)
    pairs, counts = np.unique(pairs, return_counts=True)
    before, after = _colors(pairs >> 24), _colors(pairs & 0xFFFFFF)
    de00 = ciede2000(lab_from_srgb(before), lab_from_srgb(after))
    deok = np.linalg.norm(oklab_from_srgb(before) - oklab_from_srgb(after), axis=1)
    return float(counts @ de00 / counts.sum()), float(counts @ deok / counts.sum())


def _squared_error(original: U8, picture: U8) -> int:
    """Sum the squared differences, row by row to keep the memory small."""
    rows = zip(original.astype(np.int16), picture, strict=True)
    return sum(int(np.square(a - b, dtype=np.int32).sum()) for a, b in rows)


def _codes(picture: U8) -> I64:
    """Return each pixel as one number, 0xRRGGBB, shape (n,)."""
    r, g, b = picture.reshape(-1, 3).astype(np.int64).T
    return r << 16 | g << 8 | b


def _colors(codes: I64) -> U8:
    """Return the colors of numbers 0xRRGGBB, uint8, shape (n, 3)."""
    return np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1).astype(
        np.uint8
    )
