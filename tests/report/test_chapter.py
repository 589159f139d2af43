"""One picture's part of the page: which k there are, and how many bytes it takes."""

import json
from typing import Any

import numpy as np
import pytest

from kquant import Options, quantize
from kquant.images.animation import Animation, Timing
from kquant.images.raster import Raster
from kquant.report.chapter import budget_for, chapter
from kquant.runtime.arrays import U8


def told(pixels: U8, options: Options, budget: int = 3_000_000) -> Any:
    """Return what a page shows of a picture."""
    picture = Animation(Raster.from_array(pixels), Timing((0,)))
    return json.loads(chapter(picture, quantize(pixels, options), options, budget))


def test_the_result_is_among_the_numbers(noise: U8) -> None:
    """Its palette is that of the run; the others ascend around it."""
    options = Options(colors=7, sort="share")
    found = told(noise, options)
    ks = [level["k"] for level in found["levels"]]
    result = found["levels"][found["chosen"]]
    expected = quantize(noise, options).image
    assert ks == [2, 3, 4, 6, 7, 8, 10, 12, 16, 20, 24, 32]
    assert result["palette"] == expected.palette.hex()
    assert result["shares"] == pytest.approx(expected.shares(), abs=1e-4)
    errors = [level["error"] for level in found["levels"]]
    assert errors == sorted(errors, reverse=True)


def test_given_palettes_have_one_number(noise: U8) -> None:
    """There is no fit, and so no start; names of colors are there."""
    codes = "tan", "#010203", "#8f9a6f"
    options = Options(palette=codes, palette_names=("<a>", "", ""))
    found = told(noise, options)
    (level,) = found["levels"]
    assert (level["names"], level["own"]) == (
        [
            "tan",
            "~ black",
            "~ darkseagreen",
        ],  # an olive: cadetblue is as light, but blue
        ["<a>", "", ""],
    )
    assert (found["given"], found["starts"]) == (True, [])


def test_few_colors_and_none() -> None:
    """Three colors are kept at k = 3; a transparent picture has nothing to tell."""
    three = np.zeros((9, 9, 3), dtype=np.uint8)
    three[3:, :, 0], three[6:, :, 1] = 200, 90
    assert [level["k"] for level in told(three, Options())["levels"]] == [2, 3]
    clear = told(np.zeros((4, 4, 4), dtype=np.uint8), Options())
    assert (clear["dots"], clear["answers"]) == ("", [])
    assert [level["shares"] for level in clear["levels"]] == [[0.0]]


def test_pictures_shrink_to_their_budget(photo: U8) -> None:
    """All data URLs together take no more than is asked for."""
    found = told(photo[::3, ::3], Options(), 60_000)
    pictures = [found["before"], *(level["image"] for level in found["levels"])]
    assert sum(map(len, pictures)) <= 60_000
    assert found["shown"][0] < 214
    assert found["size"] == [214, 143]


def test_budget_is_shared() -> None:
    """Many pictures have less each, but enough to be seen."""
    assert budget_for(1) == 3_000_000
    assert budget_for(3) == 1_000_000
    assert budget_for(1000) == 400_000
