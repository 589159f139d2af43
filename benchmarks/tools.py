"""A tool: how it is called, and how it is found on this machine."""

import functools
import os
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.measure import environment

_BUILT = Path(__file__).with_name("programs") / "target" / "release"


@dataclass(frozen=True, slots=True)
class Program:
    """A program on PATH, or built in `programs`.

    Attributes
    ----------
    names : tuple of str
        Its possible names; the first one with a fitting answer is used.
    ask : str
        The option that makes it print its version.
    says : str
        Words that its answer contains, and that of another program of the same name
        does not.
    """

    names: tuple[str, ...]
    ask: str = "--version"
    says: str = ""

    def find(self, python: str) -> tuple[str, str] | None:  # noqa: ARG002 - as Package
        """Return the path and the version, or None if it is not installed."""
        for name in self.names:
            for folder in (*os.get_exec_path(), str(_BUILT)):
                path = shutil.which(name, path=folder)
                told = answer(path, self.ask) if path and _binary(path) else ""
                if path and told and self.says in told:
                    return path, version_in(told)
        return None


@dataclass(frozen=True, slots=True)
class Package:
    """A Python package, by the name it is installed under."""

    name: str

    def find(self, python: str) -> tuple[str, str] | None:
        """Return the interpreter and the version, or None if it lacks the package."""
        ask = f"from importlib.metadata import version; print(version({self.name!r}))"
        told = answer(python, "-c", ask)
        return (python, version_in(told)) if told else None


@dataclass(frozen=True, slots=True)
class Tool:
    """A way to reduce the colors of a picture, or a floor to compare such ways with.

    Attributes
    ----------
    name : str
        Unique; the part before the first "-" is its family, which can be selected.
    home : Program or Package
    arguments : str
        Split as a shell does, and then filled in: ``{source}`` is the picture as
        given, ``{png}`` the same picture as PNG, ``{target}`` the file to write,
        ``{k}`` the number of colors, and ``{ready}`` kquant's result for the floor.
    prints : bool
        Whether it prints a palette instead of writing a picture.
    program, version : str
        Empty until the tool is found.
    """

    name: str
    home: Program | Package
    arguments: str
    prints: bool = False
    program: str = ""
    version: str = ""

    @property
    def writes(self) -> bool:
        """Whether a run writes a picture."""
        return "{target}" in self.arguments

    def find(self, python: str) -> "Tool":
        """Return the tool with its program and version, or empty ones if missing."""
        return self.found(*(self.home.find(python) or ("", "")))

    def found(self, program: str, version: str) -> "Tool":
        """Return the tool with this path of its program, and this version."""
        return replace(self, program=program, version=version)

    def call(self, **values: object) -> list[str]:
        """Return the command line for these values."""
        parts = shlex.split(self.arguments)
        return [self.program, *(part.format(**values) for part in parts)]


def _binary(path: str) -> bool:
    """Tell whether a program is not a script, whose own start would count as well."""
    with Path(path).open("rb") as file:
        return file.read(2) != b"#!"


@functools.cache
def answer(*command: str) -> str:
    """Return what a command prints, or an empty string if it fails."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment(), check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout


def version_in(told: str) -> str:
    """Return the first part of an answer that looks like a version, or "?"."""
    match = re.search(r"\d+(\.\d+)+[-\w.]*", told)
    return match[0] if match else "?"
