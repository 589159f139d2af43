"""The record of the options is the same for options that mean the same."""

from typing import Any

import pytest

import kquant
from kquant import Options
from kquant.art.options import Art, Grid, Page
from kquant.batch.recipe import options_in, recipe
from kquant.options import DEFAULT_MAX_ERROR


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "-k 8"),
        (
            {"algorithm": "lloyd", "init": "random"},
            "-k 8 --algorithm lloyd --init random",
        ),
        ({"colors": "auto"}, "-k auto"),
        ({"colors": "auto", "max_error": DEFAULT_MAX_ERROR}, "-k auto"),
        ({"colors": "auto", "max_error": 3}, "-k auto --max-error 3"),
        ({"palette": ("red", "#00f")}, "-p #ff0000,#0000ff"),
        ({"palette": ("red",), "seed": 3, "palette_names": ("x",)}, "-p #ff0000"),
        ({"lock": ("red",), "vivid": True}, "-k 8 --lock #ff0000 --vivid"),
        ({"space": "srgb", "lightness_weight": 2}, "-k 8 --space srgb"),
        ({"lightness_weight": 0.3}, "-k 8 --lightness-weight 0.3"),
        ({"n_init": 3, "sample": "all"}, "-k 8 --n-init 3 --sample all"),
        ({"dither_strength": 0.5}, "-k 8"),
        ({"dither": "bayer", "dither_strength": 0}, "-k 8"),
        (
            {"dither": "bayer", "dither_strength": 0.5, "min_region": 9},
            "-k 8 --dither bayer --dither-strength 0.5 --min-region 9",
        ),
    ],
)
def test_options(options: dict[str, Any], words: str) -> None:
    """As they are typed, in one order, without what changes no pixel."""
    recorded = recipe(Options(**options), Art())
    assert recorded == f"kquant {kquant.__version__}: {words}"
    assert options_in(recorded) == words


def test_art() -> None:
    """Panels and pages are pixels too, and letters beyond ASCII are escaped."""
    grid = Grid(2, 1, hues=(0.0, 90.5), gap=3, gap_color=None)
    page = Page("a4", 210, 297, dpi=100, title="L\u00e9\u4e00", strip=True)
    assert options_in(recipe(Options(), Art(grid, page, clean=True), shared=True)) == (
        "-k 8 --shared --warhol 2x1 --hues 0,90.5 --gap 3 --gap-color none "
        '--page a4 --dpi 100 --strip --title "L\\xe9\\u4e00"'
    )
    red = Grid(1, 1, pop=True, gap_color=(255, 0, 0))
    words = options_in(recipe(Options(), Art(red, clean=True)))
    assert words == "-k 8 --warhol 1x1 --pop --gap-color #ff0000"
    kept = options_in(recipe(Options(), Art(Grid(2, 1), keeps_colors=True)))
    assert kept == "--min-region 1 --warhol 2x1"


def test_every_option_is_recorded() -> None:
    """An option that is added one day has to be here too."""
    recorded = {
        *("colors", "max_error", "palette", "lock", "vivid", "sort", "space"),
        *(
            "lightness_weight",
            "algorithm",
            "init",
            "n_init",
            "max_iter",
            "tol",
            "sample",
            "effort",
        ),
        *("seed", "dither", "dither_strength", "min_region"),
    }
    assert set(Options.__slots__) - recorded == {"palette_names"}


def test_other_programs() -> None:
    """Their records are not taken for kquant's."""
    for text in ("", "Adobe ImageReady", "other 1.0: -k 8", "kquant", "kquantum 1: x"):
        assert options_in(text) == ""
