"""The house as CONTRIBUTING.md shows it is the house that stands."""

import ast
import importlib.util
import re
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOUSE = ROOT / "src" / "kquant"
MOST_ENTRIES = 17


def _make_map() -> object:
    """Load the script that writes the map."""
    spec = importlib.util.spec_from_file_location(
        "make_map", ROOT / "docs" / "make_map.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make_map = _make_map()


def test_few_entries_stand_side_by_side() -> None:
    """A newcomer takes them in at a glance."""
    entries = [x for x in HOUSE.iterdir() if x.name not in {"__pycache__", "py.typed"}]

    assert len(entries) <= MOST_ENTRIES


def test_contributing_shows_the_map() -> None:
    """Every room and file is there with its own sentence, on its floor."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

    assert make_map.with_map(text) == text  # type: ignore[attr-defined] # a script


def test_every_room_is_on_a_floor() -> None:
    """The import contract leaves out nothing but the API and the program."""
    rooms = {
        path
        for path in HOUSE.iterdir()
        if (path.is_dir() or path.suffix == ".py") and not path.name.startswith("__")
    }
    floors = make_map.floors()  # type: ignore[attr-defined] # a script

    assert {room for floor in floors for room in floor} == rooms


def test_every_file_says_what_it_is_for() -> None:
    """The first line of its docstring is one sentence."""
    for path in HOUSE.rglob("*.py"):
        said = make_map.said_by(path)  # type: ignore[attr-defined] # a script
        assert re.fullmatch(r"\S.+\.", said), path


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
