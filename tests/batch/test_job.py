"""One picture to do: where its results go."""

from pathlib import Path

import pytest

from kquant.batch.job import Job


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)


JOB = Job("a.jpg", "a-k8.png", "png", {"hex": "a.hex", "ase": "b.ase"})


def test_the_picture_comes_first() -> None:
    """The targets are the picture, then the palette files in their order."""
    assert JOB.targets() == ["a-k8.png", "a.hex", "b.ase"]
    assert Job("a.jpg", None, None, {"hex": "a.hex"}).targets() == ["a.hex"]
    assert Job("a.jpg", None, None, {}).targets() == []


def test_standard_output_is_no_path() -> None:
    """What goes to standard output is a target, but not a file to write."""
    job = Job("a.jpg", "-", "png", {"hex": "a.hex"})

    assert job.targets() == ["-", "a.hex"]
    assert job.paths() == ["a.hex"]


def test_panels_have_numbered_palettes() -> None:
    """With three panels there are three palette files, numbered before the suffix."""
    job = JOB._replace(panels=3)

    assert JOB.panel_paths("hex") == ["a.hex"]
    assert job.panel_paths("hex") == ["a-1.hex", "a-2.hex", "a-3.hex"]
    assert job.targets()[-3:] == ["b-1.ase", "b-2.ase", "b-3.ase"]
