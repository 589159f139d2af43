"""The same batch on a Dask cluster: a real scheduler and two worker processes."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from kquant.cli import main

distributed = pytest.importorskip(
    "distributed", reason="dask[distributed] is not installed"
)
pytestmark = pytest.mark.filterwarnings("default")  # Dask's own


def _run(*arguments: str | int | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A scheduler and two workers of one thread each, on loopback."""
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=60,
    ) as cluster:
        yield cluster


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """Twenty pictures, and one that is broken."""
    folder = tmp_path / "album"
    folder.mkdir()
    rng = np.random.default_rng(0)
    for number in range(20):
        pixels = rng.integers(0, 256, (60, 80, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / f"{number:02}.png")
    (folder / "broken.png").write_bytes(b"no picture")
    return folder


@pytest.mark.parametrize("shared", [(), ("--shared",)])
def test_same_bytes_as_locally(
    cluster: Any, album: Path, tmp_path: Path, shared: tuple[str, ...]
) -> None:
    """Files, lines and failures are those of a run on this machine."""
    call: list[str | Path] = [album, "-k", "8", *shared, "-o", tmp_path / "out"]
    here = _run(*call, "-j", 1)
    files = _files(tmp_path / "out")
    there = _run(*call, "--overwrite", "--dask", cluster.scheduler_address)
    assert (there.exit_code, there.stdout, there.stderr) == (
        1,
        here.stdout,
        here.stderr,
    )
    assert _files(tmp_path / "out") == files
    assert len(files) == 40


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
def test_killed_worker_is_made_up_for(
    cluster: Any, album: Path, tmp_path: Path
) -> None:
    """When one of the workers is killed half-way, all pictures are done."""
    out = tmp_path / "out"

    def kill() -> None:
        while not (out.exists() and len(os.listdir(out)) > 8):  # noqa: PTH208 - names
            time.sleep(0.005)
        worker = next(iter(cluster.workers.values()))
        os.kill(worker.pid, signal.SIGKILL)

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    call = (album, "-k", 8, "--effort", "best", "-o", out)
    result = _run(*call, "--dask", cluster.scheduler_address)
    killer.join(10)
    assert not killer.is_alive()
    assert "20 done, 1 failed" in result.stderr
    _run(album, "-k", 8, "--effort", "best", "-o", tmp_path / "here")
    drafts = {name for name in _files(out) if name.startswith(".")}
    done = {name: data for name, data in _files(out).items() if name not in drafts}
    assert done == _files(tmp_path / "here")


def test_nobody_there(album: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address at which nobody answers is named in one sentence."""
    monkeypatch.setattr("kquant.batch.dask_cluster._PATIENCE", 1)
    result = _run(album, "--dask", "tcp://127.0.0.1:9")
    assert result.exit_code == 1
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in result.stderr


@pytest.mark.parametrize("wrong", [("-",), ("a.png", "-o", "-"), ("a.png", "-j", "2")])
def test_what_workers_cannot_do(wrong: tuple[str, ...]) -> None:
    """A cluster can use neither standard input and output nor the processes of -j."""
    result = _run(*wrong, "--dask", "tcp://127.0.0.1:9")
    assert result.exit_code == 2
    assert "--dask" in result.stderr
