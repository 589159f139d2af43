"""How hard to search."""

from itertools import pairwise

import pytest

from kquant.options import EFFORTS, MAX_COLORS, Effort
from kquant.quantization.effort import MIN_BINS, SEARCHES, search_for


def test_every_effort_has_its_numbers() -> None:
    """Both tables know the efforts that can be asked for, and no others."""
    assert set(SEARCHES) == set(MIN_BINS) == set(EFFORTS)


@pytest.mark.parametrize("effort", EFFORTS)
def test_every_number_of_colors_has_its_search(effort: Effort) -> None:
    """The first search that reaches far enough is the one for k colors."""
    searches = SEARCHES[effort]

    assert all(a.most < b.most for a, b in pairwise(searches))
    assert searches[-1].most == MAX_COLORS
    for k in range(1, MAX_COLORS + 1):
        found = search_for(effort, k)
        assert found == min((x for x in searches if k <= x.most), key=lambda x: x.most)


def test_more_effort_searches_more() -> None:
    """Each effort makes at least as many starts, bins and breaths as the one before."""
    for less, more in pairwise(EFFORTS):
        assert MIN_BINS[less] < MIN_BINS[more]
        for k in range(1, MAX_COLORS + 1):
            first, second = search_for(less, k), search_for(more, k)
            assert first.starts <= second.starts
            assert first.bins <= second.bins
            assert first.breaths < second.breaths


@pytest.mark.parametrize("effort", EFFORTS)
def test_more_colors_take_no_more_starts(effort: Effort) -> None:
    """Starts are dearer with more colors, and bring less."""
    starts = [search_for(effort, k).starts for k in range(1, MAX_COLORS + 1)]

    assert all(more <= fewer for fewer, more in pairwise(starts))
