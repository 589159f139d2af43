"""Photoshop files that Pillow refuses, written byte by byte."""

import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kquant.errors import ImageReadError
from kquant.files.icc import rgb_profile
from kquant.files.reading import load
from kquant.runtime.arrays import U8

GRAY, RGB, CMYK, LAB = 1, 3, 4, 9
ICC = rgb_profile((2.2,) * 3, ((0.68, 0.32), (0.265, 0.69), (0.15, 0.06)))


def read(path: Path) -> U8:
    """Read a file: (h, w, 4), or (h, w, 3) without alpha."""
    raster = load(path)
    rows = raster.read_rows(0, raster.height).astype("<u4")
    channels = rows.view(np.uint8).reshape(raster.height, raster.width, 4)
    return channels if raster.has_alpha else channels[..., :3]


def psd(
    path: Path,
    channels: list[list[list[int]]],
    mode: int = RGB,
    *,
    bits: int = 16,
    version: int = 1,
    compression: int = 0,
    icc: bytes = b"",
) -> Path:
    """Write the merged picture, with an empty section of layers before it."""
    height, width = len(channels[0]), len(channels[0][0])
    head = struct.pack(">4sH6xHIIHH", b"8BPS", version, len(channels), height, width,
                       bits, mode)  # fmt: skip
    resources = b"8BIM" + struct.pack(">HBBI", 1005, 1, 65, 3) + b"abc\0"
    if icc:
        resources += b"8BIM" + struct.pack(">HHI", 1039, 0, len(icc)) + icc
        resources += b"\0" * (len(icc) % 2)
    layers = b"\0" * 6
    size = len(layers).to_bytes(8 if version == 2 else 4)
    letter = {8: "B", 16: "H", 32: "f"}[bits]
    rows = [
        struct.pack(f">{width}{letter}", *row) for plane in channels for row in plane
    ]
    body = struct.pack(">H", compression)
    if compression == 1:  # PackBits, each row as it is
        rows = [bytes([len(row) - 1]) + row for row in rows]
        count = "I" if version == 2 else "H"
        body += struct.pack(f">{len(rows)}{count}", *map(len, rows))
    body += b"".join(rows)
    sections = struct.pack(">II", 0, len(resources)) + resources + size + layers
    path.write_bytes(head + sections + body)
    return path


@pytest.mark.parametrize("compression", [0, 1])
@pytest.mark.parametrize("version", [1, 2], ids=["psd", "large"])
def test_sixteen_bits(tmp_path: Path, version: int, compression: int) -> None:
    """Levels of 16 bits are scaled; the channels stand one after another."""
    planes = [[[0, 65535]], [[0x8080, 0x0101]], [[257 * 7, 257 * 9]]]
    path = tmp_path / "a.psd"
    psd(path, planes, version=version, compression=compression)
    assert read(path).tolist() == [[[0, 128, 7], [255, 1, 9]]]


def test_the_bytes_of_a_level_are_not_equal(tmp_path: Path) -> None:
    """The high byte comes first, and the low one counts when a level is rounded."""
    path = psd(tmp_path / "a.psd", [[[0x01FF, 0x4000, 0xFE00]]], GRAY)
    # 511, 16384 and 65024 / 257 = 1.99, 63.75 and 253.01
    assert read(path)[..., 0].tolist() == [[2, 64, 253]]


def test_eight_bits_in_a_large_document(tmp_path: Path) -> None:
    """Large documents of 8 bits are read too."""
    path = psd(tmp_path / "a.psb", [[[1, 2], [3, 4]]], GRAY, bits=8, version=2)
    assert read(path)[..., 0].tolist() == [[1, 2], [3, 4]]


def test_alpha_inks_and_gray(tmp_path: Path) -> None:
    """A fourth channel is alpha; inks are stored as light."""
    planes = [[[65535]], [[0]], [[0]], [[0x8080]]]
    got = read(psd(tmp_path / "a.psd", planes))
    assert got.tolist() == [[[255, 0, 0, 128]]]
    planes = [[[0, 65535]], [[65535] * 2], [[65535] * 2], [[65535] * 2]]
    got = read(psd(tmp_path / "b.psd", planes, CMYK))
    assert got.tolist() == [[[0, 255, 255], [255, 255, 255]]]
    got = read(psd(tmp_path / "c.psd", [[[0, 0x8080]]], GRAY))
    assert got.tolist() == [[[0] * 3, [128] * 3]]


def test_profile(tmp_path: Path) -> None:
    """The profile among the resources is followed."""
    planes = [[[200 * 257]], [[100 * 257]], [[50 * 257]]]
    got = read(psd(tmp_path / "a.psd", planes, icc=ICC))
    image = Image.new("RGB", (1, 1), (200, 100, 50))
    image.save(tmp_path / "a.png", icc_profile=ICC)
    np.testing.assert_array_equal(got, read(tmp_path / "a.png"))
    assert got.tolist() != [[[200, 100, 50]]]


@pytest.mark.parametrize(("bits", "mode"), [(32, RGB), (16, LAB)])
def test_rare_kinds_are_named(tmp_path: Path, bits: int, mode: int) -> None:
    """What cannot be read is called what it is, with what to do."""
    path = psd(tmp_path / "a.psd", [[[0]]] * 3, mode, bits=bits)
    with pytest.raises(ImageReadError, match=rf"a\.psd is a PSD .*{bits} bits.*: save"):
        load(path)


def test_cut_off(tmp_path: Path) -> None:
    """A file that ends too early is refused in one sentence."""
    for compression in (0, 1):
        path = tmp_path / "a.psd"
        psd(path, [[[1, 2], [3, 4]]] * 3, compression=compression)
        path.write_bytes(path.read_bytes()[:-3])
        with pytest.raises(ImageReadError, match=r"a\.psd is damaged"):
            load(path)
