"""One palette for all inputs."""

import json
import os
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from kquant.cli import main
from kquant.options import SORTS


def _run(*arguments: str | int | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def _colors(path: Path) -> set[tuple[int, ...]]:
    with Image.open(path) as image:
        pixels = np.asarray(image.convert("RGB")).reshape(-1, 3)
    return {tuple(color) for color in np.unique(pixels, axis=0).tolist()}


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    """A large picture in reds and a small one in blues."""
    rng = np.random.default_rng(3)
    for name, side, channel in (("red", 64, 0), ("blue", 8, 2)):
        pixels = np.zeros((side, side, 3), dtype=np.uint8)
        pixels[..., channel] = rng.integers(100, 256, (side, side))
        Image.fromarray(pixels).save(tmp_path / f"{name}.png")
    return tmp_path


def test_small_pictures_weigh_as_much_as_large_ones(pair: Path) -> None:
    """Two of four colors are blue, although there are 64 times as many red pixels."""
    result = _run(pair, "--shared", "-k", 4)
    assert result.exit_code == 0
    red, blue = _colors(pair / "red-k4.png"), _colors(pair / "blue-k4.png")
    assert len(red) == len(blue) == 2
    assert all(color[0] for color in red)
    assert all(color[2] for color in blue)
    assert _colors(pair / "shared-k4-palette.png") == red | blue


def test_the_palette_is_shown(tmp_path: Path) -> None:
    """It comes last, with the mean of the shares: of 3/4 and 0, and of 1/4 and 1."""
    quarter = np.array([[[9, 9, 9], [9, 9, 9]], [[9, 9, 9], [250, 250, 250]]])
    Image.fromarray(quarter.astype(np.uint8)).save(tmp_path / "a.png")
    Image.new("RGB", (9, 5), (250, 250, 250)).save(tmp_path / "b.png")
    palette = ["#090909 0.3750", "#fafafa 0.6250"]

    alone = _run(tmp_path, "--shared", "-k", 2, "--no-image")
    result = _run(tmp_path, "--shared", "-k", 2, "--overwrite")
    record = _run(tmp_path, "--shared", "-k", 2, "--overwrite", "--json")
    skipped = _run(tmp_path, "--shared", "-k", 2, "--skip-existing")

    assert alone.stdout.splitlines() == palette
    first, second, *rest = result.stdout.splitlines()
    assert first == f"{tmp_path}/a.png -> {tmp_path}/a-k2.png"
    assert second == f"{tmp_path}/b.png -> {tmp_path}/b-k2.png"
    assert rest == palette
    assert all(json.loads(line)["palette"] for line in record.stdout.splitlines())
    assert skipped.stdout == ""


@pytest.mark.parametrize(("name", "colors"), [("tiff", 2), ("gif", 3)])
def test_frames_that_are_not_written_do_not_count(
    tmp_path: Path, name: str, colors: int
) -> None:
    """A tiff holds the red first frame only, a gif also the blue second one."""
    red, blue, green = (Image.new("RGB", (4, 4), x) for x in ("red", "blue", "lime"))
    red.save(tmp_path / "moves.gif", save_all=True, append_images=[blue])
    green.save(tmp_path / "still.png")
    result = _run(tmp_path, "--shared", "-k", 3, "--format", name)
    assert result.exit_code == 0
    (palette,) = tmp_path.glob("shared-*")
    assert len(_colors(palette)) == colors


def test_any_number_of_jobs(pair: Path, tmp_path: Path) -> None:
    """One process and two find the same palette, in either order of the inputs."""
    inputs = [pair / "red.png", pair / "blue.png"]
    for jobs, order in ((1, 1), (2, 1), (2, -1)):
        out = tmp_path / f"{jobs}{order}"
        _run(*inputs[::order], "--shared", "-k", 7, "-j", jobs, "-o", out)
    written = {path.name for path in (tmp_path / "11").iterdir()}
    assert written == {"red-k7.png", "blue-k7.png", "shared-k7-palette.png"}
    for other in ("21", "2-1"):
        for name in written:
            first = (tmp_path / "11" / name).read_bytes()
            assert (tmp_path / other / name).read_bytes() == first


def test_few_colors_stay(tmp_path: Path) -> None:
    """Pictures that have no more than k colors together come back unchanged."""
    for name, color in (("a", (1, 2, 3)), ("b", (4, 5, 6))):
        Image.new("RGB", (5, 4), color).save(tmp_path / f"{name}.png")
    _run(tmp_path, "--shared", "-k", 2)
    assert _colors(tmp_path / "a-k2.png") == {(1, 2, 3)}
    assert _colors(tmp_path / "b-k2.png") == {(4, 5, 6)}


def test_broken_pictures_have_no_say(pair: Path) -> None:
    """A picture that cannot be read fails, and the others get their palette."""
    (pair / "broken.png").write_bytes(b"no picture")
    result = _run(pair, "--shared", "-k", 4)
    assert result.exit_code == 1
    assert "2 done, 1 failed" in result.stderr
    assert len(_colors(pair / "red-k4.png")) == 2


@pytest.mark.parametrize("sort", SORTS)
def test_other_palette_options(pair: Path, sort: str) -> None:
    """Locked colors are in the palette, which is in the order asked for."""
    call = (pair, "--shared", "-k", 4, "--lock", "#00ff00", "--sort", sort)
    result = _run(*call, "--palette-format", "hex")
    assert result.exit_code == 0
    codes = (pair / "shared-k4-palette.hex").read_text().split()
    assert len(codes) == 4
    assert "00ff00" in codes
    if sort == "share":
        assert codes[-1] == "00ff00"


def test_resumed_run_keeps_the_palette(pair: Path) -> None:
    """The palette is that of all inputs, including those that are skipped."""
    _run(pair, "--shared", "-k", 4)
    before = (pair / "blue-k4.png").read_bytes()
    (pair / "blue-k4.png").unlink()
    result = _run(pair, "--shared", "-k", 4, "--skip-existing")
    assert "1 done, 1 skipped" in result.stderr
    assert (pair / "blue-k4.png").read_bytes() == before


def test_refusals(pair: Path) -> None:
    """A given palette, and an input that can be read only once, are refused."""
    assert "-p exclude" in _run(pair, "--shared", "-p", "red,blue").stderr
    result = _run("-", pair / "red.png", "--shared", "-o", pair / "out")
    assert result.exit_code == 2
    assert "read once only" in result.stderr.replace("\n", " ")


@pytest.mark.parametrize("pictures", [1, 3])
def test_exactly_k_with_a_small_sample(tmp_path: Path, pictures: int) -> None:
    """A sample of fewer colors than asked for does not decide how many there are."""
    rng = np.random.default_rng(3)
    for number in range(pictures):
        pixels = rng.integers(0, 256, (60, 90, 3), dtype=np.uint8)
        pixels[10:] = 255  # most of a sample is white
        Image.fromarray(pixels).save(tmp_path / f"{number}.png")
    result = _run(tmp_path, "--shared", "-k", 256, "--sample", 200)
    assert result.exit_code == 0
    assert len(_colors(tmp_path / "shared-k256-palette.png")) == 256


def test_the_palette_is_written_once(pair: Path, tmp_path: Path) -> None:
    """It is beside the folder's pictures, or at the top of the output folder."""
    (pair / "sub").mkdir()
    (pair / "blue.png").rename(pair / "sub" / "blue.png")
    result = _run(pair, "-r", "--shared", "-k", 4, "--palette-format", "hex,json")
    assert result.exit_code == 0
    assert f"Wrote {pair}/shared-k4-palette.hex and {pair}/shared" in result.stderr
    result = _run(pair, "-r", "--shared", "-k", 4, "-o", tmp_path / "out")
    assert result.exit_code == 0
    palettes = {x.relative_to(tmp_path) for x in tmp_path.rglob("*palette*")}
    assert palettes == {
        *(Path(f"shared-k4-palette.{suffix}") for suffix in ("hex", "json")),
        Path("out", "shared-k4-palette.png"),
    }


def test_the_palette_is_no_input_of_the_next_run(pair: Path) -> None:
    """A second run does the same as the first."""
    first = _run(pair, "--shared", "-k", 4)
    again = _run(pair, "--shared", "-k", 4, "--overwrite")
    assert (again.exit_code, again.stdout) == (0, first.stdout)


def test_an_existing_palette_is_refused(pair: Path) -> None:
    """It is an output like any other, also with --dry-run."""
    (pair / "shared-k4-palette.png").touch()
    result = _run(pair, "--shared", "-k", 4)
    assert "shared-k4-palette.png exists" in result.stderr
    assert not (pair / "red-k4.png").exists()
    result = _run(pair, "--shared", "-k", 5, "--dry-run")
    assert f"the shared palette -> {pair}/shared-k5-palette.png\n" in result.stdout


def test_the_palette_alone(pair: Path, tmp_path: Path) -> None:
    """Without pictures, -o names its file, or standard output."""
    call = (pair, "--shared", "-k", 4, "--no-image")
    assert _run(*call, "-o", tmp_path / "both.gpl").exit_code == 0
    assert (tmp_path / "both.gpl").read_text().startswith("GIMP Palette")
    for inputs in (pair, pair / "red.png"):
        result = _run(inputs, *call[1:], "-o", "-", "--palette-format", "hex")
        assert len(result.stdout.split()) == 4
    assert {path.name for path in pair.iterdir()} == {
        *("red.png", "blue.png", "both.gpl")
    }


def test_each_panel_has_its_palette(pair: Path) -> None:
    """The palettes of the panels are written once as well."""
    extra = ("--warhol", "2x1", "--palette-format", "hex")
    assert _run(pair, "--shared", "-k", 4, *extra).exit_code == 0
    names = {path.name for path in pair.glob("*.hex")}
    assert names == {f"shared-k4-warhol-palette-{i}.hex" for i in (1, 2)}


def test_names_of_templates(pair: Path) -> None:
    """{stem} is "shared" in the name of the palette."""
    _run(pair, "--shared", "-k", 4, "-o", pair / "out" / "{stem}_{k}.{ext}")
    assert {path.name for path in (pair / "out").iterdir()} == {
        *("red_4.png", "blue_4.png", "shared_4-palette.png")
    }


def test_auto_names_the_palette_by_its_number(pair: Path) -> None:
    """The number is that of the pictures; what is there is found by a second run."""
    call = (pair, "--shared", "--max-error", 9)
    dry = _run(*call, "--dry-run").stdout
    assert f"the shared palette -> {pair}/shared-k{{k}}-palette.png\n" in dry
    assert _run(*call).exit_code == 0
    (path,) = pair.glob("shared-*")
    colors = len(_colors(path))
    assert path.name == f"shared-k{colors}-palette.png"
    assert (pair / f"red-k{colors}.png").exists()
    again = _run(*call, "--skip-existing")
    assert (again.exit_code, "2 skipped" in again.stderr) == (0, True)
    assert "exists and stays" in _run(*call).stderr


def test_an_older_palette_is_made_again(pair: Path) -> None:
    """With --skip-existing, if any of the pictures is newer."""
    call = (pair, "--shared", "-k", 4, "--skip-existing")
    _run(*call)
    palette = pair / "shared-k4-palette.png"
    before = palette.read_bytes()
    palette.write_bytes(b"")
    os.utime(palette, (0, 0))
    result = _run(*call)
    assert f"Wrote {palette}" in result.stderr
    assert palette.read_bytes() == before


def test_the_palette_alone_is_shown_though_it_exists(pair: Path) -> None:
    """Pictures without outputs have the shared colors, also if nothing is written."""
    call = (pair, "--shared", "-k", 4, "--no-image", "--json")
    first = _run(*call)
    again = _run(*call, "--skip-existing")
    found = [
        {
            tuple(color["hex"] for color in json.loads(line)["palette"])
            for line in run.stdout.splitlines()
        }
        for run in (first, again)
    ]
    assert len(found[0]) == 1
    assert found[0] == found[1]
