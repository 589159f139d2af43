"""Outlines of areas, walked around."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kquant.art.shapes.outlines import Outlines
from kquant.art.shapes.sides import Sides
from kquant.runtime.arrays import U8

MAPS = arrays(
    np.uint8,
    st.tuples(st.integers(1, 7), st.integers(1, 7)),
    elements=st.integers(0, 3),
)


@given(MAPS)
def test_loops_enclose_as_much_as_their_labels_cover(labels: U8) -> None:
    """By Green's theorem, the loops of a label have the area of its pixels."""
    outlines = Outlines.of(labels)
    sides = Sides.of(outlines)
    order, loops = sides.loops()
    count, areas = len(outlines.closed), np.zeros(4)
    begin, end = outlines.ends()
    first = outlines.first
    for loop in range(len(loops) - 1):
        points: list[complex] = []
        for side in order[loops[loop] : loops[loop + 1]]:
            arc = slice(*first[side % count : side % count + 2])
            chain = outlines.places(outlines.origins[arc]).tolist()
            chain += outlines.places(end[side % count, None]).tolist()
            points += chain if side < count else chain[::-1]
        label = sides.labels[order[loops[loop]]]
        p = np.array(points)
        # Counterclockwise on a screen, where y grows downward, is negative.
        areas[label] -= (p.conj() * np.roll(p, -1)).imag.sum() / 2

    assert (
        areas[1:].tolist() == np.bincount(labels.reshape(-1), minlength=4)[1:].tolist()
    )
    assert len(begin) == count


@given(MAPS)
def test_following_is_a_permutation(labels: U8) -> None:
    """Each side follows exactly one other."""
    sides = Sides.of(Outlines.of(labels))

    assert sorted(sides.following.tolist()) == list(range(len(sides.following)))
    assert (sides.labels[sides.following] == sides.labels).all()
