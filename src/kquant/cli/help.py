"""How ``--help`` is laid out, in sections, and the examples that come without it."""

from collections.abc import Callable
from typing import Any

import click

_COLUMN = 26  # where the texts begin
EXAMPLES = """; for example

  kquant photo.jpg -k 8              the best eight colors, and the palette
  kquant photo.jpg -k auto           as few colors as look good
  kquant photos/ -k 16 -o reduced/   all pictures of a folder"""


class SectionOption(click.Option):
    """An option that stands under a heading in the help."""

    def __init__(self, *args: Any, section: str = "Other", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section = section


def option(section: str, *names: str, **settings: Any) -> Callable[[Any], Any]:
    """Declare an option under a heading of the help."""
    return click.option(*names, cls=SectionOption, section=section, **settings)


class CommandWithSections(click.Command):
    """A command whose help shows the options in sections."""

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
