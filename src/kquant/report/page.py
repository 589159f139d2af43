"""One page that shows how palettes were found, in a single file for any browser."""

import html
import json
import os
from collections.abc import Sequence
from importlib.util import find_spec
from string import Template

from kquant.errors import OptionError

_SCRIPT = ("package_data", "plotly.min.js")  # within the package plotly
# What would end a script in HTML, or a line in JavaScript, stands in JSON as escapes.
_ESCAPES = str.maketrans({x: f"\\u{ord(x):04x}" for x in "<>&\u2028\u2029"})


def plotly_path() -> str:
    """Find the script of Plotly, which draws the clouds and charts.

    Returns
    -------
    str
        The path of a file.

    Raises
    ------
    OptionError
        When Plotly is not installed.
    """
    spec = find_spec("plotly")
    if spec is not None and spec.origin is not None:
        path = os.path.join(os.path.dirname(spec.origin), *_SCRIPT)
        if os.path.isfile(path):
            return path
    raise OptionError(
        "--report needs an extra: in a checkout of kquant, pip install '.[report]'"
    )


def page(chapters: Sequence[tuple[str, str]]) -> str:
    """Make a page.

    Parameters
    ----------
    chapters : sequence of (str, str)
        The name of each picture, which may hold anything, and what `chapter` returned.

    Returns
    -------
    str
        HTML that needs no other file and no network.

    Raises
    ------
    OptionError
        When Plotly is not installed.
    """
    named = (f"[{json.dumps(_printable(name))},{data}]" for name, data in chapters)
    names = [name for name, _ in chapters]
    title = names[0] if len(names) == 1 else f"{len(names)} pictures"
    return Template(_part("page.html")).substitute(
        title=html.escape(f"{_printable(title)} in few colors: kquant"),
        style=_part("page.css"),
        plotly=_text(plotly_path()),
        data="[" + ",".join(named).translate(_ESCAPES) + "]",
        script=_part("page.js"),
    )


def _printable(text: str) -> str:
    """Replace what no file in UTF-8 can hold: bytes of names that are no text."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _part(name: str) -> str:
    """Return a file that lies beside this one."""
    return _text(os.path.join(os.path.dirname(__file__), name))


def _text(path: str) -> str:
    """Return the text of a file."""
    with open(path, encoding="utf-8") as file:
        return file.read()
