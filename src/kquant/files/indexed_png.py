"""Write indexed PNG files: rows filtered by numpy, compressed on all cores."""

import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from kquant.files import png_chunks as chunks
from kquant.files.deflate import Way, deflate
from kquant.files.formats import Compression
from kquant.files.png_rows import NONE, PIECE, UP, Rows, bits_for
from kquant.images.opacity import Flat
from kquant.images.raster import Dpi

_SAMPLE = 1 << 13  # bytes from each of three places
_LONG_PIECE = 1 << 22  # bytes, where size counts more than time
_WORTH_IT = 0.9  # the rare method is used if its sample is below this part of the best


class _Method(NamedTuple):
    """A filter for all rows, and a way to compress them."""

    kind: int
    way: Way


# Chosen by measurements on photos: the usual methods, and one that is rarely best. When
# several pixels share a byte, run lengths are fastest and nearly the smallest, unless
# patterns repeat, as in text and diagrams.
_RUNS = Way(6, zlib.Z_RLE, memory=7)
_PACKED = (_Method(NONE, _RUNS), _Method(UP, _RUNS)), _Method(NONE, Way(6))
_LEVELS: dict[Compression, Way] = {"fast": Way(1), "default": Way(4)}
_SMOOTH = Way(5)  # large photos: 6 % smaller, and all cores share the extra time
_MEDIUM = 128  # entries up to which this level gains 2 to 3 % in any picture
_FEW_PIECES = 8
_THOROUGH = (
    _Method(NONE, Way(9, memory=7)),
    _Method(NONE, Way(9, zlib.Z_FILTERED, memory=7)),
    _Method(UP, Way(7, memory=7)),
    *_PACKED[0],
)


def encode_indexed_png(
    flat: Flat,
    dpi: Dpi | None,
    file: BinaryIO,
    compress: Compression = "default",
    software: str = "",
) -> None:
    """Write an indexed PNG.

    Parameters
    ----------
    flat : Flat
    dpi : (float, float) or None
        Pixels per inch.
    file : binary file
    compress : {"fast", "default", "max"}
        "max" tries several ways and keeps the smallest file.
    software : str
        What the file records of the program that made it, in ASCII.
    """
    height, width = flat.indices.shape
    bits = bits_for(len(flat.colors))
    rows = Rows(flat.indices, bits, _LONG_PIECE if compress == "max" else PIECE)
    file.write(chunks.SIGNATURE + chunks.header(width, height, bits))
    file.write(chunks.software(software) + chunks.palette(flat.colors))
    file.write(chunks.transparency(flat.alpha) + chunks.resolution(dpi))
    for part in _compressed(rows, len(flat.colors), compress):
        file.write(chunks.chunk(b"IDAT", part))
    file.write(chunks.chunk(chunks.END))


def _compressed(rows: Rows, entries: int, compress: Compression) -> list[bytes]:
    """Return the compressed rows, in parts."""
    if compress == "max":
        tries = (_deflated(rows, method) for method in _THOROUGH)
        return min(tries, key=lambda parts: sum(map(len, parts)))
    return _deflated(rows, _chosen(rows, entries, compress))


def _deflated(rows: Rows, method: _Method) -> list[bytes]:
    """Compress rows by a method."""
    kind = method.kind
    return deflate(rows.pieces, lambda i: rows.piece(i, kind), method.way)


def _chosen(rows: Rows, entries: int, compress: Compression) -> _Method:
    """Choose a method by a sample of the rows."""
    usual: tuple[_Method, ...]
    usual, rare = _PACKED
    if bits_for(entries) == 8:
        way = _LEVELS[compress]
        gains = entries <= _MEDIUM or rows.pieces > _FEW_PIECES
        if compress == "default" and gains:
            way = _SMOOTH
        usual, rare = (_Method(NONE, way),), _Method(UP, way)
    *sizes, size = _sizes(rows, (*usual, rare))
    if size < _WORTH_IT * min(sizes):
        return rare
    return usual[sizes.index(min(sizes))]


def _sizes(rows: Rows, methods: tuple[_Method, ...]) -> Iterator[int]:
    """Yield the size of the compressed sample by each method."""
    for kind, way in methods:
        sample = rows.sample(_SAMPLE, kind)
        yield len(deflate(1, [(b"", sample)].__getitem__, way)[0])
