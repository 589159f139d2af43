"""TIFF files of every depth, written byte by byte: levels worked out by hand."""

import io
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from kquant.errors import ImageReadError
from kquant.files.reading import load
from kquant.runtime.arrays import U8

RNG = np.random.default_rng(5)
WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, CMYK, YCBCR = 0, 1, 2, 5, 6
UNSIGNED, SIGNED, FLOAT = 1, 2, 3
DEFLATE, LZW, PACK_BITS = 8, 5, 32773
_PILLOW_NAMES = {LZW: "tiff_lzw", PACK_BITS: "packbits"}

Array = np.ndarray[Any, np.dtype[Any]]


def packed(samples: Array, bits: int, kind: int, order: str) -> bytes:
    """Store the samples of a block, (rows, columns, n), each row in whole bytes."""
    if bits in {8, 16, 32, 64}:
        letter = {UNSIGNED: "u", SIGNED: "i", FLOAT: "f"}[kind]
        return samples.astype(f"{order}{letter}{bits // 8}").tobytes()
    rows = []
    for row in samples.reshape(len(samples), -1).tolist():
        digits = "".join(f"{value:0{bits}b}" for value in row)
        digits += "0" * (-len(digits) % 8)
        rows.append(bytes(int(digits[i : i + 8], 2) for i in range(0, len(digits), 8)))
    return b"".join(rows)


