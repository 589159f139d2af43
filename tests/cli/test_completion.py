"""Completion by the shell, as `kquant` tells bash, zsh and fish."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kquant.cli import main
from kquant.files.formats import IMAGE_FORMATS
from kquant.options import DITHERS
from kquant.palette_files.registry import PALETTE_FORMATS

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def offered(*words: str) -> list[str]:
    """Return what is offered for the last word of a command, each with its kind."""
    told = {
        "_KQUANT_COMPLETE": "bash_complete",
        "COMP_WORDS": "\n".join(["kquant", *words]),
        "COMP_CWORD": str(len(words)),
    }
    result = CliRunner().invoke(main, [], env=told, prog_name="kquant")
    return result.stdout.split()


def test_options_are_completed() -> None:
    """The beginning of an option gives all options that begin so."""
    assert offered("--pal") == ["plain,--palette", "plain,--palette-format"]
    assert {"plain,--vivid", "plain,--dask"} <= {*offered("--")}


@pytest.mark.parametrize(
    ("option", "choices"), [("--dither", DITHERS), ("--format", IMAGE_FORMATS)]
)
def test_choices_are_completed(option: str, choices: tuple[str, ...]) -> None:
    """An option with choices offers them."""
    assert offered("a.png", option, "") == [f"plain,{word}" for word in choices]


def test_auto_is_completed() -> None:
    """A number that may be a word offers the word."""
    assert offered("-k", "a") == ["plain,auto"]
    assert offered("--sample", "") == ["plain,all"]


def test_lists_are_completed() -> None:
    """Palette formats are offered one after the other, each once."""
    assert offered("--palette-format", "") == [
        *(f"plain,{name}" for name in PALETTE_FORMATS),
        "plain,none",
    ]
    assert offered("--palette-format", "gpl,a") == ["plain,gpl,act", "plain,gpl,ase"]
    assert offered("--palette-format", "act,a") == ["plain,act,ase"]


@pytest.mark.parametrize(
    "words", [["pho"], ["-k", "8", "pho"], ["-p", "pho"], ["-o", "pho"]]
)
def test_files_are_completed(words: list[str]) -> None:
    """The shell itself completes pictures, palettes and outputs."""
    assert offered(*words) == ["file,pho"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_script(shell: str) -> None:
    """What the README says to put into the shell's settings gives a script."""
    assert f"_KQUANT_COMPLETE={shell}_source kquant" in README
    told = {"_KQUANT_COMPLETE": f"{shell}_source"}
    script = CliRunner().invoke(main, [], env=told, prog_name="kquant").stdout
    assert f"_KQUANT_COMPLETE={shell}_complete" in script


def test_fish_keeps_values_with_commas() -> None:
    """Its script cuts a line after the kind, and nowhere else."""
    told = {"_KQUANT_COMPLETE": "fish_source"}
    script = CliRunner().invoke(main, [], env=told, prog_name="kquant").stdout
    assert re.findall("string split .*? \\$completion", script) == [
        'string split --max 1 "," $completion'
    ]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a program `kquant`, first on the path."""
    path = tmp_path / "kquant"
    path.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m kquant \"$@\"\n")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    return path


@pytest.mark.usefixtures("program")
@pytest.mark.parametrize(
    ("shell", "script", "shown"),
    [
        (
            "bash",
            """
            eval "$(_KQUANT_COMPLETE=bash_source kquant)"
            COMP_WORDS=(kquant a.png --sort '') COMP_CWORD=3
            _kquant_completion kquant
            echo "${COMPREPLY[@]}"
            """,
            "lightness hue share",
        ),
        (
            "fish",
            """
            _KQUANT_COMPLETE=fish_source kquant | source
            complete -C 'kquant --palette-format gpl,a'
            """,
            "gpl,act\ngpl,ase",
        ),
    ],
)
def test_a_real_shell_completes(shell: str, script: str, shown: str) -> None:
    """It offers what the program says."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    result = subprocess.run([shell, "-c", script], capture_output=True, text=True)

    assert result.stdout.strip() == shown, result.stderr
