"""Plan the work, and check that it can be done before any of it starts."""

import os
import stat
from collections.abc import Iterator, Sequence
from itertools import chain

from kquant.batch.clashes import Clashes
from kquant.batch.existing import Due, due, refuse_earlier, refuse_numbered_inputs
from kquant.batch.film_names import refuse_one_for_many
from kquant.batch.inputs import Inputs
from kquant.batch.job import Job
from kquant.batch.late_names import Written, may_meet
from kquant.batch.names_apart import told_apart
from kquant.batch.output_names import name_outputs, name_shared_palette
from kquant.batch.outputs import Output
from kquant.batch.page_about import name_page
from kquant.batch.places import is_folder, is_known_suffix
from kquant.batch.plate_names import refuse_plates
from kquant.batch.templates import is_template, plain, settled
from kquant.errors import ImageReadError, ImageWriteError, OptionError, reason_of
from kquant.files.atomic import BLOCK_DEVICE
from kquant.files.identity import Spelling
from kquant.files.paths import READ_ONCE, STANDARD, file_mode, is_stdout
from kquant.options import UNKNOWN_K

_FEW = 1000  # up to this many jobs are kept


class Plan:
    """One job per input; many jobs are not stored, but made each time they are needed.

    Parameters
    ----------
    inputs : Inputs
    output : Output
    k : str
        The text that replaces {k} in names: the number of colors, or `UNKNOWN_K`.
    apart : sequence of int
        For each input, the dashes before its suffix in the names of its outputs; 0 if
        the suffix is not needed to tell them from those of another input.

    Attributes
    ----------
    folders : set of str
        Those of the outputs; filled in by `plan`.
    written : Written or None
        Keeps the results apart if their names may meet once the number of colors is
        known; filled in by `plan`. They are then made one after another.
    """

    def __init__(
        self, inputs: Inputs, output: Output, k: str, apart: Sequence[int]
    ) -> None:
        self.inputs, self.output, self.k = inputs, output, k
        self.folders: set[str] = set()
        self.written: Written | None = None
        self._apart = apart
        self._page_needed: Due | None = None  # found out before the work starts
        self._kept = list(self._named()) if len(inputs) <= _FEW else None

    def __len__(self) -> int:
        return len(self.inputs)

    def __iter__(self) -> Iterator[Job]:
        return self._named() if self._kept is None else iter(self._kept)

    def _named(self) -> Iterator[Job]:
        """Name the outputs of all inputs, one after another."""
        for source, apart in zip(self.inputs, self._apart, strict=True):
            yield name_outputs(source, self.output, self.k, apart=apart)

    @property
    def shared_palette(self) -> Job | None:
        """The files of the palette that all pictures share, if there is one."""
        first = next(iter(self.inputs), None)
        if first is None or not self.output.shared:
            return None
        return name_shared_palette(first, self.output, self.k)

    @property
    def page(self) -> Job | None:
        """The page about all inputs, if there is one."""
        return name_page(self.output)

    def all(self) -> Iterator[Job]:
        """Yield the jobs, and then those without a picture, which all inputs share."""
        yield from self
        yield from (job for job in (self.shared_palette, self.page) if job is not None)

    def due(self, job: Job) -> Due:
        """Find out what has to be written.

        Parameters
        ----------
        job : Job
            One of `all`. The shared palette is made of all inputs, and so is the page,
            which is due as soon as anything else is.

        Returns
        -------
        Due
        """
        if job.report is not None:
            return self._page_due(job)
        if self.output.shared and job.palettes:
            return due(job, self.output, [source.path for source in self.inputs])
        return due(job, self.output)

    def _page_due(self, page: Job) -> Due:
        """Find out whether the page has to be written."""
        if self._page_needed is None:
            needed = due(page, self.output, [source.path for source in self.inputs])
            others = (self.due(job) for job in self.all() if job.report is None)
            if not needed.targets and any(other.targets for other in others):
                needed = Due(page.targets(), page.targets())
            self._page_needed = needed
        return self._page_needed

    def targets(self) -> Iterator[tuple[str, str]]:
        """Yield the files to write.

        Yields
        ------
        str
            The path of a file to write.
        str
            The path of its input, or "-".
        """
        for job in self.all():
            for path in job.paths():
                yield path, job.source


