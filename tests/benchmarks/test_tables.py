"""What is written: tables, bars, and nothing of this machine."""

import math
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import bars, growth, tables, throughput
from benchmarks.__main__ import main
from benchmarks.compare import Result
from benchmarks.growth import Growth
from benchmarks.rivals import BASE, select
from benchmarks.tables import MSE, SECONDS, geometric_mean, markdown, ratios
from benchmarks.throughput import Rate

OURS = Result("kquant", "a.png", 8, 768 * 512, "", 0.1, 50e6, 2000, 8, 90.0, 4.5, 0.03)


def rival(tool: str, **figures: float) -> Result:
    """Return a rival's result on the same picture, kquant's but for these figures."""
    return replace(OURS, tool=tool, **figures)  # type: ignore[arg-type]


def test_markdown() -> None:
    """The first column is text, the others are figures."""
    actual = markdown(["a", "b"], [["x", "1"]])

    assert actual == "| a | b |\n| --- | ---: |\n| x | 1 |"


def test_geometric_mean() -> None:
    """The geometric mean of 2 and 8 is 4; zeros are left out, and nothing has none."""
    assert geometric_mean([2, 8]) == pytest.approx(4)
    assert geometric_mean([2, 8, 0, math.nan]) == pytest.approx(4)
    assert math.isnan(geometric_mean([]))


def test_ratios_need_both() -> None:
    """A picture is left out if one of the two tools has no figure for it."""
    ours = [OURS, replace(OURS, image="b.png")]
    theirs = [rival("pngquant", mse=100.0)]

    assert ratios(ours, theirs, MSE) == {("a.png", 8): 0.9}


def test_comparison() -> None:
    """A row has means, the range of colors, kquant's share of each, and failures."""
    tools = [BASE[0], *select(["pillow-octree"])[len(BASE) :]]
    tools = [tool.found("x", "1.0") for tool in tools]
    late = rival("pillow-octree", colors=math.nan)
    results = [
        OURS,
        rival("pillow-octree", mse=180.0, seconds=0.05),
        replace(late, image="b.png", failure="over 60 s"),
    ]

    assert tables.comparison(results, tools).splitlines()[2:] == [
        "| kquant | 90.0 | 4.500 | 0.0300 | 0.100 | 48 | 2 | 8 "
        "| 1.00 | 1.00 | 1.00 | 1.00 | 1.00 | 1.00 |  |",
        "| pillow-octree | 180.0 | 4.500 | 0.0300 | 0.050 | 48 | 2 | 8 "
        "| 0.50 | 1.00 | 1.00 | 2.00 | 1.00 | 1.00 | 1 of 2 over 60 s |",
    ]


def test_bars_met_and_missed() -> None:
    """A bar is met at most at its figure; the run's other bars are named."""
    results = [OURS, rival("imports", seconds=0.05), rival("pngquant-nofs", de00=5.0)]
    verdicts, absent = bars.judge(results)
    rows = {verdict.bar: verdict.row()[1:4] for verdict in verdicts}

    assert rows["time to the imports', 768 x 512, k = 8"] == [
        "at most 1.6",
        "2.000",
        "**MISSED**",
    ]
    assert rows["mean ΔE00 to the best well-known rival's, k = 8"] == [
        "at most 0.92",
        "0.900",
        "met",
    ]
    assert "squared error to scikit-learn's" in absent


def test_failure_is_a_missed_bar() -> None:
    """A picture that kquant failed on is not passed over in silence."""
    late = replace(OURS, image="b.png", failure="over 60 s")
    verdict = bars.judge([OURS, late])[0][0]

    assert verdict.row()[2:] == ["1.000", "**MISSED**", "over 60 s"]


def test_rivals_with_more_error_need_not_be_beaten_in_time() -> None:
    """On a large photo, only rivals with an equal or lower error count."""
    ours = replace(OURS, pixels=bars.LARGE)
    worse = replace(ours, tool="gm", de00=9.0, seconds=0.01)
    equal = replace(ours, tool="opencv", seconds=0.4)
    found = list(bars.large_rivals(bars.Run([ours, worse, equal], 8)))

    assert [(verdict.remark, verdict.value) for verdict in found] == [("opencv", 0.25)]


def test_best_known_is_for_one_copy() -> None:
    """The best known error of a picture is not that of another size of it."""
    srgb = replace(OURS, tool="kquant-srgb", image="kodim05.png", k=4, mse=1208.39)
    found = list(bars.best_optima(bars.Run([srgb], 4)))
    other = list(bars.best_optima(bars.Run([replace(srgb, pixels=99)], 4)))

    assert ([verdict.value for verdict in found], other) == ([1.0], [])


def test_growth_is_judged_by_slope() -> None:
    """Twice the time a pixel at the end is a missed bar, however small the whole."""
    steps = [(1, 1.0), (2, 2.0), (3, 4.0)]
    grown = [Growth("kquant", 8, int(n * 1e6), s, 1 << 20) for n, s in steps]

    assert growth.judge(grown)[0].value == pytest.approx(2)


def test_throughput_is_judged_by_the_fastest_rival() -> None:
    """The bar is the fastest rival's rate over kquant's; one that failed has none."""
    rates = [Rate("kquant", 8, 4.0), Rate("gm", 8, 5.0), Rate("x", 8, 0, "over 60 s")]
    verdict = throughput.judge(rates)[0]

    assert (verdict.value, verdict.remark) == (1.25, "gm")


def test_throughput_of_a_kquant_that_failed() -> None:
    """If kquant failed, the bar is missed, with the reason."""
    verdict = throughput.judge([Rate("kquant", 8, 0, "over 60 s"), Rate("gm", 8, 5)])[0]

    assert verdict.row()[2:] == ["inf", "**MISSED**", "over 60 s"]


@pytest.mark.usefixtures("small_area")
def test_whole_command(photo: Path, tmp_path: Path) -> None:
    """The command writes a table for each k, without paths."""
    out = tmp_path / "out.md"
    words = ["-k", "2", "--rivals", "pillow-octree", "--runs", "1", "--out", str(out)]
    main(["--images", str(photo), *words])
    text = out.read_text(encoding="utf-8")

    assert "## k = 2" in text
    assert "| pillow-octree |" in text
    assert str(tmp_path) not in text
    assert SECONDS.title in text
