"""Run commands several at a time: ``python pool.py JOBS FILE``, FILE a JSON list.

This is a separate process, so that the launcher can measure it like any other.
"""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def run(jobs: int, commands: list[list[str]]) -> int:
    """Run all commands, `jobs` at a time; return how many failed."""
    with ThreadPoolExecutor(jobs) as pool:
        return sum(code != 0 for code in pool.map(_call, commands))


def _call(command: list[str]) -> int:
    """Run a command without any output; return its exit code."""
    return subprocess.call(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


if __name__ == "__main__":
    sys.exit(min(run(int(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text())), 1))
