"""Answers in words, for pictures whose answers are known."""

import numpy as np

from kquant import Options
from kquant.color.packed import hex_to_colors, pack
from kquant.images.histogram import Histogram
from kquant.images.palette import Palette
from kquant.report.answers import answers_for
from kquant.report.ground import Ground

# 96 gray pixels, 3 dark ones and one red pixel, in ascending order when packed.
PACKED = pack(hex_to_colors(["#ff0000", "#202020", "#808080"]))
GROUND = Ground(Histogram(PACKED, np.array([1.0, 3.0, 96.0])), Options())


def told(*palettes: str, chosen: int = 0, ground: Ground = GROUND) -> list[str]:
    """Return each answer as one text."""
    levels = [ground.divided(Palette.from_hex(codes)) for codes in palettes]
    answers = answers_for(ground, levels, chosen)
    return ["\n".join(" ".join(words) for words in x.sentences) for x in answers]


def test_a_small_hue_waits() -> None:
    """Red gets its color at k = 3; before, it was part of the gray."""
    hues, _, _ = told("#202020 #808080", "#202020 #808080 #ff0000")
    assert hues.startswith(
        "Red #ff0000 covers 1.0% of the picture, and gets a color of"
    )
    assert "its own at k = 3. At k = 2 it was still part of #808080" in hues
    assert "so small a share" in hues


def test_a_hue_without_its_color() -> None:
    """That is said as well, with k and without."""
    assert "no color of its own up to k = 2" in told("#808080", "#202020 #808080")[0]
    assert "no color of its own: it is part of" in told("#202020 #808080")[0]
    assert "has a color of its own." in told("#808080 #ff0000")[0]


def test_the_hardest_pull() -> None:
    """Three dark pixels pull less than 96 whose color is a little off."""
    _, pulls, _ = told("#ff0000 #8c8c8c")
    assert pulls.startswith("#8c8c8c pulls hardest at k = 2: it stands for 99%")
    assert "100% of all error" in pulls
    assert "None: with k = 3" in told("#202020 #808080 #ff0000")[1]


def test_doubling() -> None:
    """It stops being seen where the mean change falls below 2; each change is listed."""
    one, two = "#808080", "#202020 #808080"
    four = "#202020 #808080 #818181 #ff0000"
    _, _, doubling = told(one, two, four)
    assert doubling.startswith("At k = 4, every pixel keeps its color: more add")
    assert "From k = 1 to 2, the picture changes by 1.1" in doubling
    assert "1 to 2: 1.1, 2 to 4: " in doubling
    assert told(two)[2].startswith("There is no k")
    far = told("#000000", "#000000 #ffffff")[2]
    assert far.startswith("Not yet: even from k = 1 to 2")


def test_doubling_beyond_what_is_shown() -> None:
    """Numbers of colors that have no picture on the page are compared as well."""
    one, two = (
        GROUND.divided(Palette.from_hex(x)) for x in ("#000000", "#000000 #ffffff")
    )
    four = GROUND.divided(Palette.from_hex("#000000 #010101 #fefefe #ffffff"))
    *_, shown = answers_for(GROUND, [one, two], 0)
    *_, more = answers_for(GROUND, [one, two], 0, (four,))
    assert shown.sentences[0][0].startswith("Not yet: even from k = 1 to 2")
    assert more.sentences[0][0].startswith("From k = 2 to 4")


def test_a_color_that_is_lost_again() -> None:
    """Red has its color at k = 2, and none at k = 3; both are said."""
    hues, _, _ = told("#808080 #ff0000", "#202020 #808080 #858585")
    assert "has a color of its own already at k = 2. At k = 3, it is" in hues


def test_nothing_to_say() -> None:
    """Gray pictures have no hue, and transparent ones no answer."""
    gray = Ground(Histogram(PACKED[1:], np.array([3.0, 96.0])), Options())
    assert told("#808080", ground=gray)[0].startswith("There is no main hue")
    empty = Ground(Histogram(PACKED[:0], np.array([])), Options())
    assert told("#808080", ground=empty) == []
