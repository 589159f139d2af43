"""Many pictures in one call: folders, processes, failures, interruptions."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from kquant.cli import main


def _picture(path: Path, seed: int = 0, side: int = 24) -> None:
    """Write a picture of many colors."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(seed).integers(0, 256, (side, side, 3))
    Image.fromarray(pixels.astype(np.uint8)).save(path)


def _run(*arguments: str | int | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def _files(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(paths)}


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """Five pictures in three folders, one of them broken, and a text."""
    folder = tmp_path / "album"
    for number, name in enumerate(["a.png", "b.bmp", "sub/c.png", "sub/deep/d.png"]):
        _picture(folder / name, number)
    (folder / "sub" / "broken.jpg").write_bytes(b"no picture")
    (folder / "notes.txt").write_text("no picture either")
    return folder


def test_folder_alone(album: Path) -> None:
    """Without -r, the pictures of the folder itself are done, beside themselves."""
    result = _run(album, "-k", 4)
    assert result.exit_code == 0
    assert result.stdout.count(" -> ") == 2
    assert "Passed over 1 file" in result.stderr
    assert (album / "a-k4.png").exists()
    assert not (album / "sub" / "c-k4.png").exists()


@pytest.mark.parametrize("jobs", [1, 2])
def test_tree_is_mirrored(album: Path, tmp_path: Path, jobs: int) -> None:
    """With -r and -o, the tree is mirrored; what fails is named, the rest is done."""
    out = tmp_path / "out"
    result = _run(album, "-r", "-k", 4, "-o", out, "-j", jobs)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert [line.split(" -> ")[0] for line in lines] == [
        str(album / name) for name in ("a.png", "b.bmp", "sub/c.png", "sub/deep/d.png")
    ]
    names = ["a", "b", "sub/c", "sub/deep/d"]
    expected = {f"{name}-k4{part}.png" for name in names for part in ("", "-palette")}
    assert set(_files(out)) == {str(Path(name)) for name in expected}
    *_, error, summary = result.stderr.splitlines()
    assert error.startswith(f"Error: {album}/sub/broken.jpg is not")
    assert summary == "4 done, 1 failed"


def test_results_do_not_depend_on_jobs(album: Path, tmp_path: Path) -> None:
    """One process and three write the same bytes."""
    for jobs in ("1", "3"):
        _run(album, "-r", "-k", 4, "-o", tmp_path / jobs, "-j", jobs)
    assert _files(tmp_path / "1") == _files(tmp_path / "3") != {}


def test_second_run_resumes(album: Path, tmp_path: Path) -> None:
    """A second run does what is missing with --skip-existing, and nothing without."""
    out = tmp_path / "out"
    call = (album, "-r", "-k", 4, "-o", out)
    _run(*call)
    before = _files(out)
    (out / "sub" / "c-k4.png").unlink()
    refused = _run(*call)
    assert refused.exit_code == 1
    assert "a-k4.png exists and stays as it is" in refused.stderr
    resumed = _run(*call, "--skip-existing")
    assert "1 done, 3 skipped, 1 failed" in resumed.stderr
    assert _files(out) == before


def test_output_folder_within_the_input(album: Path) -> None:
    """A second run over a folder does not take the results of the first as inputs."""
    call = (album, "-r", "-k", 4, "-o", album / "reduced", "--skip-existing")
    _run(*call)
    again = _run(*call)
    assert again.stderr.splitlines()[-1] == "4 skipped, 1 failed"
    assert "as its outputs exist" not in again.stderr  # a line for each says no more
    assert _run(*call, "-v").stderr.count("skipped, as its outputs exist") == 4


@pytest.mark.parametrize("jobs", [1, 2])
def test_fail_fast(album: Path, tmp_path: Path, jobs: int) -> None:
    """With --fail-fast, nothing is reported after the first failure."""
    (album / "0.jpg").write_bytes(b"no picture")
    result = _run(album, "-k", 4, "-o", tmp_path, "--fail-fast", "-j", jobs)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.count("0.jpg") == 1


def test_json_lines(album: Path, tmp_path: Path) -> None:
    """With --json, each input is one object on a line, failures as well."""
    result = _run(album, "-r", "-k", 4, "-o", tmp_path, "--json")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [record["status"] for record in records] == [
        *("done", "done", "failed", "done", "done")
    ]


def test_dry_run_of_a_tree(album: Path) -> None:
    """A dry run lists what would be written, and writes nothing."""
    result = _run(album, "-r", "-o", album / "out", "--dry-run")
    assert len(result.stdout.splitlines()) == 5
    assert not (album / "out").exists()


def test_folder_without_pictures(tmp_path: Path) -> None:
    """A folder without pictures is an error, as it is most likely a mistake."""
    result = _run(tmp_path)
    assert result.exit_code == 1
    assert "no picture among 0 files" in result.stderr


def test_text_is_an_error_when_named(album: Path) -> None:
    """A text file fails when it is named itself, and not only found in a folder."""
    result = _run(album / "notes.txt")
    assert result.exit_code == 1
    assert "notes.txt is not a picture" in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="such names are not allowed on Windows")
