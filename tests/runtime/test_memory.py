"""Memory that is kept, and the want of it."""

import platform
import subprocess
import sys

import pytest

from kquant.runtime.memory import is_want_of_memory

_FAULTS = """
import resource
import numpy as np
from kquant.runtime.memory import keep_freed_memory

def pages() -> int:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(20):
        first = np.ones(1 << 18)  # 2 MiB, below what numpy wants huge pages for
        second = np.ones(1 << 18)
        del first, second
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

keep_freed_memory()
pages()
print(pages())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="about glibc's malloc")
def test_freed_memory_is_used_again() -> None:
    """Once kept, arrays come and go without new pages: 20 times 1024 otherwise."""
    command = [sys.executable, "-c", _FAULTS]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert int(done.stdout) < 1000


def test_want_of_memory_is_found_behind_another_error() -> None:
    """An error may be caused by want of memory without being a MemoryError."""
    error = ValueError("broken")
    error.__cause__ = OSError("Cannot allocate memory")

    assert is_want_of_memory(error)
    assert not is_want_of_memory(ValueError("broken"))
