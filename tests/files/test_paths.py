"""Paths as strings."""

import os
import stat
from pathlib import Path

import pytest

from kquant.files.paths import file_mode, is_special, stem_of, suffix_of


@pytest.mark.parametrize(
    ("path", "stem", "suffix"),
    [
        ("a.png", "a", ".png"),
        ("x/a.b.JPG", "a.b", ".JPG"),
        ("x.d/a", "a", ""),
        (".hidden", ".hidden", ""),
        ("", "", ""),
        ("x/", "", ""),
    ],
)
def test_parts(path: str, stem: str, suffix: str) -> None:
    """The suffix begins at the last dot of the name, unless the name begins there."""
    assert (stem_of(path), suffix_of(path)) == (stem, suffix)


def test_modes(tmp_path: Path) -> None:
    """A file and a folder have their modes; what is not there has 0."""
    (tmp_path / "file").touch()

    assert stat.S_ISREG(file_mode(str(tmp_path / "file")))
    assert stat.S_ISDIR(file_mode(str(tmp_path)))
    for path in (tmp_path / "missing", tmp_path / "file" / "x", "x\0y"):
        assert file_mode(str(path)) == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_what_is_special(tmp_path: Path) -> None:
    """Pipes and devices are special; files, folders and what is missing are not."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").touch()

    special = [file_mode(str(path)) for path in (tmp_path / "pipe", "/dev/null")]
    others = [file_mode(str(tmp_path / name)) for name in ("file", "", "missing")]
    assert [is_special(mode) for mode in special] == [True, True]
    assert [is_special(mode) for mode in others] == [False, False, False]