def test_awkward_names(tmp_path: Path) -> None:
    """A file of any name is done, and shown on one line."""
    folder = tmp_path / "in"
    for number, name in enumerate([b"-n.png", b"two\nlines.png", b"latin\xe9.png"]):
        _picture(folder / os.fsdecode(name), number)
    palettes = ("--palette-format", "gpl,ase,txt,css,json")
    result = _run(folder, "-k", 2, *palettes, "-o", tmp_path / "out", "-j", 2)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 3
    assert len(_files(tmp_path / "out")) == 3 * 6
    assert os.fsdecode(b"latin\xe9-k2.png") in _files(tmp_path / "out")


@pytest.mark.usefixtures("heeding_interrupts")
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_interruption(tmp_path: Path, kind: signal.Signals) -> None:
    """An interrupted run leaves whole files, says how to go on, and can go on."""
    for number in range(12):
        _picture(tmp_path / "in" / f"{number:02}.png", number, side=150)
    out = tmp_path / "out"
    call = [sys.executable, "-m", "kquant", str(tmp_path / "in"), "-o", str(out)]
    call += ["-k", "64", "-j", "2", "--palette-format", "none", "--skip-existing"]
    with subprocess.Popen(
        call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(kind)
        try:
            _, errors = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 130
    assert "--skip-existing does the rest" in errors
    done = _files(out)
    assert 0 < len(done) < 12
    assert all(name.endswith(".png") for name in done)
    subprocess.run(call, check=True, capture_output=True)
    after = _files(out)
    assert len(after) == 12
    assert done.items() <= after.items()


def test_progress_bar_is_for_terminals(tmp_path: Path) -> None:
    """A terminal gets a progress bar on standard error, and nothing on standard output."""
    pty = pytest.importorskip("pty", reason="there are no pseudo-terminals")
    termios = pytest.importorskip("termios")
    for number in range(3):
        _picture(tmp_path / f"{number}.png", number)
    terminal, end = pty.openpty()
    termios.tcsetwinsize(end, (24, 80))
    call = [sys.executable, "-m", "kquant", str(tmp_path), "-k", "2"]
    result = subprocess.run(call, stdout=subprocess.PIPE, stderr=end, check=True)
    os.close(end)
    shown = os.read(terminal, 1 << 16).decode()
    os.close(terminal)
    assert "3/3" in shown
    assert len(result.stdout.splitlines()) == 3


def test_one_picture_starts_no_processes(tmp_path: Path) -> None:
    """A single input imports nothing that only many need."""
    _picture(tmp_path / "a.png")
    program = (
        "import sys; from kquant.cli import main; main(sys.argv[1:], "
        "standalone_mode=False); print(*sys.modules)"
    )
    call = [sys.executable, "-c", program, str(tmp_path / "a.png"), "-q"]
    modules = subprocess.run(call, check=True, capture_output=True, text=True).stdout
    assert not {"multiprocessing", "tqdm", "kquant.batch.workers"} & set(
        modules.split()
    )


def test_folder_without_worker_processes(
    album: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no processes can be started, this one does it all, and says so."""
    broken = mock.Mock(side_effect=OSError(28, "No space left on device"))
    monkeypatch.setattr("_multiprocessing.SemLock", broken)
    result = _run(album, "-k", 4, "-o", tmp_path / "out", "-j", 2)
    assert result.exit_code == 0
    first = result.stderr.splitlines()[1]
    assert first.startswith("Note: no worker processes can be started (no space left")
    assert len(_files(tmp_path / "out")) == 4


def test_folder_without_threads(
    album: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no threads can be started, pictures are done without them as well."""
    monkeypatch.setattr("kquant.runtime.threads._most", 8)  # reset after the test
    refuse = mock.Mock(side_effect=RuntimeError("can't start new thread"))
    monkeypatch.setattr("threading.Thread.start", refuse)
    monkeypatch.setattr("kquant.runtime.threads.available_cores", lambda: 8)
    _picture(album / "large.png", side=1100)  # large enough for threads
    names = ("a.png", "b.bmp", "large.png")
    inputs = [album / name for name in names]
    result = _run(*inputs, "-k", 4, "-o", tmp_path / "out", "-j", 2)
    assert result.exit_code == 0
    assert "can't start new thread" in result.stderr
    assert "3 done" in result.stderr
