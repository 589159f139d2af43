"""Damaged files of every kind: each becomes a good result or one sentence."""

import io
import random
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, features

from kquant.batch.inputs import Source
from kquant.batch.one_picture import Task
from kquant.batch.outcome import Outcome
from kquant.batch.output_names import name_outputs
from kquant.batch.outputs import Output
from kquant.files.formats import READABLE
from kquant.options import Options

SEED = 2026
CASES, EXHAUSTIVE_CASES = 2_000, 40_000
COLORS = 4
MOST_WORDS = 160  # characters of a sentence, apart from the path
_WRITTEN: dict[
    str, tuple[str, str, dict[str, Any]]
] = {  # what Pillow writes: format, mode and settings of each kind of file
    "png": ("PNG", "RGB", {}),
    "png-palette": ("PNG", "P", {}),
    "png-gray-alpha": ("PNG", "LA", {}),
    "png-deep": ("PNG", "I;16", {}),
    "gif": ("GIF", "P", {}),
    "jpg": ("JPEG", "RGB", {"quality": 90}),
    "jpg-cmyk": ("JPEG", "CMYK", {}),
    "jpg-progressive": ("JPEG", "L", {"progressive": True}),
    "webp": ("WEBP", "RGBA", {"lossless": True}),
    "webp-lossy": ("WEBP", "RGB", {}),
    "tif": ("TIFF", "RGB", {}),
    "tif-lzw": ("TIFF", "RGBA", {"compression": "tiff_lzw"}),
    "tif-deflate": ("TIFF", "L", {"compression": "tiff_adobe_deflate"}),
    "tif-fax": ("TIFF", "1", {"compression": "group4"}),
    "tif-deep": ("TIFF", "I;16", {}),
    "bmp": ("BMP", "P", {}),
    "ico": ("ICO", "RGBA", {}),
    "ppm": ("PPM", "RGB", {}),
    "tga": ("TGA", "RGBA", {"compression": "tga_rle"}),
    "jp2": ("JPEG2000", "RGB", {}),
    "avif": ("AVIF", "RGB", {}),
    "pcx": ("PCX", "L", {}),
    "sgi": ("SGI", "RGB", {}),
    "dds": ("DDS", "RGBA", {}),
    "msp": ("MSP", "1", {}),
    "xbm": ("XBM", "1", {}),
    "qoi": ("QOI", "RGB", {}),
    "icns": ("ICNS", "RGBA", {}),
}
_LIBRARIES = {"AVIF": "avif", "WEBP": "webp", "JPEG2000": "jpg_2000"}


@cache
def small_files() -> dict[str, bytes]:
    """Return a small whole file of each kind that this Pillow can write."""
    rng = np.random.default_rng(SEED)
    pixels = rng.integers(0, 256, (16, 16, 4), dtype=np.uint8)
    picture = Image.fromarray(pixels)
    files = {}
    for kind, (name, mode, settings) in _WRITTEN.items():
        if name in _LIBRARIES and not features.check(_LIBRARIES[name]):
            continue
        if mode == "I;16":
            deep = pixels[..., 0].astype(np.uint16) * 257
            converted = Image.fromarray(deep)
        else:
            converted = picture
            if mode != "RGBA":
                converted = picture.convert("RGB").convert(mode)
        buffer = io.BytesIO()
        try:
            converted.save(buffer, name, **settings)
        except (
            KeyError,
            OSError,
        ):  # this Pillow reads the format and does not write it
            continue
        files[kind] = buffer.getvalue()
    frames = [Image.fromarray(np.roll(pixels, n, axis=0)) for n in range(3)]
    for kind, name in (("gif-frames", "GIF"), ("webp-frames", "WEBP"), ("apng", "PNG")):
        buffer = io.BytesIO()
        frames[0].save(buffer, name, save_all=True, append_images=frames[1:])
        files[kind] = buffer.getvalue()
    return files


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Damage a file in one to four places, more often near its start."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        if not changed:
            break
        place = int(len(changed) * rng.random() ** rng.choice([1, 3]))
        kind = rng.randrange(6)
        if kind == 0:
            changed[place] ^= 1 << rng.randrange(8)
        elif kind == 1:
            changed[place] = rng.choice([0, 1, 127, 128, 255])
        elif kind == 2:
            del changed[place:]
        elif kind == 3:
            del changed[place : place + rng.randint(1, 8)]
        elif kind == 4:
            changed[place:place] = rng.randbytes(rng.randint(1, 8))
        else:
            changed[place : place + 4] = rng.choice([b"\xff" * 4, b"\0" * 4])
    return bytes(changed)


