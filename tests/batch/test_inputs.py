"""Finding the pictures in files and folders."""

import os
from pathlib import Path

import pytest

from kquant.batch.inputs import Inputs, Source, find_inputs


def _make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def _paths(inputs: Inputs) -> list[str]:
    return [source.path for source in inputs]


def test_files_are_taken_as_named() -> None:
    """Files come in the order given, whatever their names, existing or not."""
    assert list(find_inputs(["b.txt", "-", "a.jpg"])) == [
        Source("b.txt"),
        Source("-"),
        Source("a.jpg"),
    ]


def test_nothing_is_found_in_nothing() -> None:
    """Without paths there are no inputs."""
    inputs = find_inputs([])
    assert len(inputs) == 0
    assert list(inputs) == []


def test_folder_order_and_filter(tmp_path: Path) -> None:
    """A folder gives its own pictures, sorted by name, and counts its other files."""
    _make(tmp_path, "b.JPG", "a.png", "notes.txt", ".hidden.png", "sub/c.png")
    inputs = find_inputs([str(tmp_path)])
    assert list(inputs) == [
        Source(str(tmp_path / "a.png")),
        Source(str(tmp_path / "b.JPG")),
    ]
    assert len(inputs) == 2
    assert inputs.passed_over == 2


def test_recursion_goes_files_first(tmp_path: Path) -> None:
    """With recursion, files of a folder precede those of its subfolders, in order."""
    _make(tmp_path, "z.png", "b/1.png", "a/2.png", "a/deep/3.png", ".git/4.png")
    found = [
        (os.path.relpath(source.path, tmp_path), source.below)
        for source in find_inputs([str(tmp_path)], recursive=True)
    ]
    assert found == [
        ("z.png", ""),
        (str(Path("a/2.png")), "a"),
        (str(Path("a/deep/3.png")), str(Path("a/deep"))),
        (str(Path("b/1.png")), "b"),
    ]


def test_files_and_folders_mixed(tmp_path: Path) -> None:
    """A folder's pictures stand where the folder was named."""
    _make(tmp_path, "in/b.png", "z.png", "a.png")
    named = [str(tmp_path / name) for name in ("z.png", "in", "a.png")]
    assert _paths(find_inputs(named)) == [
        named[0],
        str(tmp_path / "in/b.png"),
        named[2],
    ]


def test_results_are_not_inputs(tmp_path: Path) -> None:
    """Results beside their pictures are passed over, but not such names by themselves."""
    _make(tmp_path, "x.jpg", "x-k8.png", "x-k8-palette.png", "x-k38.gif")
    _make(tmp_path, "expedition-k2.jpg", "x-kb.png", "xy-k8.png")
    inputs = find_inputs([str(tmp_path)])
    assert [Path(path).name for path in _paths(inputs)] == [
        "expedition-k2.jpg",
        "x-kb.png",
        "x.jpg",
        "xy-k8.png",
    ]
    assert inputs.passed_over == 3


def test_results_of_art_are_not_inputs(tmp_path: Path) -> None:
    """Nor are those that are told apart, palettes of panels, and shared palettes."""
    _make(tmp_path, "x.jpg", "x-k8-warhol.png", "x-k6-pop-a3-landscape.tiff")
    _make(tmp_path, "x-k8-warhol-palette-12.png", "x-k8-300.5x400mm.png")
    _make(tmp_path, "x-jpg-k8.png", "shared-k24-pop-palette-1.png")
    _make(tmp_path, "x-gif-k8.png", "x-j-k8.png", "x-k8-north.jpg", "shared-k8.png")
    inputs = find_inputs([str(tmp_path)])
    assert [Path(path).name for path in _paths(inputs)] == [
        *("shared-k8.png", "x-gif-k8.png", "x-j-k8.png", "x-k8-north.jpg", "x.jpg")
    ]


def test_output_folder_is_left_out(tmp_path: Path) -> None:
    """The folder that results go to is not searched, whatever it is called."""
    _make(tmp_path, "a.png", "out/a-k8.png", "other/b.png")
    leave_out = str(tmp_path / "other" / ".." / "out")
    inputs = find_inputs([str(tmp_path)], recursive=True, leave_out=leave_out)
    assert [Path(path).name for path in _paths(inputs)] == ["a.png", "b.png"]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_links(tmp_path: Path) -> None:
    """Links to files are inputs, even broken ones; links to folders are only counted."""
    _make(tmp_path, "a/1.png")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "a" / "2.png").symlink_to("1.png")
    (tmp_path / "a" / "broken.png").symlink_to("nowhere")
    (tmp_path / "a" / "itself.png").symlink_to("itself.png")
    inputs = find_inputs([str(tmp_path)], recursive=True)
    names = [Path(path).name for path in _paths(inputs)]
    assert names == ["1.png", "2.png", "broken.png", "itself.png"]
    assert inputs.links == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipes_in_folders_are_passed_over(tmp_path: Path) -> None:
    """A pipe with the name of a picture is passed over, as it would block the reader."""
    os.mkfifo(tmp_path / "pipe.png")
    inputs = find_inputs([str(tmp_path)])
    assert (list(inputs), inputs.passed_over) == ([], 1)


def test_unreadable_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that cannot be listed is reported; the others are searched."""
    _make(tmp_path, "a/1.png", "b/2.png")
    scandir = os.scandir

    def refuse(path: bytes) -> object:
        if path.endswith(b"a"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    inputs = find_inputs([str(tmp_path)], recursive=True)
    assert [Path(path).name for path in _paths(inputs)] == ["2.png"]
    assert inputs.unreadable == [(str(tmp_path / "a"), "permission denied")]


@pytest.mark.skipif(os.name == "nt", reason="such names are not allowed on Windows")
def test_awkward_names(tmp_path: Path) -> None:
    """Names with newlines, dashes or bytes that are not UTF-8 are kept as they are."""
    names = [os.fsdecode(name) for name in (b"-k.png", b"a\nb.png", b"\xff\xfe.png")]
    _make(tmp_path, *names)
    found = [Path(path) for path in _paths(find_inputs([str(tmp_path)]))]
    assert [path.name for path in found] == names
    assert all(path.exists() for path in found)
