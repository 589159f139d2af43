"""Frames of animated files: each a complete picture of one size."""

import io
import struct
from pathlib import Path

import numpy as np

from kquant.files.formats import COMPRESSIONS
from kquant.files.frames import encode_animation
from kquant.files.reading import read_animation, read_still
from kquant.images.animation import Timing
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette


def _gif(*frames: tuple[int, int, int]) -> bytes:
    """Return a GIF with a screen of 4 by 4 pixels.

    Each frame has 4 by 4 pixels of one color and starts at (left, top); the colors
    are 0 red, 1 green, 2 blue.
    """
    table = bytes([255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0])
    data = b"GIF89a" + struct.pack("<HH", 4, 4) + b"\x81\0\0" + table
    for left, top, color in frames:
        # Codes of 3 bits: 4 clears the table, 5 ends; a pixel after each clearing
        # keeps the codes at 3 bits.
        codes = [code for _ in range(16) for code in (4, color)] + [5]
        bits = sum(code << 3 * place for place, code in enumerate(codes))
        packed = bits.to_bytes((3 * len(codes) + 7) // 8, "little")
        data += b"," + struct.pack("<HHHH", left, top, 4, 4) + b"\0\x02"
        data += bytes([len(packed)]) + packed + b"\0"
    return data + b";"


def test_frames_beyond_the_screen_of_a_gif(tmp_path: Path) -> None:
    """They are cut off at its edge, or do not show at all; none is lost."""
    path = tmp_path / "x.gif"
    path.write_bytes(_gif((0, 0, 0), (2, 3, 1), (9, 9, 2), (0, 0, 2)))
    picture = read_animation(str(path))
    assert len(picture.timing) == 4
    assert (picture.strip.width, picture.strip.height) == (4, 16)
    pixels = picture.strip.read_rows(0, 16) & 0xFFFFFF
    frames = pixels.reshape(4, 4, 4)
    red, green, blue = 0xFF, 0xFF00, 0xFF0000
    assert (frames[0] == red).all()
    expected = np.full((4, 4), red)
    expected[3:, 2:] = green
    assert (frames[1] == expected).all()
    assert (frames[2] == expected).all()
    assert (frames[3] == blue).all()


def test_a_first_frame_beyond_the_screen(tmp_path: Path) -> None:
    """It makes the picture larger, as in other programs, and the others follow."""
    path = tmp_path / "x.gif"
    path.write_bytes(_gif((2, 2, 0), (0, 0, 1)))
    assert read_animation(str(path)).strip.height == 2 * 6
    still, is_animated = read_still(str(path))
    assert (still.width, still.height, is_animated) == (6, 6, True)


def test_no_key_frames() -> None:
    """In WebP, sixteen frames of the same noise with a moving dot take little more than one."""
    rng = np.random.default_rng(1)
    palette = Palette(rng.integers(0, 256, (32, 3), dtype=np.uint8))
    still = rng.integers(0, 32, (60, 80), dtype=np.uint8)
    frames = np.stack([still] * 16)
    for number, frame in enumerate(frames):
        frame[30, 5 * number] ^= 1
    sizes = {}
    for compress in COMPRESSIONS[:2]:
        for count in (2, 16):
            image = IndexedImage(frames[:count].reshape(-1, 80), palette)
            file = io.BytesIO()
            timing = Timing((50.0,) * count)
            encode_animation(image, timing, "webp", file, compress)
            sizes[compress, count] = len(file.getvalue())
    assert sizes["fast", 16] < 1.5 * sizes["fast", 2]
    assert sizes["default", 16] < 1.5 * sizes["default", 2]
