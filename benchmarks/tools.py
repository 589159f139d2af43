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


@dataclass(frozen=True, slots=True)
class Program:
    """A program on PATH.

    Attributes
    ----------
    names : tuple of str
        Names it goes by; the first that is found and right is taken.
    ask : str
        The option that makes it tell its version.
    says : str
        Words in that answer; another program of the same name does not say them.
    """

    names: tuple[str, ...]
    ask: str = "--version"
    says: str = ""

    def find(self, python: str) -> tuple[str, str] | None:  # noqa: ARG002 - as packages are asked
        """Return the path and the version, or None when there is none."""
        for name in self.names:
            for folder in os.get_exec_path():
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
        """Return the interpreter and the version, or None when it lacks the package."""
        ask = f"from importlib.metadata import version; print(version({self.name!r}))"
        told = answer(python, "-c", ask)
        return (python, version_in(told)) if told else None


@dataclass(frozen=True, slots=True)
class Tool:
    """One way to reduce a picture's colours, or a floor to measure such ways by.

    Attributes
    ----------
    name : str
        Unique; the part before the first "-" is a family, and can be asked for.
    home : Program or Package
    arguments : str
        Split like a shell's, then filled in: ``{source}`` the picture as given,
        ``{png}`` the same as PNG, ``{target}`` where to write, ``{k}``, and
        ``{ready}`` kquant's result for the floor.
    prints : bool
        It prints a palette and writes no picture.
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
        """Whether a run leaves a picture."""
        return "{target}" in self.arguments

    def find(self, python: str) -> "Tool":
        """Return the tool with its program and version, empty when it is missing."""
        return self.found(*(self.home.find(python) or ("", "")))

    def found(self, program: str, version: str) -> "Tool":
        """Return the tool as found under this path, in this version."""
        return replace(self, program=program, version=version)

    def call(self, **values: object) -> list[str]:
        """Return the command line for these values."""
        parts = shlex.split(self.arguments)
        return [self.program, *(part.format(**values) for part in parts)]


def _binary(path: str) -> bool:
    """Say whether a program is no script: a wrapper's own start would be counted."""
    with Path(path).open("rb") as file:
        return file.read(2) != b"#!"


@functools.cache
def answer(*command: str) -> str:
    """Return what a command prints; nothing when it cannot be run or fails."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment(), check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout


def version_in(told: str) -> str:
    """Return the first thing in an answer that looks like a version."""
    match = re.search(r"\d+(\.\d+)+[-\w.]*", told)
    return match[0] if match else "?"
