"""Paths are the same file if the system says so, not if they are spelled alike."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kquant.files import identity as identities
from kquant.files.identity import NameRule, Spelling, identity, name_rule

NFC, NFD = "caf\u00e9.png", "cafe\u0301.png"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[[NameRule], list[str]]:
    """Have folders answer with a rule, and list those that were asked."""

    def answer_with(rule: NameRule) -> list[str]:
        folders: list[str] = []

        def answer(folder: str) -> NameRule:
            folders.append(folder)
            return rule

        monkeypatch.setattr(identities, "name_rule", answer)
        return folders

    return answer_with


def test_identity(tmp_path: Path) -> None:
    """Links of both kinds are what they lead to; what is not there is nothing."""
    file = tmp_path / "a"
    file.touch()
    (tmp_path / "soft").symlink_to(file)
    os.link(file, tmp_path / "hard")
    known = {identity(str(tmp_path / name)) for name in ("a", "soft", "hard")}
    assert len(known) == 1
    assert None not in known
    assert identity(str(tmp_path / "missing")) is None
    assert identity("a\0b") is None


def test_this_folder_is_asked(tmp_path: Path) -> None:
    """The answer is what the system does, and nothing is left in the folder."""
    rule = name_rule(str(tmp_path))
    assert not list(tmp_path.iterdir())
    (tmp_path / NFC).touch()
    assert rule == NameRule(
        (tmp_path / NFC.upper()).exists(), (tmp_path / NFD).exists()
    )


def test_a_folder_that_cannot_be_asked(tmp_path: Path) -> None:
    """Where nothing can be created, all names differ."""
    assert name_rule(str(tmp_path / "missing")) == NameRule()


@pytest.mark.parametrize("case", [False, True])
@pytest.mark.parametrize("form", [False, True])
def test_spellings(
    tmp_path: Path,
    asked: Callable[[NameRule], list[str]],
    case: bool,
    form: bool,
) -> None:
    """Names are the same as far as the folder says so."""
    folders = asked(NameRule(case, form))
    spelling = Spelling()
    paths = {name: str(tmp_path / name) for name in (NFC, NFD, NFC.upper(), "b.png")}
    assert len({spelling.loose(path) for path in paths.values()}) == 2
    assert not folders
    exact = {name: spelling.exact(path) for name, path in paths.items()}
    assert (exact[NFC] == exact[NFD]) == form
    assert (exact[NFC] == exact[NFC.upper()]) == case
    assert exact["b.png"] not in {exact[NFC], exact[NFD]}
    assert folders == [str(tmp_path)]


def test_folders_that_are_not_there_yet(
    tmp_path: Path, asked: Callable[[NameRule], list[str]]
) -> None:
    """They will compare names as the folder in which they are created."""
    folders = asked(NameRule(case=True))
    paths = [str(tmp_path / "x" / "y" / "a"), str(tmp_path / "X" / "Y" / "A")]
    first, second = map(Spelling().exact, paths)
    assert first == second
    assert set(folders) == {str(tmp_path)}


def test_links_and_detours(tmp_path: Path) -> None:
    """A folder is the same by any way that leads there."""
    (tmp_path / "a").mkdir()
    (tmp_path / "link").symlink_to("a")
    (tmp_path / "file").symlink_to("a/x")
    ways = ["a/x", "link/x", "a/../a/x", "b/../a/x", "file"]
    spelling = Spelling()
    assert len({spelling.exact(str(tmp_path / way)) for way in ways}) == 1


@pytest.mark.skipif(not shutil.which("mount"), reason="there are no mounts")
def test_a_folder_mounted_twice(tmp_path: Path) -> None:
    """Its files are the same under both mounts, also those that are not there yet."""
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    mounted = subprocess.run(
        ["mount", "--bind", first, second], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount")
    try:
        spelling = Spelling()
        places = [spelling.exact(str(folder / "a.png")) for folder in (first, second)]
        assert places[0] == places[1]
    finally:
        subprocess.run(["umount", second], check=True)
