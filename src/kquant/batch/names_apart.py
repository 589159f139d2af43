"""Tell the results of inputs apart that differ in suffix only."""

import os
from collections.abc import Iterator

from kquant.batch.clashes import has_repeats, need_suffixes
from kquant.batch.inputs import Inputs
from kquant.batch.outputs import Output
from kquant.batch.places import Place
from kquant.batch.templates import is_template, names_pictures
from kquant.files.identity import LOOSEST, Spelling
from kquant.files.paths import stem_of

_MOST_DASHES = 9


def told_apart(inputs: Inputs, output: Output, k: str, spelling: Spelling) -> bytearray:
    """Return for each input how clearly its suffix must stand in its outputs' names.

    It is a number of dashes before the suffix, or 0 if the suffix is not needed.
    An own name with a suffix may be that of a third input, which then needs its
    suffix as well, and so on: ``a.gif``, ``a.png`` and ``a-gif.gif``.

    Parameters
    ----------
    inputs : Inputs
    output : Output
    k : str
        As for `kquant.batch.output_names.name_outputs`.
    spelling : Spelling

    Returns
    -------
    bytearray
    """
    apart = bytearray(len(inputs))
    if not has_repeats(_stems(inputs, output, spelling)):  # the usual case, and quick
        return apart

    def names() -> Iterator[tuple[str, str]]:
        for source, dashes in zip(inputs, apart, strict=True):
            place = Place.of(source, output, k, apart=dashes)
            yield "" if place.file else place.base, os.path.basename(source.path)

    while alike := need_suffixes(names, spelling):
        for group in alike:
            least = min(apart[i] for i in group)
            if least == _MOST_DASHES:  # a name of nothing but dashes: it is refused
                return apart
            for i in group:
                apart[i] += apart[i] == least
    return apart


def _stems(inputs: Inputs, output: Output, spelling: Spelling) -> Iterator[int]:
    """Yield a number per input; inputs with the same own name have the same number."""
    target = output.target
    if target is not None and names_pictures(target):
        return  # there are no own names
    is_plain = target is not None and not is_template(target)
    for path, below in inputs:
        if target is None:
            yield hash(spelling.loose(os.path.splitext(path)[0]))
        else:
            yield hash((below if is_plain else "", LOOSEST.fold(stem_of(path))))
