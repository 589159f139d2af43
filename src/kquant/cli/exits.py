"""The one place where errors become messages, and every end an exit code.

0 all done, 1 something failed, 2 wrong usage, 130 interrupted. While this module is
imported, an interruption is told by `kquant.runtime.signals`.
"""

import os
import re
from typing import Any, NoReturn

import click

from kquant.cli.help import CommandWithSections
from kquant.cli.printer import discard_stdout
from kquant.cli.streams import printable
from kquant.errors import KquantError, OptionError, reason_of
from kquant.runtime.signals import INTERRUPTED

_FAILED = 1


class KquantCommand(CommandWithSections):
    """A command that turns every error of kquant into one sentence."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Read the arguments; what is wrong with them is said in one sentence."""
        try:
            return super().make_context(*args, **kwargs)
        except click.MissingParameter as error:
            raise click.UsageError("name a picture, or see kquant --help") from error
        except click.UsageError as error:
            raise click.UsageError(printable(error.format_message())) from error
        except BrokenPipeError as error:  # from --help and --version
            discard_stdout()
            raise click.exceptions.Exit(0) from error
        except OSError as error:
            if error.filename is not None:
                raise
            discard_stdout()
            text = f"standard output cannot be written: {reason_of(error)}"
            raise click.ClickException(text) from error

    def invoke(self, ctx: click.Context) -> None:
        """Run the command, which returns whether all inputs were done.

        Usage errors exit with 2, other errors and failed inputs with 1.
        """
        try:
            all_done = super().invoke(ctx)
        except OptionError as error:
            raise click.UsageError(printable(_as_typed(error))) from error
        except KquantError as error:
            raise click.ClickException(printable(str(error))) from error
        except BrokenPipeError:  # who reads has seen enough: no mistake
            discard_stdout()
        except KeyboardInterrupt:
            _say_interrupted()
            ctx.exit(INTERRUPTED)
        else:
            ctx.exit(0 if all_done else _FAILED)


def give_up() -> NoReturn:
    """End this process at once, as interrupted."""
    _say_interrupted()
    os._exit(INTERRUPTED)


def _say_interrupted() -> None:
    """Say what an interruption leaves, and how to go on."""
    click.echo(
        "Interrupted; files written so far are whole. The same command with "
        "--skip-existing does the rest.",
        err=True,
    )


def _as_typed(error: OptionError) -> str:
    """Return the sentence of an error with its options as they are typed."""
    text = str(error)
    for name in error.options:
        typed = f"--{name.replace('_', '-')}"
        text = re.sub(rf"(?<![\w-]){name}\b", typed, text, count=1)
    return text
