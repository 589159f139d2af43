"""Run commands several at a time: ``python pool.py JOBS FILE``, FILE a JSON list.

A process of its own, so that the launcher measures it like any other.
"""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def run(jobs: int, commands: list[list[str]]) -> int:
    """Run all commands; return how many failed."""
    with ThreadPoolExecutor(jobs) as pool:
        return sum(code != 0 for code in pool.map(_call, commands))


def _call(command: list[str]) -> int:
    return subprocess.call(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


if __name__ == "__main__":
    sys.exit(min(run(int(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text())), 1))
