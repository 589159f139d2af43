"""Read the samples of TIFF files of any depth: strips and tiles, with numpy."""

import io
import struct
import zlib
from collections.abc import Iterator
from typing import IO, Any, NamedTuple

import numpy as np
from PIL import Image, TiffTags
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from kquant.files.kinds import DamagedFileError
from kquant.files.tiff_layout import DEFLATE, UNCOMPRESSED, Layout
from kquant.runtime.arrays import U8

Samples = np.ndarray[Any, np.dtype[Any]]

MISSING_BLOCKS = "some of its strips or tiles are missing"  # follows "is damaged: "

_FLOAT_PREDICTOR = 3
_BAND_SAMPLES = 1 << 20
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


class Band(NamedTuple):
    """Some rows of a strip or tile.

    Attributes
    ----------
    top, left : int
        Where its first pixel is in the picture.
    channel : int
        The number of its first sample in a pixel.
    samples : array, shape (rows, columns, samples)
        Numbers as they are in the file.
    """

    top: int
    left: int
    channel: int
    samples: Samples


def read_bands(
    file: IO[bytes], tags: ImageFileDirectory_v2, layout: Layout
) -> Iterator[Band]:
    """Read all samples of the first picture in a TIFF, a few rows at a time.

    Parameters
    ----------
    file : binary file
    tags : PIL.TiffImagePlugin.ImageFileDirectory_v2
    layout : Layout

    Yields
    ------
    Band

    Raises
    ------
    OSError, ValueError, KeyError
        When the file is damaged.
    """
    across = -(-layout.width // layout.block_width)
    blocks = across * -(-layout.height // layout.block_height)
    planes = layout.samples if layout.is_planar else 1
    offsets = _numbers_of(tags[324 if layout.is_tiled else 273])
    lengths = _numbers_of(tags.get(325 if layout.is_tiled else 279, ()))
    if len(offsets) < blocks * planes:
        raise DamagedFileError(MISSING_BLOCKS)
    for number in range(blocks * planes):
        channel, index = divmod(number, blocks)
        row, column = divmod(index, across)
        top, left = row * layout.block_height, column * layout.block_width
        place = offsets[number], lengths[number] if number < len(lengths) else -1
        rows = min(layout.block_height, layout.height - top)
        for first, samples in _bands_of(file, place, layout, rows):
            kept = samples[:, : layout.width - left]
            yield Band(top + first, left, channel, kept)


def _numbers_of(value: int | tuple[int, ...]) -> tuple[int, ...]:
    """Return the values of a tag, of which Pillow gives a single one by itself."""
    return value if isinstance(value, tuple) else (value,)


def _bands_of(
    file: IO[bytes], place: tuple[int, int], layout: Layout, rows: int
) -> Iterator[tuple[int, Samples]]:
    """Yield the rows of a strip or tile, some at a time, with the number of the first."""
    samples = 1 if layout.is_planar else layout.samples
    columns = layout.block_width
    row_bytes = -(-columns * samples * layout.bits // 8)
    offset, length = place
    whole = b""
    if layout.compression != UNCOMPRESSED:
        file.seek(offset)
        stored_rows = layout.block_height if layout.is_tiled else rows
        whole = _unpacked(_ordered(file.read(length), layout), layout.compression,
                          stored_rows, row_bytes)  # fmt: skip
    step = max(1, _BAND_SAMPLES // (columns * samples))
    for first in range(0, rows, step):
        shape = (min(step, rows - first), columns, samples)
        start, end = first * row_bytes, (first + shape[0]) * row_bytes
        if layout.compression == UNCOMPRESSED:
            file.seek(offset + start)
            data = _ordered(file.read(end - start), layout)
        else:
            data = whole[start:end]
        if len(data) < end - start:
            raise DamagedFileError("it is cut off")
        octets = np.frombuffer(data, np.uint8).reshape(shape[0], row_bytes)
        yield first, _numbers(octets, layout, shape)


def _ordered(data: bytes, layout: Layout) -> bytes:
    """Bring the bits of bytes into the usual order."""
    return data.translate(_REVERSED) if layout.fill_order == 2 else data


def _numbers(octets: U8, layout: Layout, shape: tuple[int, int, int]) -> Samples:
    """Turn the bytes of rows into numbers, and undo the prediction."""
    if layout.predictor == _FLOAT_PREDICTOR and layout.kind == "f":
        return _after_float_prediction(octets, layout, shape)
    if layout.bits not in {8, 16, 32, 64}:
        return _bit_fields(octets, layout.bits, shape)
    numbers = octets.view(layout.dtype).reshape(shape)
    if layout.predictor == 2 and layout.compression != UNCOMPRESSED:
        native = numbers.astype(layout.dtype.newbyteorder("="))
        return np.cumsum(native, axis=1, dtype=native.dtype)
    return numbers


def _unpacked(data: bytes, compression: int, rows: int, row_bytes: int) -> bytes:
    """Undo the compression of a block."""
    if compression in DEFLATE:
        return zlib.decompressobj().decompress(data, rows * row_bytes)
    # libtiff does the rest, in a picture whose gray levels are the bytes wanted.
    entries = {256: row_bytes, 257: rows, 258: 8, 259: compression, 262: 1}
    entries |= {273: 8 + 2 + 9 * 12 + 4, 277: 1, 278: rows, 279: len(data)}
    table = b"".join(
        struct.pack("<HHII", tag, TiffTags.LONG, 1, value)
        for tag, value in entries.items()
    )
    head = struct.pack("<2sHIH", b"II", 42, 8, len(entries))
    with Image.open(io.BytesIO(head + table + b"\0" * 4 + data), formats=["TIFF"]) as x:
        return x.tobytes()


def _bit_fields(octets: U8, bits: int, shape: tuple[int, int, int]) -> Samples:
    """Unpack numbers that are not whole bytes; each row starts at a byte."""
    _, columns, samples = shape
    fields = np.unpackbits(octets, axis=1)[:, : columns * samples * bits]
    numbers = np.zeros(shape, np.uint8 if bits < 8 else np.uint16)
    for bit in range(bits):
        numbers = (numbers << 1) | fields[:, bit::bits].reshape(shape)
    return numbers


def _after_float_prediction(
    octets: U8, layout: Layout, shape: tuple[int, int, int]
) -> Samples:
    """Undo Adobe's prediction: differences of bytes, the most significant ones first."""
    rows, columns, samples = shape
    size = layout.bits // 8
    strides = octets.reshape(rows, -1, samples)
    summed = np.cumsum(strides, axis=1, dtype=np.uint8)
    planes = summed.reshape(rows, size, columns * samples)
    numbers = np.ascontiguousarray(planes.transpose(0, 2, 1))
    return numbers.view(f">f{size}").reshape(shape)
