"""Each recipe of the README runs as it stands, and writes something."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from kquant import Palette
from kquant.palette_files.writing import writer

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
_SECTION = README.split("\n## What people do with it\n")[1].split("\n## ")[0]
RECIPES = [
    re.sub("^    ", "", block, flags=re.MULTILINE).strip()
    for block in re.findall(r"(?:^    .+\n)+", _SECTION, re.MULTILINE)
]
(_RULE,) = re.findall(r"^```make\n(.+?)^```", _SECTION, re.MULTILINE | re.DOTALL)
_TOOLS = "make", "jq"  # which a recipe may need


def test_there_are_recipes() -> None:
    """The section is found, and has commands."""
    assert len(RECIPES) > 10
    assert all("kquant" in recipe or "make" in recipe for recipe in RECIPES)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the inputs that the recipes name."""
    gradient = Image.linear_gradient("L").resize((48, 36))
    levels = gradient, gradient.rotate(90), gradient.rotate(180)
    photo = Image.merge("RGB", levels)
    for name in [
        "photo",
        "other",
        "photos/beach",
        "photos/more/b",
        "frames/1",
        "frames/2",
    ]:
        path = tmp_path / f"{name}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        photo.save(path, quality=95)
    palette = Palette.of(["#000", "#fff", "#0f0", "#00f", "#f00", "#ff0", "#f80"])
    with (tmp_path / "brand.ase").open("wb") as file:
        writer("ase")(palette, None, file)
    (tmp_path / "Makefile").write_text(_RULE)
    return tmp_path


@pytest.mark.parametrize("recipe", RECIPES)
def test_recipe(recipe: str, folder: Path) -> None:
    """A recipe ends well: each of its commands has exit code 0."""
    for tool in _TOOLS:
        if re.search(rf"\b{tool} ", recipe) and shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    before = set(folder.rglob("*"))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    result = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", recipe],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stderr
    assert result.stdout or set(folder.rglob("*")) > before
