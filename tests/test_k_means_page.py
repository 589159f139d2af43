"""The page about k-means: its script runs, and it quotes what the script found."""

import importlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "k-means.md").read_text(encoding="utf-8")
MOST_BYTES = 150_000


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return docs/make_k_means.py as a module."""
    monkeypatch.syspath_prepend(DOCS)
    return importlib.import_module("make_k_means")


def test_script_draws_every_picture(script: Any, tmp_path: Path) -> None:
    """At a small size, it makes the pictures of the page and the same figures."""
    sizes = script.Sizes(pixels=800, seeds=3, starts=8, references=1, most_k=4)

    script.main(tmp_path, sizes)

    shown = {Path(name).name for name in re.findall(r"\]\((k-means/[^)]+)\)", PAGE)}
    assert {path.name for path in tmp_path.glob("*.png")} == shown
    figures = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    recorded = json.loads((DOCS / "k-means/figures.json").read_text(encoding="utf-8"))
    assert figures.keys() == recorded.keys()
    for name in ("steps", "last inertia", "voronoi end", "digits"):
        assert figures[name] == recorded[name]


def test_pictures_are_there_and_small() -> None:
    """Each picture of the page is in the folder, and none is large."""
    for name in re.findall(r"\]\((k-means/[^)]+)\)", PAGE):
        assert 0 < (DOCS / name).stat().st_size < MOST_BYTES


def test_page_quotes_the_figures() -> None:
    """Every figure of the script's own run stands on the page."""
    figures = json.loads((DOCS / "k-means/figures.json").read_text(encoding="utf-8"))

    for name, value in figures.items():
        assert re.search(rf"(?<![\d.,]){re.escape(str(value))}(?!\.?\d)", PAGE), name
    for name in ("one random start", "one k-means++", "ten k-means++", "one split"):
        assert re.search(rf"^\| {re.escape(name)} \| {figures[name]} \|$", PAGE, re.M)
