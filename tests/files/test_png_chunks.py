"""Chunks of PNG, byte by byte."""

import numpy as np

from kquant.files import png_chunks as chunks


def test_chunks() -> None:
    """The end of every PNG is known; other chunks have their numbers big-endian."""
    assert chunks.chunk(chunks.END) == bytes.fromhex("0000000049454e44ae426082")
    header = chunks.header(258, 3, 4)
    assert header[:8] == b"\0\0\0\x0dIHDR"
    assert header[8:21] == b"\0\0\1\2\0\0\0\3\4\3\0\0\0"
    colors = np.array([[1, 2, 3]], dtype=np.uint8)
    assert chunks.palette(colors)[:11] == b"\0\0\0\3PLTE\1\2\3"
    assert chunks.software("kquant 1")[4:-4] == b"tEXtSoftware\0kquant 1"


def test_resolution() -> None:
    """72 and 300 dots per inch are 2835 and 11811 per meter."""
    body = chunks.resolution((72, 300))[8:-4]
    assert body == (2835).to_bytes(4) + (11811).to_bytes(4) + b"\1"


def test_what_is_not_there() -> None:
    """No chunk stands for nothing."""
    assert chunks.resolution(None) == chunks.software("") == b""
    assert chunks.transparency(b"") == b""
