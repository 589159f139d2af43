"""Names with places to fill in, such as ``out/{stem}-{k}.png``, and what fills them."""

import os
from collections.abc import Mapping
from string import Formatter

from kquant.errors import OptionError

PLACES = ("stem", "k", "parent", "ext", "name")
_FIRST = "{parent}"


def settled(target: str) -> str:
    """Double the braces in the existing folder at the start of a target.

    Parameters
    ----------
    target : str
        The path after -o.

    Returns
    -------
    str
        A target in which no brace of an existing folder is taken for a place.
    """
    folder = target if "{" in target or "}" in target else ""
    while folder and not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    doubled = folder.replace("{", "{{").replace("}", "}}")
    return doubled + target[len(folder) :]


def is_template(target: str) -> bool:
    """Tell whether a target has places to fill in.

    Parameters
    ----------
    target : str

    Returns
    -------
    bool
    """
    return "{" in target.replace("{{", "")


def plain(target: str) -> str:
    """Return a target without places as the path that it names.

    Parameters
    ----------
    target : str
        Doubled braces stand for single ones.

    Returns
    -------
    str
    """
    return target.replace("{{", "{").replace("}}", "}")


def names_pictures(target: str) -> bool:
    """Tell whether a template gives each picture a name of its own.

    Parameters
    ----------
    target : str

    Returns
    -------
    bool
        True if its last part has {stem} or {name}, so that it is not a folder.
    """
    last = os.path.basename(target)
    return "{stem}" in last or "{name}" in last


def filled_in(target: str, names: Mapping[str, str], option: str = "-o") -> str:
    """Fill in the places of a template.

    Parameters
    ----------
    target : str
    names : mapping of str to str
        The text for each of `PLACES`.
    option : str
        The option that has the target, for the message.

    Returns
    -------
    str
        It stays inside the folder at the start of the template: unless that is
        {parent} itself, any ".." at the start of {parent} is left out.

    Raises
    ------
    OptionError
        When the template is not well-formed, or has an unknown place.
    """
    if not target.startswith(_FIRST):
        names = {**names, "parent": _without_ascent(names["parent"])}
    if not _is_well_formed(target):
        known = " ".join(f"{{{place}}}" for place in PLACES)
        raise OptionError(
            f"{option} {target}: a name may contain {known} only; double the braces that "
            "belong to the name itself"
        )
    return target.format(**names)


def _is_well_formed(target: str) -> bool:
    """Tell whether a template has known places only, with nothing but their names."""
    try:
        return all(
            place is None or (place in PLACES and not spec and not conversion)
            for _, place, spec, conversion in Formatter().parse(target)
        )
    except ValueError:  # a brace without its other half
        return False


def _without_ascent(parent: str) -> str:
    """Return a folder without the ".." with which it leaves the current one."""
    if os.pardir not in parent.split(os.sep):
        return parent
    parts = os.path.normpath(parent).split(os.sep)
    while parts and parts[0] == os.pardir:
        parts.pop(0)
    return os.sep.join(parts) or os.curdir
