"""Running rivals: those that work, are late, fail, or are missing."""

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import tables
from benchmarks.compare import Bench, Picture
from benchmarks.measure import RunError, measure, once
from benchmarks.rivals import BASE, RIVALS, select
from benchmarks.tools import Package, Program, Tool

Fake = Callable[[str, str], Tool]

COPY = "import shutil; shutil.copy(r'{source}', r'{target}')"
HALVE = "from PIL import Image; Image.open(r'{source}').quantize(2).save(r'{target}')"


def python(code: str) -> list[str]:
    """Return the command that runs a line of Python."""
    return [sys.executable, "-c", code]


def test_wall_time() -> None:
    """Sleeping counts."""
    assert 0.2 <= once(python("import time; time.sleep(0.2)"), limit=10).seconds < 5


def test_memory_is_the_tools_own() -> None:
    """A tool's 100 MiB are seen; what the benchmark itself holds is not."""
    ballast = bytearray(200 << 20)
    ballast[:: 1 << 12] = b"x" * len(ballast[:: 1 << 12])  # touch every page
    small = once(python("pass"), limit=10).peak
    large = once(python("b'x' * (100 << 20)"), limit=10).peak

    assert small < 60 << 20
    assert 100 << 20 <= large - small + (20 << 20) < 160 << 20


def test_runs_after_the_warm_up(tmp_path: Path) -> None:
    """Three runs are four, with the warm-up."""
    log = tmp_path / "log"
    measure(python(f"open({str(log)!r}, 'a').write('x')"), limit=10, runs=3)

    assert log.read_text() == "xxxx"


def test_late_rival_is_killed(bench: Bench, picture: Picture, fake: Fake) -> None:
    """It is ended at the limit, with the processes it started, and marked."""
    code = "import subprocess; subprocess.call(['sleep', '60']); '{target}'"
    start = time.monotonic()
    result = replace(bench, limit=1).one(fake("slow", code), picture, k=2)

    assert result.failure == "over 1 s"
    assert time.monotonic() - start < 10


def test_failing_rival(bench: Bench, picture: Picture, fake: Fake) -> None:
    """Its exit code and last words are kept, without words that hold a path."""
    result = bench.one(fake("bad", "exit('no such thing: /a/b|c')"), picture, k=2)

    assert result.failure == "failed: exit code 1 no such thing:"


def test_rival_that_writes_nothing(
    bench: Bench, picture: Picture, fake: Fake, tmp_path: Path
) -> None:
    """An older picture of the same name does not count as a result."""
    tool = fake("idle", "'{target}'")
    bench.target(tool).write_bytes((tmp_path / "photo.png").read_bytes())

    assert bench.one(tool, picture, k=2).failure == "failed: wrote no picture"


def test_rival_that_writes_rubbish(bench: Bench, picture: Picture, fake: Fake) -> None:
    """A file that is no picture is a failure, not a crash."""
    result = bench.one(fake("odd", "open(r'{target}', 'w').write('x')"), picture, k=2)

    assert result.failure == "failed: wrote no readable picture"


def test_program_that_cannot_be_started() -> None:
    """That is a failure too."""
    with pytest.raises(RunError, match="cannot be started"):
        once(["/no/such/program"], limit=10)


def test_working_rival(bench: Bench, picture: Picture, fake: Fake) -> None:
    """Its picture is judged: a copy has no error and all three colors."""
    result = bench.one(fake("copy", COPY), picture, k=2)

    assert (result.failure, result.mse, result.colors) == ("", 0, 3)
    assert result.size == picture.source.stat().st_size


def test_floor_writes_kquants_picture(
    bench: Bench, picture: Picture, fake: Fake
) -> None:
    """The floor's picture has the errors of kquant's."""
    floor = BASE[1].found(sys.executable, "1.0")
    kquant = bench.one(fake("kquant", HALVE), picture, k=2)
    actual = bench.one(floor, picture, k=2)

    assert (actual.failure, actual.colors) == ("", 2)
    assert actual.mse == kquant.mse


def test_floor_keeps_what_is_not_indexed(
    bench: Bench, picture: Picture, fake: Fake
) -> None:
    """A picture with too many alphas for a palette is encoded as it is."""
    floor = BASE[1].found(sys.executable, "1.0")
    bench.one(fake("kquant", COPY), picture, k=2)
    actual = bench.one(floor, picture, k=2)

    assert (actual.mse, actual.colors) == (0, 3)


def test_floor_without_kquant(bench: Bench, picture: Picture) -> None:
    """There is nothing to encode."""
    floor = BASE[1].found(sys.executable, "1.0")

    assert bench.one(floor, picture, k=2).failure == "needs kquant's picture"


def test_missing_rivals() -> None:
    """Neither a program nor a package that is not there is found."""
    gone = Program(("no-such-program",))

    assert Tool("a", gone, "").find(sys.executable).program == ""
    assert Tool("b", Package("no-such-package"), "").find(sys.executable).program == ""


def test_missing_rival_is_skipped(bench: Bench, photo: Path, fake: Fake) -> None:
    """It is not run, and the table says so."""
    tools = [fake("copy", COPY), Tool("gone", Package("gone"), "")]
    results = list(bench.run(tools, [photo], [2]))
    table = tables.comparison(results, tools)

    assert [result.tool for result in results] == ["copy"]
    assert table.splitlines()[-1].endswith("| skipped: not installed |")


def test_scripts_of_a_programs_name_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrapper's own start would be counted as the program's."""
    script = tmp_path / "gm"
    script.write_text("#!/bin/sh\necho GraphicsMagick 9.9\n")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert Program(("gm",), "version", "GraphicsMagick").find("") is None


def test_select() -> None:
    """A family, a name and all; the base is always there."""
    names = [tool.name for tool in select(["pillow-octree", "pngquant"])]

    assert names == [
        *(tool.name for tool in BASE),
        "pngquant",
        "pngquant-speed11",
        "pngquant-nofs",
        "pillow-octree",
    ]
    assert len(select(["all"])) == len(BASE) + len(RIVALS)
    with pytest.raises(ValueError, match="no rival is called pilow"):
        select(["pilow"])
