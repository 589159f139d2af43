"""Keep results apart whose names are known only when their colors are counted."""

import re
from array import array
from collections.abc import Iterable

import numpy as np

from kquant.batch.clashes import has_repeats
from kquant.batch.job import Job, numbered
from kquant.errors import ImageWriteError
from kquant.files.identity import Place, Spelling
from kquant.options import UNKNOWN_K

_RUN = re.compile(rf"(?:\d|{re.escape(UNKNOWN_K)})+")


def may_meet(paths: Iterable[str], spelling: Spelling) -> bool:
    """Tell whether names may become equal once the number of colors is in them.

    As ``a{k}.png`` and ``a1{k}.png`` do with 12 and 2 colors. Names that become equal
    have the same text between their digits. If, moreover, the number is part of the
    same digits in all of them, then only these can differ.

    Parameters
    ----------
    paths : iterable of str
        Distinct names; those that wait for a number have `UNKNOWN_K`.
    spelling : Spelling

    Returns
    -------
    bool
        True also in rare cases in which they cannot.
    """
    texts, texts_with_run, keys = array("q"), array("q"), array("q")
    for path in paths:
        place = spelling.loose(path)
        runs = _RUN.findall(place.name)
        late = tuple(UNKNOWN_K in run for run in runs)
        text = hash((place.folder, _RUN.sub("0", place.name)))
        texts.append(text)
        texts_with_run.append(hash((text, late)))
        if any(late):  # others are distinct already
            keys.append(
                hash((text, *("" if UNKNOWN_K in run else run for run in runs)))
            )
    if len(np.unique(texts)) < len(np.unique(texts_with_run)):
        return True
    return has_repeats(keys)


class Written:
    """The files of a run whose names may meet, as they become known.

    Parameters
    ----------
    spelling : Spelling
    """

    def __init__(self, spelling: Spelling) -> None:
        self._spelling = spelling
        self._sources: dict[Place, str] = {}

    def claim(self, job: Job) -> None:
        """Take the names of a job, which are those of no other from now on.

        Parameters
        ----------
        job : Job
            With the number of its colors.

        Raises
        ------
        ImageWriteError
            When another job has one of them.
        """
        places = {self._spelling.exact(path): path for path in job.paths()}
        for place, path in places.items():
            if place in self._sources:
                raise ImageWriteError(
                    f"{job.source} would be written to {path} as well as "
                    f"{self._sources[place]}: separate {{k}} from digits in -o, as in "
                    "-o '{stem}-k{k}.png'",
                    source=job.source,
                )
        self._sources.update(dict.fromkeys(places, job.source))

    def may_have(self, job: Job) -> bool:
        """Tell whether a job may come to have a name that another job has.

        Parameters
        ----------
        job : Job
            The number of its colors need not be known.

        Returns
        -------
        bool
        """
        names = (name for path in job.paths() for name in numbered(path))
        return any(self._spelling.exact(name) in self._sources for name in names)
