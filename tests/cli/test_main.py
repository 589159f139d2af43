"""The command as a user meets it: help, start, exit codes, pipes."""

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

KQUANT = [sys.executable, "-m", "kquant"]
NOISE = np.random.default_rng(2).integers(0, 256, (40, 50, 3), dtype=np.uint8)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with one picture."""
    monkeypatch.chdir(tmp_path)
    Image.fromarray(NOISE).save("a.png")


def kquant(*args: str, data: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the real command."""
    command = [*KQUANT, *args]
    return subprocess.run(command, input=data, capture_output=True, check=False)


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["-k", "0", "a.png"]])
def test_start_needs_none_of_the_slow_packages(args: list[str]) -> None:
    """Help, version and wrong usage import neither numpy nor Pillow nor tqdm."""
    code = f"""
import sys
from kquant.cli import main
try:
    main({args!r})
except SystemExit as end:
    print("ended with", end.code)
print(sorted({{"numpy", "PIL", "tqdm"}} & set(sys.modules)))
"""
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    ended = f"ended with {2 if '-k' in args else 0}"
    assert run.stdout.splitlines()[-2:] == [ended, "[]"]


def test_the_whole_way() -> None:
    """A picture and its palette are written; the palette is printed, dark first."""
    run = kquant("a.png", "-k", "5")
    assert (run.returncode, run.stderr) == (0, b"Wrote a-k5.png and a-k5-palette.png\n")
    lines = run.stdout.decode().splitlines()
    assert len(lines) == 5
    assert sum(float(line.split()[1]) for line in lines) == pytest.approx(1, abs=1e-3)
    with Image.open("a-k5.png") as image:
        colors = image.convert("RGB").getcolors()
    assert colors is not None
    codes = {"#" + bytes(rgb).hex() for _, rgb in colors}  # type: ignore[arg-type] # RGB
    assert codes == {line.split()[0] for line in lines}


def test_from_pipe_to_pipe() -> None:
    """- reads standard input, and -o - writes nothing but the picture."""
    run = kquant("-", "-o", "-", "-k", "3", data=Path("a.png").read_bytes())
    assert (run.returncode, run.stderr) == (0, b"")
    with Image.open(io.BytesIO(run.stdout)) as image:
        assert (image.format, image.size) == ("PNG", (50, 40))
    assert kquant("-", "-k", "3", data=Path("a.png").read_bytes()).stdout == run.stdout


def test_palette_to_a_pipe() -> None:
    """A palette file can go to standard output as well."""
    run = kquant("a.png", "-k", "3", "--no-image", "-o", "-", "--palette-format", "hex")
    assert (run.returncode, len(run.stdout.split())) == (0, 3)
    assert list(Path().iterdir()) == [Path("a.png")]


@pytest.mark.parametrize("args", [["-o", "-"], ["--json"], []])
def test_a_closed_pipe_is_no_error(args: list[str]) -> None:
    """When the reader has gone, kquant ends quietly and its files are whole."""
    read_end, write_end = os.pipe()
    os.close(read_end)
    command = [*KQUANT, "a.png", "-k", "3", *args]
    run = subprocess.run(command, stdout=write_end, stderr=subprocess.PIPE, check=False)
    os.close(write_end)
    assert run.returncode == 0
    assert b"Error" not in run.stderr
    assert b"Traceback" not in run.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("args", [["-o", "-"], [], ["--help"], ["--version"]])
def test_full_standard_output(args: list[str]) -> None:
    """Results that cannot be printed are an error of one sentence."""
    with Path("/dev/full").open("wb") as full:
        command = [*KQUANT, "a.png", *args]
        run = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert run.returncode == 1
    (line,) = run.stderr.decode().splitlines()
    assert line.startswith("Error: standard output cannot be written: no space")


