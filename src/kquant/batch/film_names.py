"""Name the film of one input."""

import os

from kquant.batch.inputs import Source
from kquant.batch.outputs import Output
from kquant.batch.templates import filled_in, is_template, names_pictures, plain
from kquant.errors import OptionError
from kquant.files.formats import ANIMATION_FORMATS, format_of_suffix
from kquant.files.paths import STANDARD, is_stdout, stem_of, suffix_of

_OPTION = "--animate"


def name_film(source: Source, output: Output, k: str) -> str | None:
    """Return the path of the film of one input.

    Parameters
    ----------
    source : Source
    output : Output
    k : str
        The text that replaces {k} in names.

    Returns
    -------
    str or None
        None if no film is wanted.

    Raises
    ------
    OptionError
        When the name is no name of a film.

    Examples
    --------
    >>> name_film(Source("in/cat.jpg"), Output(film="{stem}-{k}.gif"), "8")
    'cat-8.gif'
    """
    target = output.film
    if target is None:
        return None
    suffix = suffix_of(target).lower()
    if is_stdout(target) or format_of_suffix(suffix) not in ANIMATION_FORMATS:
        known = ", ".join(f".{name}" for name in ANIMATION_FORMATS)
        raise OptionError(
            f"{_OPTION} {target}: a film needs the name of a file that ends with one of "
            f"{known}"
        )
    if not is_template(target):
        return plain(target)
    folder, name = os.path.split(source.path if source.path != STANDARD else "stdin")
    names = {"name": name, "stem": stem_of(name), "k": k, "parent": folder or "."}
    return filled_in(target, names | {"ext": suffix[1:]}, _OPTION)


def refuse_one_for_many(output: Output, inputs: int) -> None:
    """Refuse one film for several inputs, each of which has its own.

    Parameters
    ----------
    output : Output
    inputs : int
        How many there are.

    Raises
    ------
    OptionError
    """
    film = output.film
    if (
        film is not None
        and inputs > 1
        and not (is_template(film) and names_pictures(film))
    ):
        raise OptionError(
            f"{_OPTION} {film} is one file, but there are {inputs} inputs: use {{stem}} "
            "in the name"
        )
