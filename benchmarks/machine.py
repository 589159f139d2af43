"""Describe the machine and the versions of a run, without anything private."""

import os
import platform
import subprocess
import sys
from pathlib import Path

from benchmarks.tools import Package, Tool, answer, version_in


def describe(tools: list[Tool], python: str) -> str:
    """Return the machine and the versions as two paragraphs of Markdown.

    They contain no host name, no user name and no path.
    """
    versions = {"Python": version_in(answer(python, "--version"))}
    versions["numpy"] = (Package("numpy").find(python) or ("", "?"))[1]
    for tool in tools:
        home = tool.home
        name = home.name if isinstance(home, Package) else tool.name.split("-")[0]
        versions[name] = tool.version or versions.get(name, "")
    listed = [f"{name} {version}" for name, version in versions.items() if version]
    left_out = [name for name, version in versions.items() if not version]
    return f"Machine: {_machine()}.\n\nVersions: {', '.join(listed)}." + (
        f" Not found: {', '.join(left_out)}." if left_out else ""
    )


def _machine() -> str:
    """Describe the cores, the processor, the memory and the operating system."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    return f"{_cores()} cores, {_processor()}, {memory:.0f} GiB, {platform.system()}"


def _cores() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _processor() -> str:
    """Return the name of the processor, as the operating system states it."""
    if sys.platform == "darwin":
        ask = ["sysctl", "-n", "machdep.cpu.brand_string"]
        return subprocess.run(ask, capture_output=True, text=True, check=True).stdout
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.split(":", 1)[1] for line in lines if line.startswith("model name")]
    return names[0].strip() if names else platform.machine()
