"""The pages say what is true of the command line and of Python."""

import os
import re
import shutil
import subprocess
from importlib.metadata import version
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from PIL import Image

import kquant
from kquant.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("*/*.md")])
_WRITTEN = {".md", ".py", ".toml", ".1"}
OPTIONS = [
    name
    for option in main.params
    if isinstance(option, click.Option)
    for name in option.opts
]


def test_version() -> None:
    """The version in the code is that of the package, without the time to look."""
    assert kquant.__version__ == version("kquant-image")
    assert kquant.__version__ in CliRunner().invoke(main, ["--version"]).stdout


def test_readme_has_no_other_options() -> None:
    """Every option in the README's commands and tables exists."""
    lines = [line for line in README.splitlines() if "kquant" in line or "|" in line]
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", "\n".join(lines)))

    assert named <= {*OPTIONS, "--help", "--from"}


def test_python_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The program in the README runs, and writes its picture of eight colors."""
    (program,) = re.findall(r"^```python\n(.+?)^```", README, re.MULTILINE | re.DOTALL)
    (tmp_path / "sample_images").symlink_to(ROOT / "sample_images")
    monkeypatch.chdir(tmp_path)

    exec(compile(program, "README.md", "exec"), {})

    with Image.open("reduced.png") as image:
        assert len(image.getcolors() or ()) == 8
    assert len(re.findall("#[0-9a-f]{6}", capsys.readouterr().out)) == 8


def _script(name: str) -> Any:
    """Return a script of docs/ as a module."""
    spec = spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_up_to_date() -> None:
    """The page of options and the manual page are those that the options give."""
    script = _script("make_reference")

    assert script.OPTIONS.read_text(encoding="utf-8") == script.markdown()
    assert script.MANUAL.read_text(encoding="utf-8") == script.manual()


@pytest.mark.skipif(shutil.which("man") is None, reason="man is not installed")
def test_the_manual_page_has_no_faults() -> None:
    """The formatter of manual pages finds nothing to warn of."""
    page = ROOT / "docs" / "kquant.1"
    told = {**os.environ, "MANWIDTH": "80", "MAN_KEEP_FORMATTING": "", "LC_ALL": "C"}
    result = subprocess.run(
        ["man", "--warnings", "--local-file", page],
        env=told,
        capture_output=True,
        text=True,
        check=True,
    )

    assert not result.stderr
    assert "kquant photo.jpg -k 8" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


def _linked(text: str) -> list[str]:
    """Return where the links and pictures of a page lead within the project."""
    links = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'src="([^"]+)"', text)
    return [link for link in links if not re.match(r"[a-z]+:", link)]


def _anchors(page: Path) -> set[str]:
    """Return the anchors of the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    plain = [re.sub(r"[^\w\s-]", "", heading.lower()) for heading in headings]
    return {text.strip().replace(" ", "-") for text in plain}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Each link to a file leads to one, and each anchor to a heading."""
    for link in _linked(page.read_text(encoding="utf-8")):
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target), link


def test_nobody_is_told_to_install_a_stranger() -> None:
    """The package index has another `kquant`, so no text says to install that name."""
    written = (path for path in ROOT.rglob("*") if path.suffix in _WRITTEN)
    for path in written:
        if any(part.startswith(".") for part in path.relative_to(ROOT).parts):
            continue
        text = path.read_text(encoding="utf-8")
        found = re.findall(r"\binstall\s+(?:-\S+\s+)*['\"]?kquant\b(?!-image)", text)
        assert not found, path


def _is_in_the_code(name: str, files: dict[str, str]) -> bool:
    """Tell whether a file, or a function or class with its owner, is in the code."""
    if name.endswith(".py"):
        return name in files
    owner, _, own = name.rpartition(".")
    defined = re.compile(rf"^ *(def|class) {own}\b|^    self\.{own} =", re.M)
    texts = [x for x in files.values() if re.search(rf"^class {owner}\b", x, re.M)]
    return any(map(defined.search, texts if owner else files.values()))


def test_the_way_of_a_photo_is_that_of_the_code() -> None:
    """Each file, class and function that the page names is there, where it says so."""
    source = ROOT / "src/kquant"
    files = {
        str(path.relative_to(source)): path.read_text(encoding="utf-8")
        for path in source.rglob("*.py")
    }
    page = (ROOT / "docs/how-it-works.md").read_text(encoding="utf-8")
    names = re.findall(r"`([\w/]+(?:\.\w+)*)`", page)
    names = [name for name in names if not name.endswith("/")]
    others = {"src/kquant", "ctx.obj", "when_imported"}
    placed = re.findall(r"`([\w.]+)` \((?:both )?`([\w/]+\.py)`", page)

    assert len(names) > 50
    assert [x for x in names if x not in others and not _is_in_the_code(x, files)] == []
    assert [
        (name, file)
        for name, file in placed
        if not _is_in_the_code(name, {file: files[file]})
    ] == []
