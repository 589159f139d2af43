"""The one place where errors become messages, and every end an exit code.

0 all done, 1 something failed, 2 wrong usage, 130 interrupted.
"""

import os
import re
from typing import Any, NoReturn

import click

from kquant.cli.printer import discard_stdout, printable
from kquant.errors import KquantError, OptionError, bug_sentence, reason_of
from kquant.runtime.memory import is_want_of_memory

_FAILED = 1
_INTERRUPTED = 130  # what shells say of a program ended by Ctrl-C
_COLUMN = 26  # where the texts of the help begin


class KquantCommand(click.Command):
    """A command that turns every error of kquant into one sentence."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Read the arguments; what is wrong with them is said in one sentence."""
        try:
            return super().make_context(*args, **kwargs)
        except click.MissingParameter as error:
            raise click.UsageError("name a picture, or see kquant --help") from error
        except click.UsageError as error:
            raise click.UsageError(printable(error.format_message())) from error
        except BrokenPipeError:
            raise
        except OSError as error:  # of --help and --version, which are printed here
            discard_stdout()
            raise click.ClickException(
                f"standard output cannot be written: {reason_of(error)}"
            ) from error

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
            ctx.exit(_INTERRUPTED)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            raise click.ClickException(_unexpected(ctx, error)) from error
        else:
            ctx.exit(0 if all_done else _FAILED)

    def format_options(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the options, section by section, in the order of declaration."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for option in self.get_params(ctx):
            record = option.get_help_record(ctx)
            if isinstance(option, click.Option) and record is not None:
                section = getattr(option, "section", "Other")
                names, text = record
                sections.setdefault(section, []).append((names.ljust(_COLUMN), text))
        sections["Other"] = sections.pop("Other", [])
        for section, records in sections.items():
            with formatter.section(section):
                formatter.write_dl(records, col_max=_COLUMN)


def _unexpected(ctx: click.Context, error: Exception) -> str:
    """Describe an error for which the user is not to blame; with -v, in full."""
    if is_want_of_memory(error):
        return "kquant needs more memory than is available"
    text = f"this is {bug_sentence(error)}"
    if ctx.params.get("verbose"):
        from traceback import format_exception  # imported late: bugs are few

        text += f"\n{''.join(format_exception(error))}"
    return text


def give_up() -> NoReturn:
    """End this process at once, as interrupted."""
    _say_interrupted()
    os._exit(_INTERRUPTED)


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
