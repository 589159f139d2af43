"""Completion by the shell, as `kquant` tells bash, zsh and fish."""

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


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_completes(tmp_path: Path) -> None:
    """A real shell offers what the program says."""
    program = tmp_path / "kquant"
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m kquant \"$@\"\n")
    program.chmod(0o755)
    script = f"""
        PATH='{tmp_path}':$PATH
        eval "$(_KQUANT_COMPLETE=bash_source kquant)"
        COMP_WORDS=(kquant a.png --sort '') COMP_CWORD=3
        _kquant_completion kquant
        echo "${{COMPREPLY[@]}}"
    """
    result = subprocess.run(["bash", "-c", script], capture_output=True, text=True)

    assert result.stdout == "lightness hue share\n", result.stderr
