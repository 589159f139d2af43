"""Errors become messages, and every end an exit code."""

import click
import pytest
from click.testing import CliRunner, Result

from kquant.cli.exits import KquantCommand
from kquant.errors import ImageReadError, OptionError


def ended_with(what: BaseException | bool) -> Result:
    """Run a command that returns something or raises it."""

    @click.command(cls=KquantCommand)
    def command() -> bool:
        if isinstance(what, BaseException):
            raise what
        return what

    return CliRunner().invoke(command, [])


@pytest.mark.parametrize(
    ("what", "code", "message"),
    [
        (True, 0, ""),
        (False, 1, ""),  # some inputs failed, which has been said
        (ImageReadError("x.png is empty"), 1, "Error: x.png is empty\n"),
        (OptionError("no"), 2, "Error: no\n"),
    ],
)
def test_exit_codes(what: BaseException | bool, code: int, message: str) -> None:
    """0 is all done, 1 is a failure, and 2 is wrong usage."""
    result = ended_with(what)

    assert result.exit_code == code
    assert result.stderr.endswith(message)
    assert bool(result.stderr) == bool(message)


def test_interruption() -> None:
    """Ctrl-C ends with 130, and a sentence that says how to go on."""
    result = ended_with(KeyboardInterrupt())

    assert result.exit_code == 130
    assert "Interrupted" in result.stderr
    assert "--skip-existing" in result.stderr


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (OptionError("max_error must be 1", "max_error"), "--max-error must be 1"),
        (OptionError("use a smaller gap", "gap"), "use a smaller --gap"),
        (OptionError("pop: leave out hues", "pop", "hues"), "--pop: leave out --hues"),
        (OptionError("gap_color and gap", "gap", "gap_color"), "--gap-color and --gap"),
        (OptionError("--gap is wrong", "gap"), "--gap is wrong"),
        (OptionError("max_error is not an option here"), "max_error is not an option"),
    ],
)
def test_options_are_spelled_as_they_are_typed(
    error: OptionError, message: str
) -> None:
    """Names of options in Python become those of the command line."""
    assert f"Error: {message}" in ended_with(error).stderr


def test_control_characters_are_escaped() -> None:
    """A message about a strange file name cannot control the terminal."""
    result = ended_with(ImageReadError("a\n\x1b[31m.png is empty"))

    assert result.stderr == "Error: a\\n\\x1b[31m.png is empty\n"
