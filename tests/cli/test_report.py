"""--report: one page about all inputs, which is an output like others."""

import json
import os
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from kquant.cli import main
from kquant.report import page


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with two pictures, and leave Plotly's script out of pages."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plotly.js").write_text("")
    monkeypatch.setattr(page, "plotly_path", lambda: str(tmp_path / "plotly.js"))
    y, x = np.mgrid[:24, :32]
    pixels = np.stack([x * 8, y * 10, (x + y) * 4], axis=-1).astype(np.uint8)
    for name, part in (("a.png", pixels), ("b.png", pixels[::-1])):
        Image.fromarray(part).save(name)


def kquant(arguments: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, arguments.split())


def chapters(name: str = "r.html") -> dict[str, Any]:
    """Return what a page shows, by the names of the pictures."""
    text = Path(name).read_text(encoding="utf-8")
    data = re.search(r'id="data">(.*?)</script>', text)
    assert data is not None
    return dict(json.loads(data[1]))


def test_beside_the_picture() -> None:
    """The page is one more output; the picture has the same bytes with and without."""
    kquant("a.png -k 4 -o plain.png")
    result = kquant("a.png -k 4 -o shown.png --report r.html")
    assert result.stderr.endswith("Wrote r.html\n")
    assert Path("plain.png").read_bytes() == Path("shown.png").read_bytes()
    found = chapters()["a.png"]
    assert found["levels"][found["chosen"]]["palette"] == result.stdout.split()[::2]
    assert "r.html exists" in kquant("a.png -k 4 -o n.png --report r.html").stderr
    assert kquant("a.png -k 5 --overwrite --report r.html").exit_code == 0
    assert len(chapters()["a.png"]["levels"]) == 12


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        ("a.png -k auto --max-error 9 --no-image -v", 1),
        ("a.png -k 3 --json --no-image --palette-format none", 1),
        ("a.png b.png -k 3 --shared -o out/", 2),
        (". -k 3 -j 2 -o out/", 2),
        ("a.png -p red,navy --dither bayer", 1),
        ("a.png -k 3 --warhol 2x2", 1),
        ("a.png -k 3 --lock red --vivid --min-region 4 --size 16", 1),
        ("a.png -k 3 --algorithm lloyd --init random --n-init 2 --space srgb", 1),
    ],
)
def test_works_with(arguments: str, count: int) -> None:
    """All pictures are on the page, whatever else is asked for."""
    result = kquant(f"{arguments} --report r.html")
    assert result.exit_code == 0, result.output
    assert len(chapters()) == count
    if "--json" in arguments:
        assert json.loads(result.stdout)["palette"]


def test_failures_are_left_out() -> None:
    """The page has those that are done; without any, there is none."""
    Path("bad.png").write_bytes(b"no picture")
    assert kquant("a.png bad.png -k 3 --report r.html").exit_code == 1
    assert set(chapters()) == {"a.png"}
    assert kquant("bad.png -k 3 --report none.html").exit_code == 1
    assert not Path("none.html").exists()


def test_skip_existing() -> None:
    """A page that is there stays, until anything else is made again."""
    kquant("a.png -k 3")
    assert "Wrote r.html" in kquant("a.png -k 3 --skip-existing --report r.html").stderr
    before = Path("r.html").stat().st_mtime_ns
    result = kquant("a.png -k 3 --skip-existing --report r.html")
    assert "Wrote" not in result.stderr
    assert Path("r.html").stat().st_mtime_ns == before
    result = kquant("a.png b.png -k 3 --skip-existing --report r.html")
    assert "Wrote r.html" in result.stderr
    assert set(chapters()) == {"a.png", "b.png"}
    os.utime("r.html", (1, 1))
    assert "Wrote" in kquant("a.png -k 3 --skip-existing --report r.html").stderr


def test_dry_run() -> None:
    """The page is listed with the other outputs."""
    result = kquant("a.png -k 3 --report r.html --dry-run")
    assert "the report -> r.html" in result.stdout
    assert not Path("r.html").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("--report x.png", "a page needs the name of a file that ends with .html"),
        ("--report -", "a page needs the name of a file that ends with .html"),
        ("--report {stem}.html", "all inputs share one page"),
        ("--report r.html --compare 2,3", "--compare and --report exclude each other"),
    ],
)
def test_refused(arguments: str, words: str) -> None:
    """One sentence says what would be right; nothing is written."""
    result = kquant(f"a.png {arguments}")
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())
    assert not list(Path().glob("*.html"))


def test_inputs_are_never_overwritten() -> None:
    """Not even one with the suffix of a page."""
    Path("a.png").rename("a.html")
    result = kquant("a.html -k 3 --report a.html --overwrite")
    assert "a.html is an input" in result.stderr
    with Image.open("a.html") as picture:
        assert picture.size == (32, 24)


def test_without_plotly(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told before any work."""
    monkeypatch.undo()
    monkeypatch.setattr(page, "find_spec", lambda _: None)
    result = kquant("nothing.png --report r.html")
    assert "pip install '.[report]'" in " ".join(result.stderr.split())
