"""The gallery: its commands work, and its pictures are there."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from kquant.cli import main

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "gallery.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^kquant (.+)$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_are_valid(command: str) -> None:
    """Each command names its picture, and is understood."""
    arguments = [*shlex.split(command), "--dry-run", "--overwrite"]
    result = CliRunner().invoke(main, arguments)

    assert result.exit_code == 0, result.output
    assert any(word.strip(",") in command for word in result.stdout.split()[2:])


def test_pictures_are_those_of_the_commands() -> None:
    """Every picture shown is there and made by a command, in the same order.

    It is the picture itself, or the sheet of its plates.
    """
    shown = re.findall(r"\]\((gallery/[^)]+)\)", PAGE)
    made = [shlex.split(command)[-1] for command in COMMANDS]

    pictures = [f"docs/{name}".replace("-plates.png", ".png") for name in shown]
    assert pictures == made
    assert all((DOCS / name).is_file() for name in shown)
