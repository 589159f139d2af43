"""Each recipe of the README runs as it stands, and writes something."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
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
Result = subprocess.CompletedProcess[str]
_TOOLS = "make", "jq"  # which a recipe may need


def test_there_are_recipes() -> None:
    """The section is found, and has commands."""
    assert len(RECIPES) > 10
    assert all("kquant" in recipe or "make" in recipe for recipe in RECIPES)


def fill(folder: Path) -> None:
    """Write the inputs that the recipes name into a folder."""
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
        path = folder / f"{name}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        photo.save(path, quality=95)
    frames = levels[1:]
    gradient.save(folder / "clip.gif", save_all=True, append_images=frames)
    palette = Palette.of(["#000", "#fff", "#0f0", "#00f", "#f00", "#ff0", "#f80"])
    with (folder / "brand.ase").open("wb") as file:
        writer("ase")(palette, None, file)
    (folder / "Makefile").write_text(_RULE)


def cook(recipe: str, folder: Path) -> tuple[Result, bool]:
    """Run a recipe in a folder of its own; tell also whether it wrote anything."""
    folder.mkdir()
    fill(folder)
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
    return result, set(folder.rglob("*")) > before


@pytest.fixture(scope="module")
def cooked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[tuple[Result, bool]]]]:
    """Run the recipes that are tested on all cores: each of them is one process."""
    folder = tmp_path_factory.mktemp("kitchen")
    tested = {
        item.callspec.params["recipe"]
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.originalname == "test_recipe"
    }
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield {
            recipe: pool.submit(cook, recipe, folder / str(number))
            for number, recipe in enumerate(RECIPES)
            if recipe in tested
        }


@pytest.mark.parametrize("recipe", RECIPES)
def test_recipe(recipe: str, cooked: dict[str, Future[tuple[Result, bool]]]) -> None:
    """A recipe ends well: each of its commands has exit code 0, and it gives something."""
    for tool in _TOOLS:
        if re.search(rf"\b{tool} ", recipe) and shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")

    result, has_written = cooked[recipe].result()

    assert result.returncode == 0, result.stderr
    assert result.stdout or has_written
