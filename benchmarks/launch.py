"""Run one command; print its wall time, peak memory and exit code as JSON.

Usage: ``python launch.py SECONDS STDOUT STDERR PROGRAM ARGUMENTS...``

This is a separate process, because the kernel counts the memory of the *starting*
process toward the peak of its child. If the benchmark started a tool itself, with all
its pictures in memory, the tool would seem to need hundreds of megabytes; a bare
interpreter needs about ten.
"""

import json
import os
import signal
import sys
import time

_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024


def launch(limit: float, stdout: str, stderr: str, command: list[str]) -> str:
    """Run a command in a session of its own; kill the session after `limit` seconds."""
    write = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    files = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, stdout, write, 0o644),
        (os.POSIX_SPAWN_OPEN, 2, stderr, write, 0o644),
    ]
    start = time.perf_counter()
    pid = os.posix_spawnp(
        command[0], command, os.environ, file_actions=files, setsid=True
    )
    signal.signal(signal.SIGALRM, lambda *_: os.killpg(pid, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, limit)
    try:
        _, status, usage = os.wait4(pid, 0)
    except KeyboardInterrupt:
        os.killpg(pid, signal.SIGKILL)
        raise
    seconds = time.perf_counter() - start
    signal.setitimer(signal.ITIMER_REAL, 0)
    report = {
        "seconds": seconds,
        "peak": usage.ru_maxrss * _MAXRSS_UNIT,
        "exit": os.waitstatus_to_exitcode(status),
    }
    return json.dumps(report)


if __name__ == "__main__":
    _, seconds, out, err, *program = sys.argv
    sys.stdout.write(launch(float(seconds), out, err, program))