@pytest.mark.usefixtures("heeding_interrupts")
def test_ctrl_c() -> None:
    """An interrupted run exits with 130 and one sentence, and leaves no file."""
    command = [*KQUANT, "-", "-o", "out.png"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stderr=pipe) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(bytes(1 << 20))  # more than a pipe holds: it is reading
        process.stdin.flush()
        time.sleep(0.5)  # and by now it waits for more
        process.send_signal(signal.SIGINT)
        try:
            said = process.communicate(timeout=60)[1]
        finally:
            process.kill()
    assert process.returncode == 130
    (line,) = said.splitlines()
    assert line.startswith(b"Interrupted; files written so far are whole.")
    assert list(Path().iterdir()) == [Path("a.png")]


def test_exit_codes() -> None:
    """0 is all done, 1 something failed, 2 wrong usage."""
    assert kquant("a.png", "-q").returncode == 0
    assert kquant("missing.png", "a.png", "-o", "out").returncode == 1
    assert Path("out/a-k8.png").exists()
    assert kquant("a.png", "-k", "0").returncode == 2
    assert kquant().returncode == 2


def test_skip_and_overwrite() -> None:
    """Existing outputs are refused, skipped or replaced, as asked."""
    assert kquant("a.png", "-k", "3").returncode == 0
    before = Path("a-k3.png").stat().st_mtime_ns
    refused = kquant("a.png", "-k", "3")
    assert refused.returncode == 1
    assert refused.stderr.startswith(b"Error: a-k3.png exists and stays as it is")
    skipped = kquant("a.png", "-k", "3", "--skip-existing")
    assert skipped.returncode == 0
    assert b"skipped" in skipped.stderr
    assert Path("a-k3.png").stat().st_mtime_ns == before
    assert kquant("a.png", "-k", "3", "--overwrite").returncode == 0


@pytest.mark.parametrize(
    "name", [b"-a.png", b"a\nb.png", b"\xff\xfe.png", b"\x1b[31m.png"]
)
def test_strange_names(name: bytes) -> None:
    """Names with dashes, newlines, escapes or bytes that are not text are like others."""
    path = os.fsdecode(name)
    try:
        Path("a.png").rename(path)
    except OSError:
        pytest.skip("this file system refuses the name")
    run = kquant("--", path, os.fsdecode(b"missing\xff.png"))
    assert run.returncode == 1
    assert len(run.stdout.splitlines()) == 1
    error, *summary = run.stderr.splitlines()
    assert error.startswith(b"Error: missing\\udcff.png cannot be read")
    assert b"1 done, 1 failed" in summary[0]
    assert b"\x1b" not in run.stdout
    assert Path(os.fsdecode(name[:-4] + b"-k8.png")).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no such shell")
@pytest.mark.parametrize("closed", ["2>&-", "<&- 2>&-", "<&- 2>&- >&-"])
def test_closed_standard_files(closed: str) -> None:
    """The picture does not get the number of standard error, which libtiff silences."""
    with Image.open("a.png") as image:
        image.save("a.tiff")
    command = [*KQUANT, "a.tiff", "-k", "3", "-q", "-o", "out.png"]
    script = f'exec "$@" {closed}'
    run = subprocess.run(["sh", "-c", script, "sh", *command], check=False)
    assert run.returncode == 0
    with Image.open("out.png") as image:
        assert image.size == (50, 40)


@pytest.mark.skipif(sys.platform != "linux", reason="limits that Linux enforces")
@pytest.mark.parametrize("megabytes", [60, 180, 240, 330])
def test_little_memory(megabytes: int) -> None:
    """Want of memory, wherever it shows, is called that, without a traceback."""
    Image.new("RGB", (3000, 2000), "red").save("large.png")
    script = f'ulimit -v {1024 * megabytes}; exec "$@"'
    command = ["sh", "-c", script, "sh", *KQUANT, "large.png", "-k", "3", "-o", "b.png"]
    run = subprocess.run(command, capture_output=True, check=False)
    told = run.stderr.decode()
    assert run.returncode in {0, 1}
    assert "Traceback" not in told
    assert "thread" not in told
    assert not run.returncode or "emory" in told
