"""The kinds of value that options take, and what the Tab key completes for each.

Each says what shells may offer for it when the user presses Tab.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from kquant.errors import PaletteError, shortened

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from kquant.images.palette import Palette


class PathText(click.ParamType[str]):
    """A path, as it was typed."""

    name = "path"

    def shell_complete(
        self, _ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list["CompletionItem"]:
        """Offer files and folders."""
        return _offers([incomplete], "file")


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
                f"{shortened(value)!r} is not a whole number from {self._least} to "
                f"{self._most}{choices}",
                param,
                ctx,
            )
        return number

    def shell_complete(
        self, _ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list["CompletionItem"]:
        """Offer the words."""
        return _offers(x for x in self._words if x.startswith(incomplete))


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

    def shell_complete(
        self, _ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list["CompletionItem"]:
        """Offer the names that are not listed yet."""
        listed, comma, begun = incomplete.rpartition(",")
        given = listed.split(",")
        choices = self._choices if comma else (*self._choices, "none")
        return _offers(
            f"{listed}{comma}{name}"
            for name in choices
            if name.startswith(begun) and name not in given
        )


class GivenColors(NamedTuple):
    """What a user gave as colors.

    Attributes
    ----------
    palette : Palette
    file : str or None
        The path of the file with the palette, if there is one.
    """

    palette: "Palette"
    file: str | None


class PaletteSpec(click.ParamType[GivenColors]):
    """Colors, as a list or as a palette file."""

    name = "colors"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> GivenColors:
        """Return the palette that is meant, and its file."""
        # Imported late: numpy comes with it.
        from kquant.palette_files.reading import is_palette_file, palette_from

        try:
            palette = palette_from(value)
            return GivenColors(palette, value if is_palette_file(value) else None)
        except PaletteError as error:
            self.fail(str(error), param, ctx)

    def shell_complete(
        self, _ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list["CompletionItem"]:
        """Offer files and folders."""
        return _offers([incomplete], "file")


def _offers(words: Iterable[str], kind: str = "plain") -> list["CompletionItem"]:
    """Return what a shell may offer."""
    from click.shell_completion import CompletionItem  # imported late: few runs need it

    return [CompletionItem(word, type=kind) for word in words]
