"""Windows icons and cursors, written byte by byte, are as transparent as shown."""

import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kquant.files.reading import load
from kquant.runtime.arrays import U8

ICON, CURSOR = 1, 2
SIDE = 8
MASK = bytes([0xF0, 0, 0, 0]) * SIDE  # the left half is transparent


def read(path: Path) -> U8:
    """Read a file: (h, w, 4)."""
    raster = load(path)
    assert raster.has_alpha
    rows = raster.read_rows(0, raster.height).astype("<u4")
    return rows.view(np.uint8).reshape(raster.height, raster.width, 4)


def bitmap(bits: int, alpha: int = 0) -> bytes:
    """Return a bitmap whose columns have 8 colors (2 of 1 bit), with its mask."""
    if bits > 8:
        palette = b""
        pixels = [bytes([10 * x, 0, 200, alpha][: bits // 8]) for x in range(SIDE)]
        row = b"".join(pixels)
    else:
        palette = b"".join(bytes([10 * i % 256, 0, 200, 0]) for i in range(1 << bits))
        digits = "".join(f"{x % (1 << bits):0{bits}b}" for x in range(SIDE))
        row = int(digits, 2).to_bytes(bits)
    row += b"\0" * (-len(row) % 4)
    head = struct.pack("<IiiHH6I", 40, SIDE, 2 * SIDE, 1, bits, 0, 0, 0, 0, 0, 0)
    return head + palette + row * SIDE + MASK


def write(path: Path, kind: int, images: list[bytes], depth: int = 0) -> Path:
    """Write an icon or cursor; what an icon states as depth is a cursor's hot spot."""
    data, offset = b"", 6 + 16 * len(images)
    entries = struct.pack("<HHH", 0, kind, len(images))
    for image in images:
        entries += struct.pack("<4B2H", SIDE, SIDE, 0, 0, 1, depth)
        entries += struct.pack("<II", len(image), offset + len(data))
        data += image
    path.write_bytes(entries + data)
    return path


@pytest.mark.parametrize("kind", [ICON, CURSOR], ids=["icon", "cursor"])
@pytest.mark.parametrize("bits", [1, 4, 8, 24, 32])
def test_mask(tmp_path: Path, bits: int, kind: int) -> None:
    """The mask counts at every depth; at 32 bits, if there is no other alpha."""
    suffix = "ico" if kind == ICON else "cur"
    path = write(tmp_path / f"a.{suffix}", kind, [bitmap(bits)], 32)
    got = read(path)
    assert got[..., 3].tolist() == [[0] * 4 + [255] * 4] * SIDE
    blue = [10 * (x % (1 << min(bits, 8))) for x in range(SIDE)]
    assert got[0, :, :3].tolist() == [[200, 0, level] for level in blue]


@pytest.mark.parametrize("depth", [0, 4, 32])
@pytest.mark.parametrize("kind", [ICON, CURSOR], ids=["icon", "cursor"])
def test_alpha_of_32_bits(tmp_path: Path, kind: int, depth: int) -> None:
    """Alpha counts more than the mask, whatever depth the directory states."""
    suffix = "ico" if kind == ICON else "cur"
    path = write(tmp_path / f"a.{suffix}", kind, [bitmap(32, 128)], depth)
    assert (read(path)[..., 3] == 128).all()


def test_best_of_several(tmp_path: Path) -> None:
    """Of several pictures of one size, that with most colors is taken."""
    images = [bitmap(1), bitmap(32, 128), bitmap(8)]
    got = read(write(tmp_path / "a.cur", CURSOR, images))
    assert (got[..., 3] == 128).all()


def test_a_cursor_may_hold_a_png(tmp_path: Path) -> None:
    """As icons do, cursors hold whole PNG files."""
    inside = tmp_path / "a.png"
    pixels = np.random.default_rng(1).integers(0, 256, (SIDE, SIDE, 4), np.uint8)
    Image.fromarray(pixels).save(inside)
    path = write(tmp_path / "a.cur", CURSOR, [inside.read_bytes()])
    np.testing.assert_array_equal(read(path), pixels)
