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
    """Time that a program sleeps counts as well as time that it works."""
    seconds = once(python("import time; time.sleep(0.2)"), limit=30).seconds

    assert seconds >= 0.2  # a sleep is never shorter


def test_memory_is_the_tools_own() -> None:
    """A program's 100 MiB are counted, and what the benchmark itself holds is not."""
    ballast = bytearray(200 << 20)
    ballast[:: 1 << 12] = b"x" * len(ballast[:: 1 << 12])  # touch every page
    small = once(python("pass"), limit=10).peak
    large = once(python("b'x' * (100 << 20)"), limit=10).peak

    assert small < len(ballast)
    # Beside the 100 MiB there are only the few that differ from start to start.
    assert 90 << 20 < large - small < 110 << 20


def test_runs_after_the_warm_up(tmp_path: Path) -> None:
    """Three runs come after one to warm up."""
    log = tmp_path / "log"
    measure(python(f"open({str(log)!r}, 'a').write('x')"), limit=10, runs=3)

    assert log.read_text() == "xxxx"


def ended(process: int) -> bool:
    """Tell whether a process comes to an end, or has been a zombie for a while."""
    for _ in range(200):
        try:
            status = Path(f"/proc/{process}/stat").read_text()
        except FileNotFoundError:
            return True
        if status.rpartition(")")[2].split()[0] in "ZX":
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc here")
def test_late_rival_is_killed(
    bench: Bench, picture: Picture, fake: Fake, tmp_path: Path
) -> None:
    """A program is ended at the limit, with the processes that it has started."""
    child = tmp_path / "child"
    code = (
        "import subprocess; p = subprocess.Popen(['sleep', '600']); "
        f"open(r'{child}', 'w').write(str(p.pid)); p.wait(); '{{target}}'"
    )
    result = replace(bench, limit=2).one(fake("slow", code), picture, k=2)

    assert result.failure == "over 2 s"
    assert ended(int(child.read_text()))


def test_failing_rival(bench: Bench, picture: Picture, fake: Fake) -> None:
    """The exit code and the last words of a program are kept, but no paths in them."""
    result = bench.one(fake("bad", "exit('no such thing: /a/b|c')"), picture, k=2)

    assert result.failure == "failed: exit code 1 no such thing:"


def test_rival_that_writes_nothing(
    bench: Bench, picture: Picture, fake: Fake, tmp_path: Path
) -> None:
    """An older picture of the same name is not taken for a result."""
    tool = fake("idle", "'{target}'")
    bench.target(tool).write_bytes((tmp_path / "photo.png").read_bytes())

    assert bench.one(tool, picture, k=2).failure == "failed: wrote no picture"


def test_rival_that_writes_rubbish(bench: Bench, picture: Picture, fake: Fake) -> None:
    """A result that is no picture is a failure of the program that wrote it."""
    result = bench.one(fake("odd", "open(r'{target}', 'w').write('x')"), picture, k=2)

    assert result.failure == "failed: wrote no readable picture"


def test_program_that_cannot_be_started() -> None:
    """A program that cannot be started is a failure."""
    with pytest.raises(RunError, match="cannot be started"):
        once(["/no/such/program"], limit=10)


def test_working_rival(bench: Bench, picture: Picture, fake: Fake) -> None:
    """A copy of the picture has no error and all three colors."""
    result = bench.one(fake("copy", COPY), picture, k=2)

    assert (result.failure, result.mse, result.colors) == ("", 0, 3)
    assert result.size == picture.source.stat().st_size


def test_floor_writes_kquants_picture(
    bench: Bench, picture: Picture, fake: Fake
) -> None:
    """The floor's picture has the same errors as kquant's."""
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
    """Without a picture of kquant's, the floor has nothing to encode."""
    floor = BASE[1].found(sys.executable, "1.0")

    assert bench.one(floor, picture, k=2).failure == "needs kquant's picture"


def test_missing_rivals() -> None:
    """Programs and packages that are not there are not found."""
    gone = Program(("no-such-program",))

    assert Tool("a", gone, "").find(sys.executable).program == ""
    assert Tool("b", Package("no-such-package"), "").find(sys.executable).program == ""


def test_missing_rival_is_skipped(bench: Bench, photo: Path, fake: Fake) -> None:
    """A missing rival is not run, and the table says so."""
    tools = [fake("copy", COPY), Tool("gone", Package("gone"), "")]
    results = list(bench.run(tools, [photo], [2]))
    table = tables.comparison(results, tools)

    assert [result.tool for result in results] == ["copy"]
    assert table.splitlines()[-1].endswith("| skipped: not installed |")


def test_scripts_of_a_programs_name_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script that starts a program is not taken for it, as its own start would count."""
    script = tmp_path / "gm"
    script.write_text("#!/bin/sh\necho GraphicsMagick 9.9\n")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert Program(("gm",), "version", "GraphicsMagick").find("") is None


def test_select() -> None:
    """Rivals are chosen by family, by name, or all; the base is always among them."""
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
