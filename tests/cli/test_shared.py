"""One palette for all inputs."""

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
    palettes = [(pair / f"{name}-k4-palette.png") for name in ("red", "blue")]
    assert palettes[0].read_bytes() == palettes[1].read_bytes()


def test_any_number_of_jobs(pair: Path, tmp_path: Path) -> None:
    """One process and two find the same palette, in either order of the inputs."""
    inputs = [pair / "red.png", pair / "blue.png"]
    for jobs, order in ((1, 1), (2, 1), (2, -1)):
        out = tmp_path / f"{jobs}{order}"
        _run(*inputs[::order], "--shared", "-k", 7, "-j", jobs, "-o", out)
    written = {path.name for path in (tmp_path / "11").iterdir()}
    assert len(written) == 4
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
    codes = (pair / "blue-k4-palette.hex").read_text().split()
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
    colors = [_colors(tmp_path / f"{i}-k256-palette.png") for i in range(pictures)]
    assert len(colors[0]) == 256
    assert all(others == colors[0] for others in colors)
