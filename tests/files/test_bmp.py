"""BMP files, written byte by byte: bit fields of any layout, alpha, color profiles."""

import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kquant.errors import ImageReadError
from kquant.files.icc import rgb_profile
from kquant.files.reading import load
from kquant.runtime.arrays import U8

P3 = ((0.68, 0.32), (0.265, 0.69), (0.15, 0.06))
SRGB = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
COLORS = np.array([[[200, 100, 50], [255, 0, 0]], [[7, 90, 7], [0, 0, 255]]], np.uint8)


def read(path: Path) -> U8:
    """Read a file: (h, w, 4), or (h, w, 3) without alpha."""
    raster = load(path)
    rows = raster.read_rows(0, raster.height).astype("<u4")
    channels = rows.view(np.uint8).reshape(raster.height, raster.width, 4)
    return channels if raster.has_alpha else channels[..., :3]


def bit_fields(
    path: Path, rows: list[list[int]], bits: int, masks: list[int], header: int = 108
) -> Path:
    """Write a bitmap of bit fields, the first row last as usual; also as .dib."""
    head = struct.pack("<IiiHHI", header, len(rows[0]), len(rows), 1, bits, 3)
    head += struct.pack("<5I4I", 0, 2835, 2835, 0, 0, *[*masks, 0][:4])
    head = head[: max(header, 52)].ljust(header, b"\0")
    if header >= 108:
        head = head[:56] + b"BGRs" + head[60:]
    data = b""
    for row in reversed(rows):
        line = struct.pack(f"<{len(row)}{'H' if bits == 16 else 'I'}", *row)
        data += line.ljust(-(-len(line) // 4) * 4, b"\0")
    offset = 14 + len(head)
    start = struct.pack("<2sIII", b"BM", offset + len(data), 0, offset)
    path.write_bytes((b"" if path.suffix == ".dib" else start) + head + data)
    return path


def bitmap(
    path: Path, header: int, fields: dict[int, bytes], tail: bytes = b""
) -> Path:
    """Write COLORS in 24 bits; fields go into the header at their places."""
    head = bytearray(struct.pack("<IiiHH", header, 2, 2, 1, 24).ljust(header, b"\0"))
    for place, data in fields.items():
        head[place : place + len(data)] = data
    rows = COLORS[::-1, :, ::-1].reshape(2, 6)
    data = np.pad(rows, ((0, 0), (0, 2))).tobytes()
    offset = 14 + header
    start = struct.pack("<2sIII", b"BM", offset + len(data), 0, offset)
    path.write_bytes(start + head + data + tail)
    return path


@pytest.mark.parametrize("suffix", ["bmp", "dib"])
def test_one_bit_of_alpha(tmp_path: Path, suffix: str) -> None:
    """A1R5G5B5 has alpha."""
    masks = [0x7C00, 0x03E0, 0x001F, 0x8000]
    rows = [[0xFC00, 0x7C00, 0x83E0], [0x801F, 0xFFFF, 0x0000]]
    got = read(bit_fields(tmp_path / f"a.{suffix}", rows, 16, masks))
    assert got[0].tolist() == [[255, 0, 0, 255], [255, 0, 0, 0], [0, 255, 0, 255]]
    assert got[1].tolist() == [[0, 0, 255, 255], [255] * 4, [0, 0, 0, 0]]


def test_alpha_that_is_never_used(tmp_path: Path) -> None:
    """Alpha that is 0 everywhere was never meant."""
    masks = [0x7C00, 0x03E0, 0x001F, 0x8000]
    got = read(bit_fields(tmp_path / "a.bmp", [[0x7C00, 0x03E0]], 16, masks))
    assert got.tolist() == [[[255, 0, 0], [0, 255, 0]]]


@pytest.mark.parametrize(
    ("bits", "masks", "pixels", "expected"),
    [
        (16, [0xF00, 0xF0, 0xF, 0xF000], [0x8F73], [[255, 119, 51, 136]]),
        (16, [0xF000, 0xF00, 0xF0], [0xF730], [[255, 119, 51]]),
        (32, [0x3FF00000, 0xFFC00, 0x3FF], [0x3FF80000 | 0x1], [[255, 128, 0]]),
        (32, [0xFF, 0xFF00, 0xFF0000], [0x030201], [[1, 2, 3]]),
    ],
    ids=["argb4", "rgb4", "rgb10", "bgr8"],
)
def test_rare_layouts(
    tmp_path: Path,
    bits: int,
    masks: list[int],
    pixels: list[int],
    expected: list[list[int]],
) -> None:
    """Any bits can be a channel."""
    got = read(bit_fields(tmp_path / "a.bmp", [pixels], bits, masks))
    assert got[0].tolist() == expected


def test_rare_layouts_are_complete(tmp_path: Path) -> None:
    """A file that ends too early is damaged."""
    path = bit_fields(tmp_path / "a.bmp", [[1, 2], [3, 4]], 16, [0xF000, 0xF00, 0xF0])
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(ImageReadError, match=r"a\.bmp is damaged"):
        load(path)


def test_embedded_profile(tmp_path: Path) -> None:
    """The profile behind the pixels of a version 5 counts as in any other format."""
    icc = rgb_profile((2.2,) * 3, P3)
    places = struct.pack("<II", 124 + 16, len(icc))
    fields = {56: b"DEBM", 112: places}
    path = bitmap(tmp_path / "a.bmp", 124, fields, icc)
    Image.fromarray(COLORS).save(tmp_path / "a.png", icc_profile=icc)
    expected = read(tmp_path / "a.png")
    np.testing.assert_array_equal(read(path), expected)
    assert (expected != COLORS).any()


def calibration(primaries: tuple[tuple[float, float], ...], gamma: float) -> bytes:
    """Write what follows the kind of colors in a header: primaries and gamma."""
    ends = [v for x, y in primaries for v in (x, y, 1 - x - y)]
    numbers = struct.pack("<9i", *(round(v * (1 << 30)) for v in ends))
    return numbers + struct.pack("<3I", *[round(gamma * 65536)] * 3)


def test_calibrated_colors(tmp_path: Path) -> None:
    """Primaries and gamma are followed; those of sRGB change nothing."""
    fields = {56: b"\0" * 4, 60: calibration(P3, 2.2)}
    got = read(bitmap(tmp_path / "a.bmp", 108, fields))
    icc = rgb_profile((2.2,) * 3, P3)
    Image.fromarray(COLORS).save(tmp_path / "a.png", icc_profile=icc)
    assert np.abs(got.astype(int) - read(tmp_path / "a.png")).max() <= 1
    assert (got != COLORS).any()

    fields[60] = calibration(SRGB, 2.2)
    np.testing.assert_array_equal(read(bitmap(tmp_path / "b.bmp", 108, fields)), COLORS)


@pytest.mark.parametrize("header", [40, 108, 124])
def test_colors_that_are_not_described(tmp_path: Path, header: int) -> None:
    """Headers full of zeros, as many programs write them, change nothing."""
    got = read(bitmap(tmp_path / "a.bmp", header, {}))
    np.testing.assert_array_equal(got, COLORS)