def compressed(data: bytes, compression: int, rows: int) -> bytes:
    """Compress a block; what zlib cannot do, Pillow does as a picture of bytes."""
    if compression == DEFLATE:
        return zlib.compress(data)
    if compression in _PILLOW_NAMES:
        buffer = io.BytesIO()
        image = Image.frombytes("L", (len(data) // rows, rows), data)
        settings: dict[str, Any] = {"compression": _PILLOW_NAMES[compression]}
        image.save(buffer, "TIFF", tiffinfo={278: rows}, **settings)
        with Image.open(buffer, formats=["TIFF"]) as saved:
            (offset,), (length,) = saved.tag_v2[273], saved.tag_v2[279]  # type: ignore[attr-defined]
        return buffer.getvalue()[offset : offset + length]
    return data


def blocks_of(
    samples: Array, block: tuple[int, int], *, tiled: bool, planar: bool
) -> list[Array]:
    """Cut samples into strips or tiles, in the order of the file."""
    height, width, channels = samples.shape
    planes = [samples[..., i : i + 1] for i in range(channels)] if planar else [samples]
    result = []
    for plane in planes:
        for top in range(0, height, block[0]):
            for left in range(0, width, block[1]):
                part = plane[top : top + block[0], left : left + block[1]]
                if tiled:
                    gaps = (block[0] - part.shape[0], block[1] - part.shape[1])
                    part = np.pad(part, ((0, gaps[0]), (0, gaps[1]), (0, 0)))
                result.append(part)
    return result


def tiff(
    path: Path,
    samples: Array,
    bits: int,
    kind: int = UNSIGNED,
    photometric: int = BLACK_IS_ZERO,
    *,
    order: str = "<",
    planar: bool = False,
    compression: int = 1,
    strip: int = 3,
    tile: int = 0,
    extras: Sequence[int] = (),
    tags: dict[int, Any] | None = None,
    stored: Array | None = None,
) -> Path:
    """Write a TIFF of (h, w, n) samples; `stored` replaces them after prediction."""
    height, width, channels = samples.shape
    block = (tile, tile) if tile else (strip, width)
    parts = blocks_of(
        samples if stored is None else stored, block, tiled=bool(tile), planar=planar
    )
    data = [
        compressed(packed(part, bits, kind, order), compression, len(part))
        for part in parts
    ]
    entries: dict[int, Any] = {256: width, 257: height, 258: [bits] * channels}
    entries |= {259: compression, 262: photometric, 277: channels}
    entries |= {284: 2 if planar else 1, 339: [kind] * channels, 338: list(extras)}
    entries |= {322: tile, 323: tile} if tile else {278: strip}
    places = {True: (324, 325), False: (273, 279)}[bool(tile)]
    entries |= {places[0]: [0] * len(data), places[1]: [len(x) for x in data]}
    entries |= tags or {}
    path.write_bytes(assembled(entries, data, places[0], order))
    return path


def _entry(value: bytes | list[int], order: str) -> tuple[int, int, bytes]:
    """Return type, count and bytes of a value: bytes, or whole numbers of 32 bits."""
    if isinstance(value, bytes):
        return 7, len(value), value
    return 4, len(value), struct.pack(f"{order}{len(value)}I", *value)


def assembled(
    entries: dict[int, Any], data: list[bytes], offsets_tag: int, order: str
) -> bytes:
    """Put header, directory, long values and blocks together."""
    rows: dict[int, tuple[int, int, bytes]] = {}
    for tag, value in sorted(entries.items()):
        numbers = value if isinstance(value, (bytes, list)) else [value]
        if numbers:
            rows[tag] = _entry(numbers, order)
    offset = 8 + 2 + 12 * len(rows) + 4
    long_values, positions = b"", {}
    for tag, (_, _, value) in rows.items():
        if len(value) > 4:
            positions[tag] = offset + len(long_values)
            long_values += value + b"\0" * (len(value) % 2)
    first = offset + len(long_values)
    starts = [first + sum(map(len, data[:i])) for i in range(len(data))]
    numbers = struct.pack(f"{order}{len(data)}I", *starts)
    if len(data) > 1:
        at = positions[offsets_tag] - offset
        long_values = long_values[:at] + numbers + long_values[at + len(numbers) :]
    else:
        rows[offsets_tag] = (4, 1, numbers)
    head = {"<": b"II*\0", ">": b"MM\0*"}[order] + struct.pack(f"{order}I", 8)
    head += struct.pack(f"{order}H", len(rows))
    for tag, (type_, count, value) in rows.items():
        head += struct.pack(f"{order}HHI", tag, type_, count)
        long = tag in positions
        head += (
            struct.pack(f"{order}I", positions[tag]) if long else value.ljust(4, b"\0")
        )
    return head + b"\0" * 4 + long_values + b"".join(data)


def read(path: Path) -> U8:
    """Read a file: (h, w, 4), or (h, w, 3) without alpha."""
    raster = load(path)
    rows = raster.read_rows(0, raster.height).astype("<u4")
    channels = rows.view(np.uint8).reshape(raster.height, raster.width, 4)
    return channels if raster.has_alpha else channels[..., :3]


def row_of(values: Sequence[float]) -> Array:
    """Return a gray picture of one row."""
    exact = object if all(isinstance(value, int) for value in values) else float
    return np.array(values, exact).reshape(1, -1, 1)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("values", "bits", "kind", "expected"),
    [
        ([0, 2048, 4095], 12, UNSIGNED, [0, 128, 255]),
        ([0, 512, 1023, 4], 10, UNSIGNED, [0, 128, 255, 1]),
        ([0, 8192, 16383], 14, UNSIGNED, [0, 128, 255]),
        ([0, 3, 7], 3, UNSIGNED, [0, 109, 255]),
        ([0, 257, 65535], 16, UNSIGNED, [0, 1, 255]),
        ([0, 1 << 31, 3_000_000_000, (1 << 32) - 1], 32, UNSIGNED, [0, 128, 178, 255]),
        ([0, 0x8080, 0xFFFF], 32, UNSIGNED, [0, 128, 255]),
        ([0, 1 << 63, (1 << 64) - 1], 64, UNSIGNED, [0, 128, 255]),
        ([-128, -1, 0, 127], 8, SIGNED, [0, 127, 128, 255]),
        ([0, 64, 127], 8, SIGNED, [128, 192, 255]),
        ([0, 16384, 32767], 16, SIGNED, [0, 128, 255]),
        ([-100, 0, 100], 16, SIGNED, [0, 128, 255]),
        ([-(1 << 31), 0, (1 << 31) - 1], 32, SIGNED, [0, 128, 255]),
        ([0.0, 0.5, 1.0], 16, FLOAT, [0, 128, 255]),
        ([0.0, 0.5, 0.25], 32, FLOAT, [0, 128, 64]),
        ([0.0, 0.5, 0.25], 64, FLOAT, [0, 128, 64]),
        ([-1.0, 0.0, 3.0], 64, FLOAT, [0, 64, 255]),
        ([np.nan, np.inf, 0.0, 1.0], 64, FLOAT, [0, 255, 0, 255]),
    ],
)
def test_gray(
    tmp_path: Path,
    values: list[float],
    bits: int,
    kind: int,
    expected: list[int],
    order: str,
) -> None:
    """Gray of any depth runs from black to white, and its negative is inverted."""
    path = tiff(tmp_path / "a.tif", row_of(values), bits, kind, order=order)
    assert read(path)[0, :, 1].tolist() == expected

    if kind == SIGNED and bits > 8:
        return  # nobody writes the negative of numbers below zero
    path = tiff(tmp_path / "b.tif", row_of(values), bits, kind, 0, order=order)
    assert read(path)[0, :, 1].tolist() == [255 - level for level in expected]


@pytest.mark.parametrize("compression", [1, DEFLATE, LZW, PACK_BITS])
@pytest.mark.parametrize("tile", [0, 16], ids=["strips", "tiles"])
@pytest.mark.parametrize("planar", [False, True], ids=["chunky", "planar"])
@pytest.mark.parametrize("bits", [4, 10, 12, 16, 32])
def test_every_way_to_store_rgb(
    tmp_path: Path, bits: int, planar: bool, tile: int, compression: int
) -> None:
    """Strips or tiles, planes or pixels, compressed or not: the colors are the same."""
    samples = RNG.integers(0, 1 << bits, (21, 35, 3))
    path = tiff(
        tmp_path / "a.tif",
        samples,
        bits,
        photometric=RGB,
        planar=planar,
        compression=compression,
        tile=tile,
    )
    exact = samples * (255 / ((1 << bits) - 1))
    assert np.abs(read(path) - exact).max() < 1


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("kind", [UNSIGNED, FLOAT])
@pytest.mark.parametrize("compression", [DEFLATE, LZW])
def test_horizontal_prediction(
    tmp_path: Path, compression: int, kind: int, order: str
) -> None:
    """Differences from the pixel to the left are added up, in any byte order."""
    samples: Array = RNG.integers(0, 1 << 32, (5, 8, 3))
    tags = {317: 2}
    if kind == FLOAT:
        samples, tags = RNG.random((5, 8, 3)).astype(np.float32), {317: 3}
        octets = samples.astype(">f4").view(np.uint8).reshape(5, 24, 4)
        octets = octets.transpose(0, 2, 1).reshape(5, 32, 3)
        stored = np.diff(octets, axis=1, prepend=np.uint8(0)).reshape(5, 8, 12)
        data = [compressed(stored.tobytes(), compression, 5)]
        entries = {256: 8, 257: 5, 258: [32] * 3, 259: compression, 262: RGB}
        entries |= {277: 3, 278: 5, 279: [len(data[0])], 273: [0], 339: [3] * 3} | tags
        path = tmp_path / "a.tif"
        path.write_bytes(assembled(entries, data, 273, order))
        exact = samples * 255
    else:
        stored = np.diff(samples, axis=1, prepend=0) % (1 << 32)
        settings: dict[str, Any] = {"order": order, "compression": compression}
        path = tiff(
            tmp_path / "a.tif", samples, 32, photometric=RGB, tags=tags, stored=stored,
            **settings,
        )  # fmt: skip
        exact = samples * (255 / ((1 << 32) - 1))
    assert np.abs(read(path) - exact).max() <= 0.51


def test_bits_in_reverse_order(tmp_path: Path) -> None:
    """FillOrder 2 turns the bits of each byte around."""
    path = tiff(tmp_path / "a.tif", row_of([0, 2048, 4095, 1]), 12, tags={266: 2})
    data = bytearray(path.read_bytes())
    data[-6:] = bytes(int(f"{byte:08b}"[::-1], 2) for byte in data[-6:])
    path.write_bytes(data)
    assert read(path)[0, :, 0].tolist() == [0, 128, 255, 0]


@pytest.mark.parametrize("bits", [8, 16])
def test_premultiplied_gray(tmp_path: Path, bits: int) -> None:
    """Gray that is multiplied by its alpha is divided by it again."""
    full = (1 << bits) - 1
    half = (full + 1) // 2
    samples = np.array([[[half, full], [half // 2, half], [0, 0], [half, half]]])
    path = tiff(tmp_path / "a.tif", samples, bits, extras=[1])
    got = read(path)[0].astype(int)
    assert got[:, 3].tolist() == [255, 128, 0, 128]
    assert np.abs(got[[0, 1, 3], 0] - [128, 128, 255]).max() <= 1


@pytest.mark.parametrize("compression", [1, DEFLATE])
def test_planar_gray_with_alpha(tmp_path: Path, compression: int) -> None:
    """Gray levels in one plane and alpha in another find each other."""
    samples = np.array([[[10, 255], [20, 128], [30, 0]]])
    path = tmp_path / "a.tif"
    tiff(path, samples, 8, planar=True, extras=[2], compression=compression)
    assert read(path)[0].tolist() == [
        [10] * 3 + [255],
        [20] * 3 + [128],
        [30] * 3 + [0],
    ]


@pytest.mark.parametrize(
    ("extras", "alpha"), [([2], [0, 128, 255]), ([], [0, 128, 255]), ([0], None)]
)
def test_rgb_with_a_fourth_channel(
    tmp_path: Path, extras: list[int], alpha: list[int] | None
) -> None:
    """It is alpha if the file says so, or nothing; not if it is something else."""
    samples = np.full((1, 3, 4), 65535)
    samples[0, :, 3] = [0, 32896, 65535]
    path = tiff(
        tmp_path / "a.tif", samples, 16, photometric=RGB, planar=True, extras=extras
    )
    got = read(path)
    assert (got[..., :3] == 255).all()
    assert (got[0, :, 3].tolist() if got.shape[2] == 4 else None) == alpha


def test_planar_inks(tmp_path: Path) -> None:
    """Four inks of 16 bits are inks: none of them is paper, all of one is that ink."""
    samples = np.zeros((1, 3, 4), int)
    samples[0, 1, 0] = samples[0, 2, 3] = 65535
    path = tiff(tmp_path / "a.tif", samples, 16, photometric=CMYK, planar=True)
    assert read(path)[0].tolist() == [[255, 255, 255], [0, 255, 255], [0, 0, 0]]


def test_profile_resolution_and_orientation(tmp_path: Path) -> None:
    """What stands beside the samples counts as in any other TIFF."""
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = tmp_path / "a.tif"
    tiff(path, row_of([0, 2048, 4095]), 12, tags={274: 6, 34675: icc, 296: 2})
    assert read(path)[:, 0, 0].tolist() == [0, 128, 255]


def test_cut_off(tmp_path: Path) -> None:
    """A file that ends too early is refused in one sentence."""
    for compression in (1, DEFLATE, LZW):
        path = tmp_path / "a.tif"
        samples = RNG.integers(0, 4096, (9, 20, 1))
        tiff(path, samples, 12, compression=compression, strip=9)
        path.write_bytes(path.read_bytes()[:-100])
        with pytest.raises(ImageReadError, match=r"a\.tif is damaged") as caught:
            load(path)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("bits", [8, 12, 16])
@pytest.mark.parametrize("planar", [False, True])
@pytest.mark.parametrize(
    ("tile", "changed"),
    [(0, {257: 40}), (0, {278: 1}), (0, {257: 4_194_320}), (16, {257: 40})],
)
def test_missing_strips_and_tiles(
    tmp_path: Path,
    bits: int,
    planar: bool,
    tile: int,
    changed: dict[int, int],
) -> None:
    """Pixels that no strip or tile covers are not black: the file is damaged."""
    path = tmp_path / "a.tif"
    samples = np.full((9, 16, 3 if planar else 1), 200)
    photometric = RGB if planar else BLACK_IS_ZERO
    tiff(path, samples, bits, photometric=photometric, planar=planar, tile=tile,
         strip=9, tags=changed)  # fmt: skip
    with pytest.raises(ImageReadError, match=r"strips or tiles are missing"):
        load(path)


@pytest.mark.parametrize("bits", [8, 12])
def test_surplus_tiles(tmp_path: Path, bits: int) -> None:
    """Tiles beyond those that the size needs do not paint over the others."""
    samples = np.zeros((9, 20, 1), int)
    samples[:, :16] = (1 << bits) - 1
    path = tiff(tmp_path / "a.tif", samples, bits, tile=16, tags={256: 10})
    assert np.unique(read(path)).tolist() == [255]


def test_rare_kinds_are_named(tmp_path: Path) -> None:
    """What cannot be read is called what it is, with what to do."""
    samples = np.zeros((2, 2, 3), int)
    for bits, photometric, tags in (
        (16, 8, {}),  # Lab
        (8, YCBCR, {530: [2, 2]}),  # uncompressed, with fewer samples of color
        (16, RGB, {258: [16, 16, 8]}),
        (12, RGB, {259: 7}),  # JPEG
        (32, RGB, {258: [24, 24, 24]}),
        (8, RGB, {259: 50001}),  # WebP
    ):
        path = tiff(
            tmp_path / "a.tif", samples, bits, photometric=photometric, tags=tags
        )
        with pytest.raises(ImageReadError, match=r"a\.tif is a TIFF .*: save it"):
            load(path)