def plan(inputs: Inputs, output: Output, k: str) -> Plan:
    """Name the outputs of all inputs, and check that they can be written.

    Inputs with the same own name in the same folder, such as ``a.gif`` and ``a.png``,
    are told apart by their suffixes: ``a-gif-k8.png`` and ``a-png-k8.png``.

    Parameters
    ----------
    inputs : Inputs
    output : Output
    k : str
        The text that replaces {k} in names: the number of colors, or `UNKNOWN_K`.

    Returns
    -------
    Plan

    Raises
    ------
    ImageReadError
        When there are no inputs.
    OptionError
        When the options contradict each other, or two inputs share an output.
    ImageWriteError
        When an output is an input, or exists and ``output.existing`` is "refuse".
    """
    _check_current_folder(inputs, output)
    _check_inputs(inputs)
    output = _settled(output, inputs)
    refuse_one_for_many(output, len(inputs))
    if output.art.page is not None:
        # Imported late: few runs need a font.
        from kquant.art.page.lettering import check_page

        check_page(output.art.page)
    if output.art.page is not None and not output.image:
        raise OptionError("--page makes a picture: leave out --no-image")
    spelling = Spelling()
    planned = Plan(inputs, output, k, told_apart(inputs, output, k, spelling))
    clashes = Clashes(planned.targets, spelling)
    clashes.refuse_inputs(inputs, output.protected)
    refuse_numbered_inputs(planned.targets, inputs, spelling)
    clashes.refuse_collisions()
    if output.existing == "refuse":
        clashes.refuse_existing(inputs)
        refuse_earlier(planned, output, inputs)
    if output.art.plates:
        refuse_plates(planned, output, inputs, spelling)
    planned.folders = clashes.folders
    late = (path for path, _ in planned.targets())
    if k == UNKNOWN_K and may_meet(late, spelling):
        planned.written = Written(spelling)
    return planned


def _check_current_folder(inputs: Inputs, output: Output) -> None:
    """Refuse paths that start from a current folder that somebody has removed."""
    try:
        os.getcwd()
    except OSError as error:
        named = (output.target, output.film, *output.protected)
        paths = chain(filter(None, named), (source.path for source in inputs))
        if not inputs or not all(map(os.path.isabs, paths)):
            raise ImageReadError(
                f"the current folder cannot be used: {reason_of(error)}; change to "
                "another one, or name whole paths"
            ) from error


def _check_inputs(inputs: Inputs) -> None:
    """Refuse inputs without a picture, and standard input that is named twice."""
    if inputs.standard > 1:
        raise OptionError(READ_ONCE)
    if not inputs and not inputs.unreadable:
        raise ImageReadError(
            f"no picture among {inputs.passed_over} files in the folders named: "
            "name others, or use -r to search their subfolders"
        )


def _settled(output: Output, inputs: Inputs) -> Output:
    """Decide what the target is; refuse one that cannot hold all results."""
    target, many = output.target, len(inputs) > 1
    if target is None:
        return output
    _check_target(target)
    if is_stdout(target):
        target = STANDARD
    if output.shared and not output.image:
        many = False  # whatever the number of inputs, there is one palette
    if many and target == STANDARD:
        raise OptionError("-o - takes one input, because it writes one output")
    target = settled(target)
    if is_template(target) or target == STANDARD:
        return output._replace(target=target)
    searched = any(group.folder for group in inputs.groups)
    if (many or searched) and is_folder(plain(target), is_known_suffix):
        target = target.rstrip("/") + "/"
    elif many:
        raise OptionError(
            f"-o {target} is one file, but there are {len(inputs)} inputs: name a "
            "folder, or use {stem} in the name"
        )
    return output._replace(target=target)


def _check_target(target: str) -> None:
    """Refuse targets to which nothing is ever written."""
    if target == "":
        raise OptionError("-o needs the name of a file or folder, or -")
    if stat.S_ISBLK(file_mode(target)):
        raise ImageWriteError(BLOCK_DEVICE.format(target))
