"""What is seen of pictures: means, tables and bars, with a fake program for scores."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import seen
from benchmarks.compare import Bench
from benchmarks.seen import BEFORE, Seen
from benchmarks.tools import Package, Tool

Fake = Callable[[str, str], Tool]

OURS = Seen("kquant", 64, 2.0, 0.004, 50.0, 3.0, 20_000)
RIVAL = Seen("quantette", 64, 2.5, 0.008, 40.0, 4.0, 30_000)
COPY = "import shutil; shutil.copy(r'{source}', r'{target}')"


def test_means() -> None:
    """DSSIM and CIEDE2000 have geometric means, the others plain ones."""
    other = replace(OURS, de00=8.0, dssim=0.016, ssimulacra2=-30.0, size=30_000)

    found = seen.mean([OURS, other, RIVAL], "kquant")

    assert found is not None
    assert (found.de00, found.dssim) == pytest.approx((4.0, 0.008))
    assert (found.ssimulacra2, found.butteraugli, found.size) == (10.0, 3.0, 25_000)
    assert seen.mean([OURS], "quantette") is None


def test_table_marks_the_best_and_names_what_is_missing() -> None:
    """The best figure is bold: for SSIMULACRA2 the highest."""
    names = ("kquant", "quantette", "imagequant")
    tools = [Tool(name, Package(name), "") for name in names]

    rows = seen.table([OURS, replace(RIVAL, ssimulacra2=60.0)], tools).splitlines()[2:]

    assert rows == [
        "| kquant | **2.000** | **0.00400** | 50.00 | **3.000** | 20.0 |",
        "| quantette | 2.500 | 0.00800 | **60.00** | 4.000 | 30.0 |",
        "| imagequant | skipped |  |  |  |  |",
    ]


def test_bars_with_many_colors() -> None:
    """From 64 colors on, all four figures are judged by the best rival's."""
    verdicts = {v.bar: v for v in seen.judge([OURS, replace(RIVAL, ssimulacra2=51.0)])}

    ratio = verdicts["mean ΔE00 to the best rival's, k = 64"].value
    assert ratio == pytest.approx(0.8)
    ratio = verdicts["DSSIM to the best rival's, k = 64"].value
    assert ratio == pytest.approx(0.5)
    assert verdicts["SSIMULACRA2 below the best rival's, k = 64"].row()[1:4] == [
        "at most 0",
        "1.000",
        "**MISSED**",
    ]


def test_bars_with_few_colors() -> None:
    """Up to 32 colors, structure is judged by the earlier version's."""
    few = [replace(x, k=8) for x in (OURS, RIVAL, replace(RIVAL, tool=BEFORE))]
    bars = [v.bar for v in seen.judge(few)]

    assert bars == [
        "mean ΔE00 to the best rival's, k = 8",
        "mean ΔE00 to the best of quantette, imagequant, pngquant, k = 8",
        "DSSIM to the earlier version's, k = 8",
        "SSIMULACRA2 below the earlier version's, k = 8",
        "Butteraugli to the earlier version's, k = 8",
    ]


def test_a_tool_that_fails_is_left_out(
    bench: Bench,
    fake: Fake,
    photo: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Its message goes to standard error; the others are scored in order."""
    program = tmp_path / "scores"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nfor path in sys.argv[2:]: print(0, 100, 0)\n"
    )
    program.chmod(0o755)
    tools = [fake("broken", "raise SystemExit('no')"), fake("copy", COPY)]

    results = list(seen.run(bench, tools, str(program), photo, 2))

    assert [(r.tool, r.de00, r.ssimulacra2) for r in results] == [("copy", 0.0, 100.0)]
    assert capsys.readouterr().err.startswith("broken, photo.png, k = 2: failed")


def test_without_the_program_for_scores(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The command says in one sentence what is missing."""
    monkeypatch.setattr(seen, "SCORES", Package("no such package"))

    with pytest.raises(SystemExit, match="the program scores is not found"):
        seen.main(["--images", str(tmp_path)])
