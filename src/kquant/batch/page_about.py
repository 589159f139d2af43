"""The page about all inputs: its name, its chapters, and when it is written."""

import os
from typing import TYPE_CHECKING

from kquant.batch.existing import Due
from kquant.batch.job import Job
from kquant.batch.outputs import Output
from kquant.batch.templates import is_template, plain
from kquant.errors import OptionError
from kquant.files.atomic import open_output
from kquant.files.paths import STANDARD, is_stdout, suffix_of

if TYPE_CHECKING:
    from kquant.batch.outcome import Outcome

_OPTION = "--report"
_SUFFIXES = (".html", ".htm")


def name_page(output: Output) -> Job | None:
    """Return the job that stands for the page about all inputs.

    Parameters
    ----------
    output : Output

    Returns
    -------
    Job or None
        Without a picture; None if no page is wanted.

    Raises
    ------
    OptionError
        When the name is no name of a page.

    Examples
    --------
    >>> name_page(Output(report="colors.html")).targets()
    ['colors.html']
    """
    target = output.report
    if target is None:
        return None
    if is_template(target):
        raise OptionError(
            f"{_OPTION} {target}: all inputs share one page, so its name has no places "
            "to fill in"
        )
    path = plain(target)
    if is_stdout(path) or suffix_of(path).lower() not in _SUFFIXES:
        raise OptionError(
            f"{_OPTION} {target}: a page needs the name of a file that ends with .html"
        )
    return Job("the report", None, None, {}, report=path)


class PageAbout:
    """The page about all inputs, while they are done.

    Parameters
    ----------
    needed : Due
        What has to be written of the page, found out before the work starts.
    output : Output
    """

    def __init__(self, needed: Due, output: Output) -> None:
        self._needed, self._protected = needed, output.protected
        self._chapters: list[tuple[str, str]] = []

    def add(self, outcome: "Outcome") -> None:
        """Add the chapter of an input, unless it failed.

        Parameters
        ----------
        outcome : Outcome
        """
        if not outcome.chapter:
            return
        self._chapters.append((outcome.source, outcome.chapter))

    def write(self) -> list[str]:
        """Write the page.

        Returns
        -------
        list of str
            Its path, or nothing if no input is done.

        Raises
        ------
        ImageWriteError
            When it cannot be written.
        """
        if not self._chapters:
            return []
        from kquant.report.page import page  # imported late: few runs need it

        names = _headings([source for source, _ in self._chapters])
        chapters = [text for _, text in self._chapters]
        text = page(list(zip(names, chapters, strict=True))).encode()
        for path in self._needed.targets:
            overwrite = path in self._needed.replaced
            with open_output(
                path, overwrite=overwrite, protected=self._protected
            ) as file:
                file.write(text)
        return list(self._needed.targets)


def _headings(sources: list[str]) -> list[str]:
    """Return the paths of inputs from the deepest folder that all of them are in."""
    files = {path: os.path.abspath(path) for path in sources if path != STANDARD}
    if not files:
        return ["standard input" for _ in sources]
    folder = os.path.commonpath(map(os.path.dirname, files.values()))
    return [
        os.path.relpath(files[path], folder) if path in files else "standard input"
        for path in sources
    ]
