"""Animations are told from stills by their blocks."""

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kquant.files.animated import animation_format


def _write(path: Path, frames: int, mode: str = "RGB") -> bytes:
    """Write pictures of random colors as one file, and return it."""
    rng = np.random.default_rng(3)
    pixels = rng.integers(0, 256, (frames, 30, 40, 3), dtype=np.uint8)
    first, *others = (Image.fromarray(frame).convert(mode) for frame in pixels)
    first.save(path, save_all=True, append_images=others, comment="x" * 600)
    return path.read_bytes()


@pytest.mark.parametrize("suffix", ["gif", "webp", "GIF"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("frames", [1, 2, 5])
def test_frames_are_counted(
    tmp_path: Path, suffix: str, mode: str, frames: int
) -> None:
    """One frame is a still; other formats are not looked at."""
    path = tmp_path / f"a.{suffix}"
    _write(path, frames, mode)
    expected = suffix.lower() if frames > 1 else None
    assert animation_format(str(path)) == expected
    (tmp_path / "a.png").write_bytes(path.read_bytes())
    assert animation_format(str(tmp_path / "a.png")) is None


@pytest.mark.parametrize("suffix", ["gif", "webp"])
def test_no_damage_matters(tmp_path: Path, suffix: str) -> None:
    """Cut off anywhere, a file is an animation or not, and never an error."""
    path = tmp_path / f"a.{suffix}"
    data = _write(path, 2)
    found = []
    for length in range(0, len(data), 7):
        path.write_bytes(data[:length])
        found.append(animation_format(str(path)))
    assert found[0] is None
    assert found[-1] == suffix
    assert set(found) == {None, suffix}


def test_what_is_no_file(tmp_path: Path) -> None:
    """Pipes are not read, because that can be done only once."""
    os.mkfifo(tmp_path / "a.gif")
    assert animation_format(str(tmp_path / "a.gif")) is None
    assert animation_format(str(tmp_path / "b.gif")) is None
    (tmp_path / "c.gif").write_bytes(b"no picture")
    assert animation_format(str(tmp_path / "c.gif")) is None
