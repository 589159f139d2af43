"""Refusals: as JSON for scripts, each told once, with help that fits."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from kquant.cli import main


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with two pictures and an output."""
    monkeypatch.chdir(tmp_path)
    for name in ("a.png", "b.png"):
        Image.new("RGB", (4, 4), "red").save(name)
    Path("b-k8.png").touch()


def kquant(*args: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, args)


@pytest.mark.parametrize(
    ("args", "code", "source", "words"),
    [
        ("a.png -k 0", 2, None, "is not a whole number from 1 to 256"),
        ("a.png --nope", 2, None, "No such option"),
        ("a.png -k 9 --max-error 3", 2, None, "-k 9 and --max-error exclude each"),
        ("a.png --tol 7", 2, None, "--tol must be between 0 and 1"),
        ("a.png -o -", 2, None, "-o - and --json both need standard output"),
        ("a.png a.png", 2, None, "a.png is named twice"),
        ("a.png --shared -p red", 2, None, "--shared and -p exclude each other"),
        ("", 2, None, "name a picture"),
        ("a.png b.png", 1, "b.png", "b-k8.png exists and stays as it is"),
        ("a.png -o a.png --overwrite", 1, "a.png", "inputs are never overwritten"),
        ("no.png", 1, "no.png", "no.png cannot be read: no such file or directory"),
    ],
)
def test_json(args: str, code: int, source: str | None, words: str) -> None:
    """One object says what the sentence on stderr says; the exit code stays."""
    result = kquant(*args.split(), "--json")

    (line,) = result.stdout.splitlines()
    record: dict[str, Any] = json.loads(line)
    error = record.pop("error")
    record.pop("cause", None)  # the words of the system
    assert result.exit_code == code
    assert record == {"source": source, "status": "failed"}
    assert words in error
    assert result.stderr == f"Error: {error}\n"


def test_missing_before_existing() -> None:
    """That an input is missing is said first, wherever it is in the list."""
    Path("no-k8.png").touch()
    for args in (["no.png"], ["b.png", "no.png"]):
        result = kquant(*args)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr == (
            "Error: no.png cannot be read: no such file or directory\n"
        )
    assert "b-k8.png exists" in kquant("b.png").stderr


def test_told_once() -> None:
    """The summary of a few lines only counts the failures above it."""
    result = kquant("no.png", "a.png", "-k", "1", "-o", "out")
    assert result.stderr == (
        "Error: no.png cannot be read: no such file or directory\n1 done, 1 failed\n"
    )


def test_told_again_when_far_up() -> None:
    """An error that many lines have followed is repeated at the end."""
    names = [f"x{i:02}.png" for i in range(24)]
    for name in names:
        Image.new("RGB", (4, 4), "red").save(name)
    words = ["-k", "2", "-o", "out", "--palette-format", "none"]  # a note for each
    result = kquant("no.png", *names, "no2.png", *words)
    lines = result.stderr.splitlines()
    assert lines[0] == "Error: no.png cannot be read: no such file or directory"
    assert [line for line in lines if "no2.png" in line] == [lines[-3]]
    assert lines[-2:] == ["24 done, 2 failed:", f"  {lines[0][7:]}"]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("--preview", []),
        ("--newer", []),
        ("--size", []),
        ("--colours", ["--colors", "--recolor"]),
        ("--overwirte", ["--overwrite"]),
        ("--maxerror", ["--max-error"]),
    ],
)
def test_only_like_options_are_offered(typed: str, offered: list[str]) -> None:
    """A typing mistake is corrected, another idea is not."""
    result = kquant("a.png", typed)
    assert result.exit_code == 2
    words = result.stderr.replace("'", " ").replace("?", " ").split()
    assert [word for word in words if word.startswith("--")][1:] == offered


def test_kquant_alone() -> None:
    """Three examples, each of which is right."""
    result = kquant()
    first, _, *examples = result.stderr.splitlines()
    assert (result.exit_code, result.stdout) == (2, "")
    assert first.startswith("Error: name a picture")
    assert len(examples) == 3
    Path("photos").mkdir()
    Path("a.png").rename("photos/c.png")
    Path("b.png").rename("photo.jpg")
    for example in examples:
        command, _, meaning = example.strip().partition("   ")
        assert meaning.strip()
        assert kquant(*command.split()[1:]).exit_code == 0
