"""Make the pictures of gallery.md again, with the commands in that page."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

_DOCS = Path(__file__).parent


def commands(text: str) -> list[list[str]]:
    """Return the arguments of every kquant command in a page of Markdown."""
    return [shlex.split(line) for line in re.findall(r"^kquant (.+)$", text, re.M)]


def main() -> None:
    """Run all commands of the page, in the folder that contains docs."""
    for arguments in commands((_DOCS / "gallery.md").read_text(encoding="utf-8")):
        print("kquant", shlex.join(arguments))
        command = [sys.executable, "-m", "kquant", *arguments, "--overwrite", "-q"]
        subprocess.run(command, check=True, cwd=_DOCS.parent)


if __name__ == "__main__":
    main()
