"""Standard streams that are closed, full, unread, or hold few characters."""

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import numpy as np
import pytest
from PIL import Image

KQUANT = [sys.executable, "-m", "kquant"]
FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with three pictures, the second of them broken."""
    monkeypatch.chdir(tmp_path)
    pixels = np.random.default_rng(0).integers(0, 256, (20, 20, 3), dtype=np.uint8)
    for name in ("a.png", "c.png"):
        Image.fromarray(pixels).save(name)
    Path("b.png").write_bytes(b"no picture")


def _run(
    *args: str, env: dict[str, str] | None = None, **streams: int | IO[bytes]
) -> subprocess.CompletedProcess[bytes]:
    """Run the real command with streams that are not pipes of ours."""
    pipes: dict[str, int | IO[bytes]] = {
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
    }
    return subprocess.run(  # type: ignore[call-overload,no-any-return] # by name
        [*KQUANT, *args],
        **(pipes | streams),
        env=os.environ | (env or {}),
        check=False,
        timeout=100,
    )


def _unread() -> int:
    """Return a pipe that nobody reads."""
    read_end, write_end = os.pipe()
    os.close(read_end)
    return write_end


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("stream", ["unread", "full"])
def test_unheard_errors(stream: str, jobs: str) -> None:
    """When nobody reads standard error, the folder is done and the exit code true."""
    if stream == "full" and not FULL.exists():
        pytest.skip("no /dev/full here")
    stderr = _unread() if stream == "unread" else os.open(FULL, os.O_WRONLY)
    done = _run("a.png", "b.png", "c.png", "-o", "out", "-j", jobs, stderr=stderr)
    refused = _run("a.png", "-k", "0", stderr=stderr)
    missing = _run("missing.png", stderr=stderr)
    os.close(stderr)
    assert done.returncode == 1
    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        b"a.png",
        b"c.png",
    ]
    assert Path("out/c-k8.png").exists()
    assert (refused.returncode, missing.returncode) == (2, 1)


@pytest.mark.skipif(os.name == "nt", reason="there is no sh on Windows")
@pytest.mark.parametrize("closed", ["2>&-", "<&- >&- 2>&-"])
def test_closed_streams(closed: str) -> None:
    """A program without standard streams does its work, too."""
    command = f'"$@" {closed}'
    args = [*KQUANT, "a.png", "b.png", "c.png", "-o", "out"]
    run = subprocess.run(["sh", "-c", command, "sh", *args], check=False, timeout=100)
    assert run.returncode == 1
    assert Path("out/c-k8.png").exists()


@pytest.mark.skipif(os.name == "nt", reason="there is no sh on Windows")
@pytest.mark.parametrize("closed", ["", "2>&-", "<&- >&- 2>&-"])
def test_tiff_without_standard_error(tmp_path: Path, closed: str) -> None:
    """The words of its decoder go nowhere, and into no file that is being written."""
    with Image.open("a.png") as image:
        image.save("d.tif", compression="tiff_lzw")
    data = Path("d.tif").read_bytes()
    Path("cut.tif").write_bytes(data[:8] + b"\xff" * 200 + data[208:])
    for name, code in (("d", 0), ("cut", 1)):
        command = f'exec "$@" {closed}'
        args = [*KQUANT, f"{name}.tif", "-k", "4"]
        run = subprocess.run(
            ["sh", "-c", command, "sh", *args],
            check=False,
            timeout=100,
            capture_output=True,
            text=True,
        )
        assert run.returncode == code
        assert run.stderr.count("\n") == (0 if closed else 1)
    with Image.open("d-k4.png") as image:
        assert len(image.getcolors() or ()) == 4
    assert not Path("cut-k4.png").exists()


@needs_full
def test_results_that_cannot_be_printed() -> None:
    """The rest of the folder is done; the error is told once."""
    with FULL.open("wb") as full:
        run = _run("a.png", "c.png", "-o", "out", stdout=full)
    assert run.returncode == 1
    error, summary = run.stderr.decode().splitlines()
    assert error == "Error: standard output cannot be written: no space left on device"
    assert summary == "2 done"
    assert Path("out/c-k8.png").exists()


@needs_full
@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_on_a_full_disk(option: str) -> None:
    """Help that cannot be printed is an error of one sentence."""
    with FULL.open("wb") as full:
        run = _run(option, stdout=full)
    assert run.returncode == 1
    assert run.stderr == (
        b"Error: standard output cannot be written: no space left on device\n"
    )


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_that_nobody_reads(option: str) -> None:
    """Who has read enough of the help has made no mistake."""
    stdout = _unread()
    run = _run(option, stdout=stdout)
    os.close(stdout)
    assert (run.returncode, run.stderr) == (0, b"")


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1"])
def test_characters_that_an_encoding_does_not_have(encoding: str) -> None:
    """They are escaped on both streams; no file is lost to them."""
    try:
        Path("a.png").rename("画.png")
    except (OSError, UnicodeError):
        pytest.skip("this file system refuses the name")
    names = ["画.png", "no 画.png", "c.png"]
    run = _run(*names, "-o", "out", env={"PYTHONIOENCODING": encoding})
    assert run.returncode == 1
    first, second = run.stdout.decode("ascii").splitlines()
    assert first.startswith("\\u753b.png -> out/\\u753b-k8.png".replace("/", os.sep))
    assert second.startswith("c.png")
    assert run.stderr.decode("ascii").startswith("Error: no \\u753b.png cannot be read")
    assert _run("-k", "画", env={"PYTHONIOENCODING": encoding}).stderr.isascii()
