"""Palettes, and how their files are written and read in memory."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from kquant.images.palette import Palette
from kquant.palette_files.reading import read_palette
from kquant.palette_files.writing import writer
from kquant.runtime.arrays import F64


class Written(Protocol):
    """Return the contents of a palette file in a format."""

    def __call__(
        self, name: str, palette: Palette, shares: F64 | None = None
    ) -> bytes: ...


ReadBack = Callable[[str, bytes], Palette]


@pytest.fixture
def three() -> Palette:
    """Return a palette of three colors with a name."""
    return Palette.from_hex("#e2001a #ffffff #000080", "Flag")


@pytest.fixture(scope="session")
def written() -> Written:
    """Return a function that returns the contents of a palette file."""

    def contents(name: str, palette: Palette, shares: F64 | None = None) -> bytes:
        file = io.BytesIO()
        writer(name)(palette, shares, file)
        return file.getvalue()

    return contents


@pytest.fixture
def read_back(tmp_path: Path) -> ReadBack:
    """Return a function that reads contents from a file of a name."""

    def read(name: str, data: bytes) -> Palette:
        path = tmp_path / name
        path.write_bytes(data)
        return read_palette(path)

    return read
