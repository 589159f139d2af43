"""Read the samples of TIFF files of any depth: strips and tiles, with numpy."""

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
from PIL import Image, TiffTags
from PIL.TiffImagePlugin import COMPRESSION_INFO, ImageFileDirectory_v2

from kquant.files.kinds import UnsupportedKindError, check_size
from kquant.runtime.arrays import U8

Samples = np.ndarray[Any, np.dtype[Any]]

_KINDS = {1: "u", 2: "i", 3: "f", 4: "u"}  # of SampleFormat; 4 is undefined
_DEFLATE = {8, 32946}
_BY_LIBTIFF = {5, 32773, 34925, 50000}  # LZW, PackBits, LZMA, Zstandard
_FLOAT_PREDICTOR = 3
_BAND_SAMPLES = 1 << 22
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


@dataclass(frozen=True, slots=True)
class Layout:
    """How the samples of a TIFF are stored.

    Parameters
    ----------
    width, height : int
    samples : int
        How many each pixel has, with alpha.
    bits : int
        Of each sample.
    kind : str
        "u" for unsigned and "i" for signed whole numbers, "f" for floating point.
    is_planar : bool
        Whether each channel stands by itself.
    block_width, block_height : int
        The size of a strip or tile.
    is_tiled : bool
    compression, predictor, fill_order : int
        As TIFF numbers them.
    byte_order : str
        "<" or ">".
    """

    width: int
    height: int
    samples: int
    bits: int
    kind: str
    is_planar: bool
    block_width: int
    block_height: int
    is_tiled: bool
    compression: int
    predictor: int
    fill_order: int
    byte_order: str

    @classmethod
    def of(cls, tags: ImageFileDirectory_v2) -> "Layout":
        """Find the layout in the tags of a file."""
        width, height = int(tags[256]), int(tags[257])
        samples = int(tags.get(277, 1))
        bits, formats = set(tags.get(258, (1,))), set(tags.get(339, (1,)))
        is_tiled = 324 in tags
        layout = cls(
            width,
            height,
            samples,
            bits=next(iter(bits)),
            kind=_KINDS.get(next(iter(formats)), ""),
            is_planar=tags.get(284, 1) == 2 and samples > 1,
            block_width=int(tags[322]) if is_tiled else width,
            block_height=int(tags[323] if is_tiled else tags.get(278, height)),
            is_tiled=is_tiled,
            compression=int(tags.get(259, 1)),
            predictor=int(tags.get(317, 1)),
            fill_order=int(tags.get(266, 1)),
            byte_order="<" if tags.prefix == b"II" else ">",
        )
        layout.check(one_kind=len(bits) == len(formats) == 1)
        return layout

    def check(self, *, one_kind: bool) -> None:
        """Refuse what cannot be read, in words that follow the name of the file."""
        check_size(self.width, self.height)
        most = self.width * self.height
        if self.block_width < 1 or not self.block_height > 0 or self.samples < 1:
            raise ValueError("it has blocks without pixels")
        if self.is_tiled and self.block_width * self.block_height > max(most, 1 << 24):
            raise ValueError("its tiles are larger than it")
        depths = {16, 32, 64} if self.kind == "f" else {*range(1, 17), 32, 64}
        packed = self.bits not in {8, 16, 32, 64}
        if not one_kind or self.bits not in depths or (packed and self.kind != "u"):
            raise UnsupportedKindError(
                "is a TIFF whose samples are of a rare kind, which kquant cannot read: "
                "save it with 8 or 16 bits per channel"
            )
        if self.compression not in {1, *_DEFLATE, *_BY_LIBTIFF}:
            name = COMPRESSION_INFO.get(self.compression, str(self.compression))
            raise UnsupportedKindError(
                f"is a TIFF of {self.bits} bits per channel with {name} compression, "
                "which kquant cannot read: save it uncompressed"
            )

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type of samples once they are unpacked, in the order of the file."""
        size = next(x for x in (8, 16, 32, 64) if x >= self.bits)
        return np.dtype(f"{self.byte_order}{self.kind}{size // 8}")


def read_samples(
    file: IO[bytes], tags: ImageFileDirectory_v2
) -> tuple[Samples, Layout]:
    """Read all samples of the first picture in a TIFF.

    Parameters
    ----------
    file : binary file
    tags : PIL.TiffImagePlugin.ImageFileDirectory_v2

    Returns
    -------
    samples : array, shape (h, w, samples per pixel)
        Numbers as they are in the file.
    layout : Layout

    Raises
    ------
    UnsupportedKindError
        When they are stored in a way that is not known here.
    OSError, ValueError, KeyError
        When the file is damaged.
    """
    layout = Layout.of(tags)
    dtype = layout.dtype.newbyteorder("=")
    pixels = np.zeros((layout.height, layout.width, layout.samples), dtype)
    for place, top, left, channels in _places(layout, tags):
        if top >= layout.height:
            break
        target = pixels[top:, left:, channels]
        rows, columns = layout.block_height, layout.block_width
        if not layout.is_tiled:
            rows = min(rows, len(target))
        block = _block(file, place, layout, (rows, columns, target.shape[2]))
        height, width = min(rows, len(target)), min(columns, target.shape[1])
        target[:height, :width] = block[:height, :width]
    return pixels, layout


def _places(
    layout: Layout, tags: ImageFileDirectory_v2
) -> Iterator[tuple[tuple[int, int], int, int, slice]]:
    """Yield the offset and length of each block, its place, and its channels."""
    across = -(-layout.width // layout.block_width)
    down = -(-layout.height // layout.block_height)
    planes = layout.samples if layout.is_planar else 1
    offsets = tags[324] if layout.is_tiled else tags[273]
    lengths = tags.get(325 if layout.is_tiled else 279, ())
    if len(offsets) < across * down * planes:
        raise OSError("some of its strips or tiles are missing")
    for number in range(across * down * planes):
        plane, index = divmod(number, across * down)
        row, column = divmod(index, across)
        channels = slice(plane, plane + 1) if layout.is_planar else slice(None)
        length = int(lengths[number]) if number < len(lengths) else -1
        top, left = row * layout.block_height, column * layout.block_width
        yield (int(offsets[number]), length), top, left, channels


def _block(
    file: IO[bytes], place: tuple[int, int], layout: Layout, shape: tuple[int, int, int]
) -> Samples:
    """Read a strip or tile: an array of this shape."""
    rows, columns, samples = shape
    row_bytes = -(-columns * samples * layout.bits // 8)
    offset, length = place
    file.seek(offset)
    data = file.read(rows * row_bytes if layout.compression == 1 else length)
    if layout.fill_order == 2:
        data = data.translate(_REVERSED)
    data = _unpacked(data, layout.compression, rows, row_bytes)
    if len(data) < rows * row_bytes:
        raise OSError("it is cut off")
    octets = np.frombuffer(data, np.uint8, rows * row_bytes).reshape(rows, row_bytes)
    if layout.predictor == _FLOAT_PREDICTOR:
        return _after_float_prediction(octets, layout, shape)
    if layout.bits not in {8, 16, 32, 64}:
        return _bit_fields(octets, layout.bits, shape)
    numbers = octets.view(layout.dtype).reshape(shape)
    if layout.predictor == 2:
        native = numbers.astype(layout.dtype.newbyteorder("="))
        return np.cumsum(native, axis=1, dtype=native.dtype)
    return numbers


def _unpacked(data: bytes, compression: int, rows: int, row_bytes: int) -> bytes:
    """Undo the compression of a block."""
    if compression == 1:
        return data
    if compression in _DEFLATE:
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
    rows, columns, samples = shape
    numbers = np.empty(shape, np.uint8 if bits < 8 else np.uint16)
    step = max(1, _BAND_SAMPLES // (columns * samples))
    for top in range(0, rows, step):
        fields = np.unpackbits(octets[top : top + step], axis=1)
        fields = fields[:, : columns * samples * bits]
        fields = fields.reshape(-1, columns, samples, bits)
        band = np.zeros(fields.shape[:3], numbers.dtype)
        for bit in range(bits):
            band = (band << 1) | fields[..., bit]
        numbers[top : top + step] = band
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