def cases(count: int) -> Iterator[tuple[str, bytes]]:
    """Yield damaged files, kind by kind in turn, the same ones every time."""
    rng = random.Random(SEED)
    files = small_files()
    kinds = sorted(files)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        yield kind, mutated(files[kind], rng)


def outcome_of(kind: str, data: bytes, folder: Path) -> Outcome:
    """Reduce a damaged file as the command does."""
    suffix = kind.partition("-")[0].replace("apng", "png")
    source = folder / f"damaged.{suffix}"
    source.write_bytes(data)
    output = Output(str(folder / "out.png"), palette_formats=(), existing="overwrite")
    options = Options(colors=COLORS, effort="fast")
    job = name_outputs(Source(str(source)), output, options.k_label)
    return Task(options, output)(job)


def check(outcome: Outcome, folder: Path) -> None:
    """Check that a damaged file became a good result, or one sentence and no file."""
    target = folder / "out.png"
    if outcome.status == "done":
        with Image.open(target) as image:
            entries = image.convert("RGBA").getcolors(COLORS << 8)
        assert entries is not None
        shown = {bytes(c[:3]) for _, c in entries if isinstance(c, tuple) and c[3]}
        assert len(shown) <= COLORS
        target.unlink()
    assert outcome.status in {"done", "failed"}
    source = f"{folder}/damaged."
    words = outcome.error.removeprefix(source).partition(" ")[2]
    assert outcome.status == "done" or outcome.error.startswith(source)
    assert len(words) <= MOST_WORDS, outcome.error
    assert "\n" not in outcome.error
    assert "bug" not in outcome.error
    assert [path.stem for path in folder.iterdir()] == ["damaged"]


def try_all(count: int, folder: Path) -> Counter[tuple[str, str]]:
    """Try damaged files, and count what becomes of each kind."""
    outcomes: Counter[tuple[str, str]] = Counter()
    for kind, data in cases(count):
        outcome = outcome_of(kind, data, folder)
        check(outcome, folder)
        outcomes[kind, outcome.status] += 1
        for path in folder.iterdir():
            path.unlink()
    return outcomes


@pytest.mark.parametrize("kind", sorted(small_files()))
def test_whole_files_are_read(kind: str, tmp_path: Path) -> None:
    """Undamaged, each of the files becomes a picture of four colors."""
    outcome = outcome_of(kind, small_files()[kind], tmp_path)

    assert outcome.status == "done", outcome.error


def test_kinds_cover_the_formats_that_people_meet() -> None:
    """The usual formats are all among the files that are damaged."""
    suffixes = {f".{kind.partition('-')[0]}" for kind in small_files()}

    for name in ("JPEG", "PNG", "GIF", "BMP", "PPM", "WEBP", "TIFF", "TGA", "ICO"):
        assert suffixes & set(READABLE[name]), name


def test_damaged_files(tmp_path: Path) -> None:
    """Two thousand damaged files, the same ones every time."""
    outcomes = try_all(CASES, tmp_path)

    assert outcomes.total() == CASES
    done = sum(n for (_, status), n in outcomes.items() if status == "done")
    assert 0.1 < done / CASES < 0.9  # neither harmless nor hopeless throughout


@pytest.mark.exhaustive
def test_many_damaged_files(tmp_path: Path) -> None:
    """Forty thousand of them; `-s` prints what became of each kind."""
    outcomes = try_all(EXHAUSTIVE_CASES, tmp_path)

    for kind in sorted({kind for kind, _ in outcomes}):
        done, failed = outcomes[kind, "done"], outcomes[kind, "failed"]
        print(f"{kind:16} {done:6} done {failed:6} refused")  # noqa: T201 - asked for
