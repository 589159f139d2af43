"""Blocks of GIF files, byte by byte."""

import numpy as np
import pytest

from kquant.files.gif_blocks import CLEAR, control, picture, repetitions, screen


def test_screen() -> None:
    """Width and height are little-endian; a table has as many entries as a power of two."""
    colors = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]], dtype=np.uint8)
    assert screen(3, 258) == b"GIF89a\3\0\2\1\x70\0\0"
    table = b"\1\2\3\4\5\6\7\x08\x09\0\0\0"
    assert screen(3, 258, colors) == b"GIF89a\3\0\2\1\xf1\0\0" + table
    assert screen(1, 1, colors[:1])[10:] == b"\xf0\0\0\1\2\3\0\0\0"


@pytest.mark.parametrize(("plays", "said"), [(0, 0), (2, 1), (70_000, 65_535)])
def test_repetitions(plays: int, said: int) -> None:
    """GIF counts how often an animation is repeated; a single time needs no block."""
    assert repetitions(plays)[-3:-1] == said.to_bytes(2, "little")
    assert repetitions(1) == b""


def test_control() -> None:
    """Disposal and transparency share a byte; 1.28 s are 128 hundredths."""
    assert control(1280) == b"!\xf9\x04\x04\x80\0\0\0"
    assert control(0, CLEAR, 9) == b"!\xf9\x04\x09\0\0\x09\0"


def test_codes_are_as_short_as_can_be() -> None:
    """One pixel is three codes of 3 bits: clear (4), 0, end (5), lowest bits first."""
    image = picture(5, 6, np.zeros((1, 1), dtype=np.uint8))
    assert image == b",\5\0\6\0\1\0\1\0\0" + b"\2" + b"\2" + bytes([0x44, 1]) + b"\0"
    one = np.full((1, 1), 130, dtype=np.uint8)
    assert picture(0, 0, one)[10] == 8
    colors = np.zeros((5, 3), dtype=np.uint8)
    assert picture(0, 0, one, colors)[9] == 0x82
