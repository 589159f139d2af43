"""The same batch on a Dask cluster: a real scheduler and two worker processes."""

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from kquant.batch.dask_cluster import Cluster
from kquant.batch.dask_connection import _check_workers
from kquant.cli import main
from kquant.errors import ClusterError

dask = pytest.importorskip("dask", reason="dask[distributed] is not installed")
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
    assert len(files) == (21 if shared else 40)


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
def test_page_of_a_cluster(
    cluster: Any, album: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The workers' chapters come back, and the page is written here, as it is here."""
    monkeypatch.chdir(album)
    call = ("00.png", "01.png", "-k", "3", "--no-image", "--overwrite", "--report")
    assert _run(*call, "here.html").exit_code == 0
    there = _run(*call, "there.html", "--dask", cluster.scheduler_address)
    assert there.exit_code == 0, there.output
    assert Path("there.html").read_bytes() == Path("here.html").read_bytes()


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
    monkeypatch.setattr("kquant.batch.dask_connection._PATIENCE", 1)
    result = _run(album, "--dask", "tcp://127.0.0.1:9")
    assert result.exit_code == 1
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in result.stderr


@pytest.mark.parametrize("wrong", [("-",), ("a.png", "-o", "-"), ("a.png", "-j", "2")])
def test_what_workers_cannot_do(wrong: tuple[str, ...]) -> None:
    """A cluster can use neither standard input and output nor the processes of -j."""
    result = _run(*wrong, "--dask", "tcp://127.0.0.1:9")
    assert result.exit_code == 2
    assert "--dask" in result.stderr


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("tls://127.0.0.1:9", "there are no certificates for TLS"),
        ("wss://127.0.0.1:9", "there are no certificates for TLS"),
        ("ucx://127.0.0.1:9", "the package that Dask needs for ucx is not installed"),
        ("http://127.0.0.1:9", "Dask knows no protocol 'http' here"),
        ("://", "Dask knows no protocol ''"),
        ("inproc://127.0.0.1/1", "it takes the address of a scheduler"),
        ("tcp://127.0.0.1", "it takes the address of a scheduler"),
        ("tcp://127.0.0.1:99999", "it takes the address of a scheduler"),
        ("localhost", "it takes the address of a scheduler"),
    ],
)
def test_addresses_that_cannot_work(
    album: Path, monkeypatch: pytest.MonkeyPatch, address: str, words: str
) -> None:
    """One sentence says why, and nothing tries to connect."""
    monkeypatch.setattr(distributed, "Client", mock.Mock(side_effect=AssertionError))
    result = _run(album, "--dask", address)
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"Error: --dask {address}: {words}")


def test_encryption_is_required(album: Path) -> None:
    """If Dask is configured to encrypt everything, tcp:// is refused."""
    with dask.config.set({"distributed.comm.require-encryption": True}):
        result = _run(album, "--dask", "tcp://127.0.0.1:9")
    assert "Dask is configured to require encryption" in result.stderr


def test_unreadable_certificates(album: Path, certificate: dict[str, str]) -> None:
    """Certificates that are configured and not there are named as the reason."""
    missing = dict.fromkeys(certificate, "missing.pem")
    with dask.config.set(missing):
        result = _run(album, "--dask", "tls://127.0.0.1:9")
    assert result.exit_code == 1
    assert "certificates for TLS cannot be read (No such file" in result.stderr


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Make a certificate as docs/cluster.md does, and configure it for all sides."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = str(folder / "key.pem"), str(folder / "cluster.pem")
    call = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes"]
    call += ["-subj", "/CN=cluster", "-keyout", key, "-out", certificate]
    subprocess.run(call, check=True, capture_output=True)
    tls = "distributed.comm.tls"
    settings = {f"{tls}.ca-file": certificate}
    for side in ("scheduler", "worker", "client"):
        settings |= {f"{tls}.{side}.cert": certificate, f"{tls}.{side}.key": key}
    return settings


def test_tls(certificate: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """With certificates from Dask's configuration, tls:// works."""
    monkeypatch.setattr("kquant.runtime.threads._most", 8)  # reset after the test
    with (
        dask.config.set(certificate),
        distributed.LocalCluster(
            n_workers=1,
            processes=False,
            protocol="tls",
            security=distributed.Security(),
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs=60,
        ) as local,
        Cluster(local.scheduler_address) as cluster,
    ):
        assert local.scheduler_address.startswith("tls://")
        assert cluster.submit(abs, -1).result(60) == 1


def test_workers_are_asked_without_running_anything_there(
    cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The version comes from Dask's own question, and decides."""
    forbidden = mock.Mock(side_effect=AssertionError)
    for name in ("submit", "run", "map"):
        monkeypatch.setattr(distributed.Client, name, forbidden)
    with Cluster(cluster.scheduler_address) as executor:
        assert executor.window >= 4
    monkeypatch.setattr("kquant.batch.dask_connection.version", lambda _: "0.0.1")
    with pytest.raises(ClusterError, match=r"has kquant .*, but this machine has 0\.0"):
        Cluster(cluster.scheduler_address)


class _Command:
    """Creates a file where it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.path,)


def test_versions_are_no_pickles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker cannot have the client run something when it is asked for its version."""
    monkeypatch.setattr("kquant.runtime.threads._most", 8)  # reset after the test
    ran = tmp_path / "ran"
    with distributed.LocalCluster(
        n_workers=1,
        processes=False,
        protocol="tcp",
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        silence_logs=60,
    ) as local:
        answer = {"packages": distributed.protocol.to_serialize(_Command(ran))}
        local.workers[0].handlers["versions"] = lambda **_: answer
        with pytest.raises(ClusterError, match="did not answer with its version"):
            Cluster(local.scheduler_address)
    assert not ran.exists()


def test_a_worker_without_kquant() -> None:
    """A worker that lacks kquant is named."""
    client = mock.Mock()
    client.sync.return_value = {
        "tcp://10.0.0.9:1": {"packages": {"kquant-image": None}}
    }
    with pytest.raises(ClusterError, match="kquant is not installed on the worker tcp"):
        _check_workers(client, "tcp://10.0.0.1:8786")
