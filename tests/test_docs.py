"""The README says what is true of the command line."""

import re
from importlib.metadata import version
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import kquant
from kquant.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
OPTIONS = [
    name
    for option in main.params
    if isinstance(option, click.Option)
    for name in option.opts
]


def test_version() -> None:
    """The version in the code is that of the package, without the time to look."""
    assert kquant.__version__ == version("kquant")
    assert kquant.__version__ in CliRunner().invoke(main, ["--version"]).stdout


@pytest.mark.parametrize("name", OPTIONS)
def test_every_option_is_in_the_readme(name: str) -> None:
    """Nothing has to be looked for in the help alone."""
    assert name == "--version" or re.search(rf"`[^`]*{name}\b", README)


def test_readme_has_no_other_options() -> None:
    """What the README's own commands and table name is there."""
    lines = [line for line in README.splitlines() if "kquant" in line or "|" in line]
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", "\n".join(lines)))

    assert named <= {*OPTIONS, "--clear"}


def test_every_option_has_help() -> None:
    """The help explains each option, and fits 80 columns."""
    text = main.get_help(click.Context(main, info_name="kquant", terminal_width=80))

    assert all(name in text for name in OPTIONS)
    assert max(map(len, text.splitlines())) <= 80
