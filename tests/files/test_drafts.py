"""Unfinished files that killed processes left behind are removed, and no others."""

import os
import time
from pathlib import Path

import pytest

from kquant.files.atomic import atomic_file
from kquant.files.drafts import draft_of, remove_drafts, remove_old_drafts

NOBODY = 2**22 + 1  # more than the largest number of a process


def _leave(folder: Path, process: int, age: float = 0) -> Path:
    """Leave a draft as a process with this number does, some seconds old."""
    name = Path(draft_of(str(folder / "a.png"))).name
    draft = folder / name.replace(f"-{os.getpid()}-", f"-{process}-")
    draft.touch()
    then = time.time() - age
    os.utime(draft, (then, then))
    return draft


def test_drafts_of_one_file(tmp_path: Path) -> None:
    """What is left of one file can be removed; the files beside it are not touched."""
    target, other = tmp_path / "a.png", tmp_path / "b.png"
    left = []
    for path in (target, target, other):
        with atomic_file(path, overwrite=True) as file:
            left.append(Path(file.name))
        left[-1].touch()
    remove_drafts(target)
    assert {path.name for path in tmp_path.iterdir()} == {
        *("a.png", "b.png", left[-1].name)
    }


def test_drafts_behind_a_link(tmp_path: Path) -> None:
    """They are beside the file, not beside the link."""
    (tmp_path / "real").mkdir()
    (tmp_path / "a.png").symlink_to("real/a.png")
    draft = _leave(tmp_path / "real", NOBODY)
    remove_drafts(tmp_path / "a.png")
    assert not draft.exists()


def test_old_drafts_of_killed_runs(tmp_path: Path) -> None:
    """Young ones, those of living processes, and other files stay."""
    old = [_leave(tmp_path, NOBODY, 4000), _leave(tmp_path, NOBODY, 1e6)]
    stay = {_leave(tmp_path, NOBODY, 3000), _leave(tmp_path, os.getpid(), 4000)}
    for name in (".kquant-note.tmp", ".kquant-1-2-3.tmp", f"x{old[0].name}", "a.png"):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (0, 0))
        stay.add(tmp_path / name)
    assert remove_old_drafts(str(tmp_path)) == len(old)
    assert set(tmp_path.iterdir()) == stay


def test_processes_of_others_are_respected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that must not be signaled is running all the same."""

    def refuse(_process: int, _signal: int) -> None:
        raise PermissionError

    draft = _leave(tmp_path, NOBODY, 4000)
    monkeypatch.setattr(os, "kill", refuse)
    assert remove_old_drafts(str(tmp_path)) == 0
    assert draft.exists()


def test_a_folder_that_cannot_be_listed(tmp_path: Path) -> None:
    """Nothing is in it, and that is no error."""
    assert remove_old_drafts(str(tmp_path / "missing")) == 0
