"""The small vivid area."""

from collections.abc import Callable

import pytest

from benchmarks import vivid
from benchmarks.compare import Bench
from benchmarks.tools import Tool

MEDIAN_CUT = (
    "from PIL import Image; Image.open(r'{source}').quantize(8).save(r'{target}')"
)
NO_SUCH_OPTION = "import sys; '--vivid' in sys.argv and sys.exit(2); " + MEDIAN_CUT


def test_area() -> None:
    """The square has 0.147 % of the pixels, a little under the 0.15 % of the bar."""
    green = (vivid.picture() == vivid.GREEN).all(axis=2)

    assert green.mean() == pytest.approx(0.00147, abs=1e-5)


@pytest.mark.usefixtures("small_area")
def test_lost_area(bench: Bench, fake: Callable[[str, str], Tool]) -> None:
    """Median cut loses the green, and the same picture twice is equal in the rest."""
    kept, rest = vivid.judge(bench, fake("kquant", MEDIAN_CUT))

    assert kept.value > vivid.CLOSE
    assert rest.value == 1


@pytest.mark.usefixtures("small_area")
def test_without_the_option(bench: Bench, fake: Callable[[str, str], Tool]) -> None:
    """A version of kquant without --vivid is not judged."""
    assert list(vivid.judge(bench, fake("kquant", NO_SUCH_OPTION))) == []
