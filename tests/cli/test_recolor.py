"""Colors that are written in place of those of the palette."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from kquant.cli import main

DARK_AND_LIGHT = np.array([[[20, 10, 10], [230, 240, 230]]], dtype=np.uint8)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Return a picture of a dark and a light pixel."""
    path = tmp_path / "photo.png"
    Image.fromarray(DARK_AND_LIGHT).save(path)
    return path


@pytest.mark.parametrize(
    "options",
    [["-p", "#111,#eee"], ["-k", "2"], ["-k", "auto"], ["-k", "2", "--shared"]],
)
def test_entry_i_is_written_as_color_i(photo: Path, options: list[str]) -> None:
    """Picture, palette file, list and JSON all show the colors that are written."""
    arguments = [str(photo), "-o", f"{photo.parent}/out/", "--palette-format", "hex"]
    arguments += [*options, "--recolor", "red,#00f", "--json"]
    result = CliRunner().invoke(main, arguments)

    assert result.exit_code == 0, result.output
    (written,) = (photo.parent / "out").glob("photo*.png")
    with Image.open(written) as image:
        assert np.array(image.convert("RGB")).tolist() == [[[255, 0, 0], [0, 0, 255]]]
    (colors,) = (photo.parent / "out").glob("*.hex")
    assert colors.read_text().split() == ["ff0000", "0000ff"]
    palette = json.loads(result.stdout.splitlines()[-1])["palette"]
    assert [entry["hex"] for entry in palette] == ["#ff0000", "#0000ff"]


def test_frames_are_recolored(tmp_path: Path) -> None:
    """An animation has the written colors in every frame."""
    frames = [Image.fromarray(DARK_AND_LIGHT[:, ::step]) for step in (1, -1)]
    path, target = tmp_path / "clip.gif", tmp_path / "out.gif"
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=100)
    arguments = [str(path), "-k", "2", "--recolor", "red,#00f", "-o", str(target)]
    assert CliRunner().invoke(main, arguments).exit_code == 0

    with Image.open(target) as image:
        for number, expected in enumerate([[0, 255], [255, 0]]):
            image.seek(number)
            blue = np.array(image.convert("RGB"))[0, :, 2]
            assert blue.tolist() == expected


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-p", "#000,#fff,red"], "--recolor has 2 colors and the palette 3"),
        (["-k", "5"], "--recolor has 2 colors and the palette 5"),
        (["--compare", "2..4"], "--compare and --recolor exclude each other"),
        (["--warhol", "2x2", "--pop", "-k", "2"], "--pop and --recolor exclude"),
        (["--animate", "film.gif"], "--animate and --recolor exclude each other"),
    ],
)
def test_what_cannot_be_recolored(photo: Path, options: list[str], said: str) -> None:
    """One sentence, before any work starts."""
    arguments = [str(photo), *options, "--recolor", "red,#00f"]
    result = CliRunner().invoke(main, arguments)

    assert result.exit_code == 2
    assert said in result.stderr
    assert sorted(p.name for p in photo.parent.iterdir()) == ["photo.png"]
