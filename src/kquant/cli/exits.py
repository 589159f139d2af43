"""The one place where errors become messages, with hints at typos, and exit codes.

0 all done, 1 something failed, 2 wrong usage, 130 interrupted. Until
pictures are being done, `kquant.runtime.signals` reports interruptions.
"""

import os
import re
from contextlib import suppress
from typing import Any, NoReturn

import click

from kquant.cli.help import EXAMPLES, CommandWithSections
from kquant.cli.lines import discard_stdout, print_json
from kquant.cli.streams import printable
from kquant.errors import (
    ImageWriteError,
    KquantError,
    OptionError,
    bug_sentence,
    reason_of,
)
from kquant.runtime.memory import WANT_OF_MEMORY, is_want_of_memory
from kquant.runtime.signals import INTERRUPTED

_FAILED = 1
_ALIKE = 0.75  # of 1: options less like the one typed are not offered


class KquantCommand(CommandWithSections):
    """A command that turns every error of kquant into one sentence."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command, or tell a shell how to complete it."""
        if "_KQUANT_COMPLETE" in os.environ:
            import kquant.cli.fish_completion  # noqa: F401 - adds itself to click
        return super().main(*args, **extra)

    def make_context(
        self, info_name: str | None, args: list[str], *others: Any, **extra: Any
    ) -> click.Context:
        """Read the arguments; what is wrong with them is said in one sentence."""
        as_json, nothing = "--json" in args, not args
        try:
            return super().make_context(info_name, args, *others, **extra)
        except click.MissingParameter as error:
            text = f"name a picture, or see kquant --help{EXAMPLES if nothing else ''}"
            raise _refusal(click.UsageError(text), as_json=as_json) from error
        except click.UsageError as error:
            said = click.UsageError(printable(_message(error)))
            raise _refusal(said, as_json=as_json) from error
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
        as_json = bool(ctx.params.get("as_json"))
        try:
            all_done = super().invoke(ctx)
        except OptionError as error:
            said = click.UsageError(printable(_as_typed(error)))
            raise _refusal(said, error.source, as_json=as_json) from error
        except KquantError as error:
            failed = click.ClickException(printable(str(error)))
            raise _refusal(failed, error.source, as_json=as_json) from error
        except BrokenPipeError:  # who reads has seen enough: no mistake
            discard_stdout()
        except KeyboardInterrupt:
            _say_interrupted()
            ctx.exit(INTERRUPTED)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            failed = click.ClickException(_unexpected(ctx, error))
            raise _refusal(failed, as_json=as_json) from error
        else:
            ctx.exit(0 if all_done else _FAILED)


def _unexpected(ctx: click.Context, error: Exception) -> str:
    """Describe an error for which the user is not to blame; with -v, in full."""
    if is_want_of_memory(error):
        return f"kquant {WANT_OF_MEMORY}"
    text = f"this is {bug_sentence(error)}"
    if ctx.params.get("verbose"):
        from traceback import format_exception  # imported late: bugs are few

        text += f"\n{''.join(format_exception(error))}"
    return text


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


def _refusal(
    error: click.ClickException, source: str | None = None, *, as_json: bool
) -> click.ClickException:
    """Return an error that ends the run; with --json, say it on standard output too."""
    if as_json:
        with suppress(ImageWriteError):  # which the exit code tells all the same
            text = error.format_message()
            print_json({"source": source, "status": "failed", "error": text})
    return error


def _message(error: click.UsageError) -> str:
    """Return the sentence of an error, which names options like the one meant."""
    if isinstance(error, click.NoSuchOption) and error.possibilities:
        from difflib import get_close_matches  # imported late: few runs need it

        error.possibilities[:] = get_close_matches(
            error.option_name, error.possibilities, cutoff=_ALIKE
        )
    return error.format_message()


def _as_typed(error: OptionError) -> str:
    """Return the sentence of an error with its options as they are typed."""
    text = str(error)
    for name in error.options:
        typed = f"--{name.replace('_', '-')}"
        text = re.sub(rf"(?<![\w-]){name}\b", typed, text, count=1)
    return text
