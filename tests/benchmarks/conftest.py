"""A picture to run rivals on, and fake rivals: a line of Python each."""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks import vivid
from benchmarks.compare import Bench, Picture
from benchmarks.tools import Package, Tool

Fake = Callable[[str, str], Tool]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Return a picture of three colors: 8 pixels black, 6 gray, 2 white."""
    path = tmp_path / "photo.png"
    levels = bytes([0] * 8 + [250] * 6 + [255] * 2)
    Image.frombytes("L", (4, 4), levels).convert("RGB").save(path)
    return path


@pytest.fixture
def picture(photo: Path, tmp_path: Path) -> Picture:
    """Return the photo, read."""
    return Picture.of(photo, tmp_path)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Return a bench that runs once after the warm-up, and waits half a minute."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    return Bench(scratch, runs=1, limit=30)


@pytest.fixture
def fake() -> Fake:
    """Return a maker of tools, from a name and a line of Python."""

    def make(name: str, code: str) -> Tool:
        tool = Tool(name, Package("fake"), f'-c "{code}"')
        return tool.found(sys.executable, "1.0")

    return make


@pytest.fixture
def small_area(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judge the small vivid area on a sixteenth of its pixels."""
    pixels = vivid.picture()[::4, ::4]
    green = np.argwhere((pixels == vivid.GREEN).all(axis=2))
    (top, left), (bottom, right) = green.min(axis=0), green.max(axis=0) + 1
    monkeypatch.setattr(vivid, "picture", lambda: pixels)
    monkeypatch.setattr(vivid, "SQUARE", (slice(top, bottom), slice(left, right)))
