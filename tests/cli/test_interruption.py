"""Ctrl-C, SIGTERM and SIGHUP at any moment: one sentence, 130, nothing half-written.

The program sends the signal itself, at a moment that an audit hook recognizes.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals"),
    pytest.mark.usefixtures("heeding_interrupts"),
]
KINDS = ["SIGINT", "SIGTERM", "SIGHUP"]
PROGRAM = """
import os, signal, sys, time

def first():
    try:
        os.mkdir("sent")
    except FileExistsError:
        return False
    return True

def watch(event, details):
    if event == {event!r} and {text!r} in str(details[0]):
        {action}

sys.addaudithook(watch)
from kquant.__main__ import run
run()
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with four pictures."""
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    rng = np.random.default_rng(0)
    for number in range(4):
        pixels = rng.integers(0, 256, (20, 20, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(f"in/{number}.png")


def _run(
    event: str, text: str, action: str, *args: str
) -> subprocess.CompletedProcess[str]:
    """Run kquant, which acts when an event is about something; wait for all workers."""
    program = PROGRAM.format(event=event, text=text, action=action)
    call = [sys.executable, "-c", program, *args]
    # The pipes end when the last process ends that has them.
    return subprocess.run(
        call,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
        start_new_session=True,
    )


def _once(action: str) -> str:
    """Do something in the one process that comes first."""
    return f"first() and {action}"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("module", ["click", "kquant.cli.exits", "numpy"])
def test_while_it_starts(kind: str, module: str) -> None:
    """During imports and while options are read, there is no traceback either."""
    ended = _run("import", module, f"signal.raise_signal(signal.{kind})", "in/0.png")
    assert (ended.returncode, ended.stdout) == (130, "")
    assert ended.stderr == "Interrupted.\n"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("target", ["this process", "twice", "all processes"])
def test_while_it_writes(kind: str, target: str) -> None:
    """Drafts are removed, by the workers too if all processes get the signal."""
    actions = {
        "this process": f"os.kill(os.getpid(), signal.{kind})",
        "twice": f"[os.kill(os.getpid(), x) for x in (signal.{kind}, signal.SIGHUP)]",
        "all processes": _once(f"os.killpg(0, signal.{kind})"),
    }
    jobs = "2" if target == "all processes" else "1"
    ended = _run(
        "os.link", ".kquant-", actions[target], "in", "-o", "out", "-k", "4", "-j", jobs
    )
    assert ended.returncode == 130
    summary, line = ended.stderr.splitlines()
    assert summary.endswith("done")
    assert line.startswith("Interrupted; files written so far are whole.")
    assert not [name for name in os.listdir("out") if name.startswith(".")]  # noqa: PTH208


def test_ignored_signals_stay_ignored() -> None:
    """A run that `nohup` started outlives its terminal."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        ended = _run("os.link", "", "os.killpg(0, signal.SIGHUP)", "in", "-j", "2")
    finally:
        signal.signal(signal.SIGHUP, before)
    assert (ended.returncode, ended.stderr) == (0, "4 done\n")


def test_workers_of_a_killed_run_leave_no_drafts() -> None:
    """When the main process is killed, its workers end and clear up."""
    kill = "os.kill(os.getppid(), signal.SIGKILL); time.sleep(60)"
    ended = _run("os.link", ".kquant-", kill, "in", "-o", "out", "-j", "2")
    assert ended.returncode == -signal.SIGKILL
    assert ended.stderr == ""
    assert not [name for name in os.listdir("out") if name.startswith(".")]  # noqa: PTH208


def test_a_worker_that_is_told_to_end_is_replaced() -> None:
    """SIGTERM to one worker, once, costs no picture."""
    once = _once("os.kill(os.getpid(), signal.SIGTERM)")
    ended = _run("os.link", ".kquant-", once, "in", "-o", "out", "-j", "2")
    assert (ended.returncode, ended.stderr) == (0, "4 done\n")
    assert not [name for name in os.listdir("out") if name.startswith(".")]  # noqa: PTH208
