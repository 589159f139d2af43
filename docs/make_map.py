"""Write the map of the code in CONTRIBUTING.md, from the docstrings of the files."""

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOUSE = ROOT / "src" / "kquant"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
_MAP = re.compile(r"(?<=<!-- map -->\n).*?(?=<!-- end of map -->)", re.DOTALL)


def said_by(path: Path) -> str:
    """Return the first line of the docstring of a file or folder."""
    file = path / "__init__.py" if path.is_dir() else path
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    return (docstring or "").splitlines()[0]


def floors() -> list[list[Path]]:
    """Return the rooms, from the top floor to the ground, as the import contract has them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (layers,) = [x["layers"] for x in contracts if x["type"] == "layers"]
    found = []
    for layer in layers:
        names = [name.strip().removeprefix("kquant.") for name in layer.split("|")]
        rooms = [HOUSE / name for name in names]
        found.append([x if x.is_dir() else x.with_suffix(".py") for x in rooms])
    return found


def files_in(room: Path, depth: int) -> list[str]:
    """Return a line for each file of a room, with folders in it."""
    lines = []
    for path in sorted(room.iterdir()):
        if path.is_dir() and path.name != "__pycache__":
            lines.append(f"{'  ' * depth}- `{path.name}/`: {said_by(path)}")
            lines += files_in(path, depth + 1)
        elif path.suffix == ".py" and path.name != "__init__.py":
            lines.append(f"{'  ' * depth}- `{path.name}`: {said_by(path)}")
    return lines


def drawn() -> str:
    """Return the map: rooms by floors, and in each room its files."""
    lines = []
    for number, rooms in zip(range(len(floors()), 0, -1), floors(), strict=True):
        for room in rooms:
            name = f"{room.name}/" if room.is_dir() else room.name
            lines.append(f"- **`{name}`** (floor {number}): {said_by(room)}")
            if room.is_dir():
                lines += files_in(room, 1)
    return "\n".join(lines) + "\n"


def with_map(text: str) -> str:
    """Return CONTRIBUTING.md with the map as it is now."""
    return _MAP.sub(lambda _: drawn(), text)


if __name__ == "__main__":
    CONTRIBUTING.write_text(
        with_map(CONTRIBUTING.read_text(encoding="utf-8")), encoding="utf-8"
    )
