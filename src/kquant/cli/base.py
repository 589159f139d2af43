"""The command class: sections in the help, and the one place that meets errors."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from kquant.cli.output import discard_stdout, printable
from kquant.errors import KquantError, OptionError, PaletteError

if TYPE_CHECKING:
    from kquant.palette import Palette

_COLUMN = 26  # where the texts of the help begin
INTERRUPTED = 130  # what shells say of a program ended by Ctrl-C


def say_interrupted() -> None:
    """Say what an interruption leaves, and how to go on."""
    click.echo(
        "Interrupted; files written so far are whole. The same command with "
        "--skip-existing does the rest.",
        err=True,
    )


class SectionOption(click.Option):
    """An option that stands under a heading in the help."""

    def __init__(self, *args: Any, section: str = "Other", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section = section


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

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; usage errors exit with 2, others with 1."""
        try:
            return super().invoke(ctx)
        except OptionError as error:
            raise click.UsageError(printable(str(error))) from error
        except KquantError as error:
            raise click.ClickException(printable(str(error))) from error
        except BrokenPipeError:  # who reads has seen enough: no mistake
            discard_stdout()
        except KeyboardInterrupt:
            say_interrupted()
            ctx.exit(INTERRUPTED)

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


class NumberOr(click.ParamType[Any]):
    """A whole number or one of some words.

    Parameters
    ----------
    least, most : int
    words : sequence of str
    """

    name = "number"

    def __init__(self, least: int, most: int, words: Sequence[str] = ()) -> None:
        self._least, self._most, self._words = least, most, tuple(words)

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        """Return the number or the word."""
        if isinstance(value, int) or value in self._words:
            return value
        try:
            number = int(value)
        except ValueError:
            number = self._least - 1
        if not self._least <= number <= self._most:
            choices = "".join(f", or {word}" for word in self._words)
            self.fail(
                f"{value!r} is not a whole number from {self._least} to "
                f"{self._most}{choices}",
                param,
                ctx,
            )
        return number


class NameList(click.ParamType[Any]):
    """Names from a list, separated by commas; "none" for none of them."""

    name = "names"

    def __init__(self, choices: Sequence[str]) -> None:
        self._choices = tuple(choices)

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Return the names, each once, in the order given."""
        if isinstance(value, tuple):
            return value
        names = tuple(dict.fromkeys(name.strip().lower() for name in value.split(",")))
        if names == ("none",):
            return ()
        for name in names:
            if name not in self._choices:
                known = ", ".join(self._choices)
                self.fail(f"{name!r} is none of {known}, none", param, ctx)
        return names


class PaletteSpec(click.ParamType["Palette"]):
    """Colors, as a list or as a palette file."""

    name = "colors"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> "Palette":
        """Return the palette that is meant."""
        from kquant.palette_files.reading import load  # numpy comes with it

        try:
            return load(value)
        except PaletteError as error:
            self.fail(str(error), param, ctx)
