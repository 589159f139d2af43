"""Measure the time and peak memory of whole processes."""

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_LAUNCHER = Path(__file__).with_name("launch.py")


class RunError(Exception):
    """A tool did not do its work; the message says why, in a few words."""


@dataclass(frozen=True, slots=True)
class Run:
    """The time, memory and output of one command.

    Attributes
    ----------
    seconds : float
        Wall time; the median of several runs.
    peak : int
        Largest resident memory in bytes, of the process or of any child it waited for.
    stdout : str
        What the last run printed.
    """

    seconds: float
    peak: int
    stdout: str


def measure(
    command: list[str], limit: float, runs: int, target: Path | None = None
) -> Run:
    """Run a command once to warm up, then `runs` times.

    Parameters
    ----------
    command : list of str
    limit : float
        Seconds after which a run is killed.
    runs : int
    target : Path, optional
        The file the command writes; removed before each run, so that a stale file
        never counts as a result.

    Raises
    ------
    RunError
        When a run exceeds the limit, fails, or writes no target.
    """
    once(command, limit, target)
    measured = [once(command, limit, target) for _ in range(runs)]
    return Run(
        statistics.median(run.seconds for run in measured),
        max(run.peak for run in measured),
        measured[-1].stdout,
    )


def once(command: list[str], limit: float, target: Path | None = None) -> Run:
    """Run a command once, through the launcher; raise the errors of `measure`."""
    if target is not None:
        target.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        stdout, stderr = Path(scratch, "stdout"), Path(scratch, "stderr")
        launcher = [sys.executable, "-I", "-S", str(_LAUNCHER), str(limit)]
        told = subprocess.run(
            [*launcher, str(stdout), str(stderr), *command],
            capture_output=True,
            text=True,
            env=environment(),
            check=False,
        )
        if told.returncode != 0:
            raise RunError("failed: cannot be started")
        report = json.loads(told.stdout)
        _check(report["exit"], report["seconds"] >= limit, limit, stderr)
        if target is not None and not target.exists():
            raise RunError("failed: wrote no picture")
        text = stdout.read_text(errors="replace")
    return Run(report["seconds"], report["peak"], text)


def environment() -> dict[str, str]:
    """Return the environment, with this checkout importable for the recipes."""
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def _check(exit_code: int, late: bool, limit: float, stderr: Path) -> None:
    """Raise a `RunError` if the command was late or failed."""
    if late and exit_code == -signal.SIGKILL:
        raise RunError(f"over {limit:g} s")
    if exit_code != 0:
        lines = stderr.read_text(errors="replace").strip().splitlines() or [""]
        raise RunError(f"failed: exit code {exit_code} {_plain(lines[-1])}".strip())


def _plain(message: str) -> str:
    """Shorten a message, and leave out words that contain a path."""
    words = (word for word in message.split() if os.sep not in word)
    return " ".join(words)[:80].replace("|", "/")
