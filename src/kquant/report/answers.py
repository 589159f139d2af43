"""Answers in words, computed from a picture at several numbers of colors."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from kquant.report.ground import Divided, Ground
from kquant.report.hues import Hue, has_own_color, host_of, main_hues

SEEN = (
    2.0  # of Oklab, times 100: differences below are hardly seen (0.02 in CSS Color 4)
)
_SMALL = 0.03  # a share
_NEAR = 8.0  # a difference

Words = list[str]  # text, and colors as #rrggbb among it


class Answer(NamedTuple):
    """A question, and the sentences that answer it.

    Attributes
    ----------
    question : str
    sentences : list of list of str
        Each a list of texts, and of colors as ``#rrggbb``.
    """

    question: str
    sentences: list[Words]


def answers_for(
    ground: Ground,
    levels: list[Divided],
    chosen: int,
    beyond: tuple[Divided, ...] = (),
) -> list[Answer]:
    """Answer what a picture tells about its colors.

    Parameters
    ----------
    ground : Ground
        If it is empty, there is no answer.
    levels : list of Divided
        The picture at several numbers of colors, ascending.
    chosen : int
        The place among them of the number of colors of the result.
    beyond : tuple of Divided
        The picture at larger numbers of colors, ascending, only to tell where more of
        them stop being seen.

    Returns
    -------
    list of Answer
    """
    if not len(ground):
        return []
    return [
        Answer(
            "When does each hue get a color of its own?",
            list(_about_hues(ground, levels)),
        ),
        Answer("Which color pulls hardest?", list(_about_pulls(levels[chosen]))),
        Answer(
            "Where do more colors stop being seen?",
            list(_about_doubling([*levels, *beyond])),
        ),
    ]


def _about_hues(ground: Ground, levels: list[Divided]) -> Iterator[Words]:
    """Say at which k each main hue first gets a color of its own, and why so late."""
    hues = main_hues(ground)
    if not hues:
        yield ["There is no main hue: nearly all colors are close to gray."]
    for hue in hues:
        owned = [has_own_color(hue, ground, divided) for divided in levels]
        first = owned.index(True) if True in owned else None
        told = _one_hue(hue, ground, levels, first)
        pairs = list(zip(levels, owned, strict=True))[first or 0 :]
        lost = [len(divided) for divided, has in pairs if not has]
        if lost and first is not None:
            told[-1] += f" At k = {_listed(lost)}, it is without again."
        yield [hue.name.capitalize(), hue.code, *told]


def _one_hue(
    hue: Hue, ground: Ground, levels: list[Divided], first: int | None
) -> Words:
    """Say when a hue gets its color, and what it was part of before."""
    covers = f"covers {_percent(hue.share)} of the picture"
    if first == 0:
        since = f" already at k = {len(levels[0])}" if len(levels) > 1 else ""
        return [f"{covers}, and has a color of its own{since}."]
    before = levels[-1 if first is None else first - 1]
    host = host_of(hue, ground, before)
    distance = float(np.sqrt(np.square(before.lab[host] - hue.lab).sum()))
    code = before.palette.hex()[host]
    why = _why_late(hue.share, distance)
    if first is None:
        until = f" up to k = {len(levels[-1])}" if len(levels) > 1 else ""
        return [
            f"{covers}, but has no color of its own{until}: it is part of",
            code,
            f"at a distance of {distance:.1f}, {why}.",
        ]
    return [
        f"{covers}, and gets a color of its own at k = {len(levels[first])}. "
        f"At k = {len(before)} it was still part of",
        code,
        f"at a distance of {distance:.1f}: it had to wait {why}.",
    ]


def _why_late(share: float, distance: float) -> str:
    """Say what made a hue wait."""
    small, near = share < _SMALL, distance < _NEAR
    if small and near:
        return "because it is small and that color is near"
    if small:
        return "because so small a share adds little error even at that distance"
    if near:
        return "because that color is near"
    return "because other new colors took away more error"


def _about_pulls(divided: Divided) -> Iterator[Words]:
    """Say which color has the most error, its share times its spread."""
    total, k = float(divided.pulls.sum()), len(divided)
    if total <= 0:
        yield [f"None: with k = {k}, every pixel keeps its color."]
        return
    first, *others = np.argsort(-divided.pulls, kind="stable").tolist()
    spread = divided.pulls[first] / divided.shares[first]
    yield [
        divided.palette.hex()[first],
        f"pulls hardest at k = {k}: it stands for {_percent(divided.shares[first])} of "
        f"the picture, whose own colors are {spread:.1f} away on average. Share times "
        f"spread is {_percent(divided.pulls[first] / total)} of all error.",
    ]
    if others:
        second = others[0]
        yield [
            "The next is",
            divided.palette.hex()[second],
            f"with {_percent(divided.pulls[second] / total)}. One more color would "
            "most likely go to one of the two." if k > 2 else "with the rest.",
        ]  # fmt: skip


def _about_doubling(levels: list[Divided]) -> Iterator[Words]:
    """Say from which k on twice as many colors are hardly seen."""
    by_k = {len(divided): divided for divided in levels}
    changes = {
        k: divided.change_to(by_k[2 * k])
        for k, divided in by_k.items()
        if 2 * k in by_k
    }
    exact = next((k for k, divided in by_k.items() if not divided.pulls.any()), None)
    if exact is not None:
        yield [f"At k = {exact}, every pixel keeps its color: more add nothing."]
    if not changes:
        if exact is None:
            yield ["There is no k here with its double beside it to compare."]
        return
    unseen = _unseen_from(changes)
    if unseen is not None:
        yield [
            f"From k = {unseen} to {2 * unseen}, the picture changes by "
            f"{changes[unseen]:.1f} on average, less than the {SEEN:g} that is just "
            "seen side by side: beyond that, k is for small areas and smooth shades."
        ]
    else:
        last = max(changes)
        yield [
            f"Not yet: even from k = {last} to {2 * last}, the picture changes by "
            f"{changes[last]:.1f} on average, and about {SEEN:g} is just seen side by "
            "side."
        ]
    told = (f"{k} to {2 * k}: {change:.1f}" for k, change in changes.items())
    yield ["Mean change from k to 2k, in Oklab, times 100: " + ", ".join(told) + "."]


def _unseen_from(changes: dict[int, float]) -> int | None:
    """Return the first k from which on no doubling is seen, or None."""
    ks = sorted(changes, reverse=True)
    if changes[ks[0]] >= SEEN:
        return None
    for k, less in pairwise(ks):
        if changes[less] >= SEEN:
            return k
    return ks[-1]


def _listed(numbers: list[int]) -> str:
    """Write numbers as a list in words."""
    *most, last = map(str, numbers)
    return f"{', '.join(most)} and {last}" if most else last


def _percent(share: float) -> str:
    """Write a share as people read it."""
    return f"{share:.0%}" if share >= 0.1 else f"{share:.1%}"
