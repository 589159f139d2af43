"""Tests mirror the code: those of a module are in the file of its name."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
CODE, TESTS = ROOT / "src" / "kquant", ROOT / "tests"
# Rooms whose tests go by what users see, from the command to the files.
BY_FEATURE = {"cli"}


def rooms() -> list[Path]:
    """Return the folders with code, from the house down."""
    folders = {path.parent.relative_to(CODE) for path in CODE.rglob("*.py")}
    return sorted(folder for folder in folders if folder.name not in BY_FEATURE)


def test_each_room_has_tests() -> None:
    """Every folder with code has a folder of that name with tests."""
    for room in rooms():
        assert list((TESTS / room).glob("test_*.py")), room


def test_each_file_of_tests_has_its_module() -> None:
    """In every room, `test_x.py` and `test_x_topic.py` test the module `x.py` there."""
    tested = {
        path.relative_to(TESTS)
        for room in rooms()
        if room != Path()
        for path in (TESTS / room).glob("test_*.py")
    }
    for path in tested:
        stem = path.stem.removeprefix("test_")
        modules = [x.stem for x in (CODE / path.parent).glob("*.py")]
        assert any(f"{stem}_".startswith(f"{name}_") for name in modules), path
