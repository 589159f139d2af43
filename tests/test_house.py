"""The house as CONTRIBUTING.md shows it is the house that stands."""

import ast
import re
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOUSE = ROOT / "src" / "kquant"
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+) \| `([\w./]+)` \| (.+?) \|$", re.MULTILINE)
MOST_ENTRIES = 17


def rooms() -> dict[str, Path]:
    """Return each room and single file, apart from the program and the API."""
    entries = {path.name: path for path in HOUSE.iterdir() if path.suffix == ".py"}
    folders = {f"{path.parent.name}/": path for path in HOUSE.glob("*/__init__.py")}
    return {
        name: path
        for name, path in (entries | folders).items()
        if not name.startswith("__")
    }


def test_few_entries_stand_side_by_side() -> None:
    """A newcomer takes them in at a glance."""
    entries = [x for x in HOUSE.iterdir() if x.name not in {"__pycache__", "py.typed"}]

    assert len(entries) <= MOST_ENTRIES


def test_contributing_says_what_each_room_says() -> None:
    """The table has every room, with the first sentence of its docstring."""
    table = {name: sentence for _, name, sentence in ROW.findall(CONTRIBUTING)}
    said = {}
    for name, path in rooms().items():
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert docstring
        said[name] = docstring.splitlines()[0]

    assert table == said


def test_contributing_shows_the_floors_of_the_import_contract() -> None:
    """Rooms on one floor do not import each other; all others import downward."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (layers,) = [x["layers"] for x in contracts if x["type"] == "layers"]
    expected = {
        f"kquant.{name.removesuffix('/').removesuffix('.py')}": int(floor)
        for floor, name, _ in ROW.findall(CONTRIBUTING)
    }
    found = {
        name.strip(): floor
        for floor, layer in enumerate(reversed(layers), start=1)
        for name in layer.split("|")
    }

    assert found == expected


def test_no_module_imports_itself_around_a_corner() -> None:
    """Modules can be put in an order in which each imports only earlier ones."""
    graph = {}
    for path in HOUSE.rglob("*.py"):
        parts = path.relative_to(HOUSE.parent).with_suffix("").parts
        name = ".".join(parts).removesuffix(".__init__")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        graph[name] = {str(node.module) for node in found} - {name}

    TopologicalSorter(graph).prepare()  # raises CycleError


def test_every_folder_says_what_belongs_there_in_one_sentence() -> None:
    """Its docstring is one line, which ends with a period."""
    for path in HOUSE.rglob("__init__.py"):
        if path.parent in {HOUSE, HOUSE / "kmeans"}:
            continue  # these explain their public names as well
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert docstring
        assert re.fullmatch(r"[^\n]+\.", docstring), path
