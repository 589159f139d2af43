"""Plates from the command line."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from kquant.cli import main

COLORS = ["-p", "#102030,#e04020,#f0e0d0", "--palette-format", "none"]
PLATES = [
    "plate-1-f0e0d0.png",
    "plate-2-e04020.png",
    "plate-3-102030.png",
]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Return a picture of three colors in stripes."""
    pixels = np.zeros((20, 30, 3), dtype=np.uint8)
    pixels[:] = (16, 32, 48)
    pixels[:, 10:20] = (224, 64, 32)
    pixels[:, 20:] = (240, 224, 208)
    path = tmp_path / "photo.png"
    Image.fromarray(pixels).save(path)
    return path


def run(*arguments: str | Path) -> Result:
    """Run kquant."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def names(folder: Path) -> set[str]:
    """Return what is in a folder."""
    return {path.name for path in folder.iterdir()}


def test_a_plate_for_each_ink(photo: Path, tmp_path: Path) -> None:
    """Named by number and code, lightest first, with a sheet; --json lists them."""
    result = run(photo, *COLORS, "--plates", "-o", tmp_path / "x.png", "--json")
    made = {"x.png", "x-plates.png", *(f"x-{name}" for name in PLATES)}

    assert result.exit_code == 0, result.output
    assert names(tmp_path) == made | {"photo.png"}
    written = json.loads(result.stdout)["written"]
    assert {Path(path).name for path in written} == made
    with Image.open(tmp_path / "x-plate-1-f0e0d0.png") as plate:
        assert np.flatnonzero(~np.asarray(plate)[0]).tolist() == list(range(20, 30))


@pytest.mark.parametrize("suffix", ["png", "tiff", "pdf"])
def test_pages_have_plates_of_their_size_and_a_border(
    photo: Path, tmp_path: Path, suffix: str
) -> None:
    """An A6 page at 254 dpi is 1050 x 1480 pixels; 10 mm around it are 100 pixels."""
    page: list[str | Path] = [
        "--page",
        "a6-portrait",
        "--dpi",
        "254",
        "--title",
        "Stripes",
    ]
    if suffix == "png":
        page = [*page, "--trap", "0.2mm"]
    page[1] = "105x148mm"
    result = run(photo, *COLORS, *page, "--plates", "-o", tmp_path / f"x.{suffix}")
    kind = "tiff" if suffix == "tiff" else "png"

    assert result.exit_code == 0, result.output
    with Image.open(tmp_path / f"x-plate-3-102030.{kind}") as plate:
        assert plate.size == (1250, 1680)


def test_what_is_there_stays(photo: Path, tmp_path: Path) -> None:
    """Plates are outputs as others are: refused, skipped or replaced."""
    command: list[str | Path] = [photo, *COLORS, "--plates", "-o", tmp_path / "x.png"]
    mine = tmp_path / "x-plate-2-abcdef.png"
    mine.write_bytes(b"mine")
    refused = run(*command)
    before = names(tmp_path)
    mine.unlink()
    first, again = run(*command), run(*command, "--skip-existing")
    gone = tmp_path / f"x-{PLATES[0]}"
    replaced = run(*command, "--overwrite")

    assert refused.exit_code == 1
    assert "x-plate-2-abcdef.png exists and stays as it is" in refused.stderr
    assert before == {"photo.png", "x-plate-2-abcdef.png"}
    assert first.exit_code == again.exit_code == replaced.exit_code == 0
    assert "skipped" in again.stderr
    assert gone.exists()


def test_inputs_are_never_overwritten(photo: Path, tmp_path: Path) -> None:
    """Not even one that is named like a plate, with --overwrite."""
    mine = tmp_path / "x-plate-1-f0e0d0.png"
    mine.write_bytes(photo.read_bytes())
    target = tmp_path / "x.png"
    plates: list[str | Path] = [
        *COLORS,
        "--plates",
        "--overwrite",
        "-o",
        tmp_path / "{stem}.png",
    ]
    result = run(photo.rename(target.with_name("x.bmp")), mine, *plates)

    assert result.exit_code == 1
    assert "inputs are never overwritten" in result.stderr
    assert names(tmp_path) == {"x.bmp", mine.name}


def test_dry_run_shows_how_they_will_be_named(photo: Path) -> None:
    """The inks are not known yet."""
    result = run(photo, "-k", "3", "--plates", "--dry-run")

    assert "photo-k3-plates.png" in result.output
    assert "photo-k3-plate-{n}-{hex}.png" in result.output
    assert names(photo.parent) == {"photo.png"}


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--plates", "--no-image"], "leave out --no-image"),
        (["--plates", "-o", "-"], "name that with -o"),
        (["--trap", "1"], "--trap needs --plates"),
        (["--plates", "--trap", "1"], "--trap needs --page"),
        (
            ["--plates", "--page", "a5", "--trap", "6"],
            "--trap must be 0 to 5 mm, got 6",
        ),
        (["--plates", "--compare", "2..4"], "exclude each other"),
    ],
)
def test_what_cannot_be_gets_a_sentence(
    photo: Path, more: list[str], sentence: str
) -> None:
    """And nothing is written."""
    result = run(photo, *more)

    assert result.exit_code == 2
    assert sentence in result.stderr
    assert names(photo.parent) == {"photo.png"}


def test_plates_are_no_inputs_of_the_next_run(photo: Path) -> None:
    """A folder with results is read once more: only the photo counts."""
    run(photo, "-k", "3", "--plates")
    result = run(photo.parent, "-k", "2", "--dry-run", "--json")

    assert len(result.stdout.splitlines()) == 1


def test_plates_of_other_inks_are_named(photo: Path, tmp_path: Path) -> None:
    """What is left of an earlier run is told: a printer would print it too."""
    args: list[str | Path] = ["--plates", "-o", tmp_path / "x.png", "--overwrite"]
    run(photo, *COLORS, *args)
    again = run(photo, *COLORS, *args)
    other = run(photo, "-p", "#102030,#f0e0d0", *COLORS[2:], *args)

    assert "earlier run" not in again.output
    assert "earlier run" in other.output
    told = other.output.partition("earlier run")[2].partition("\n")[0]
    left = [name in told for name in PLATES]
    assert left == [False, True, True]


def test_svg_has_plates_of_shapes(photo: Path, tmp_path: Path) -> None:
    """Stripes are rectangles, black, in the place that they have in the picture."""
    result = run(photo, *COLORS, "--plates", "-o", tmp_path / "x.svg")
    plates = [(tmp_path / f"x-{name}").with_suffix(".svg") for name in PLATES]

    assert result.exit_code == 0, result.output
    for plate, left in zip(plates, (200, 100, 0), strict=True):
        said = plate.read_text()
        data = re.search(r' d="M(\d+ \d+)l([^"z]+)z"', said)
        assert data is not None
        steps = [int(x) for part in data.groups() for x in re.findall(r"-?\d+", part)]
        corners = np.cumsum(np.reshape(steps, (-1, 2)), axis=0)
        assert corners.min(axis=0).tolist() == [left, 0]
        assert corners.max(axis=0).tolist() == [left + 100, 200]
        assert 'fill="#000000"' in said


def test_svg_plates_of_a_page_have_its_size_and_a_border(
    photo: Path, tmp_path: Path
) -> None:
    """An A6 page and 10 mm on each side are 125 x 168 mm; the title names the ink."""
    page = ["--page", "105x148mm", "--dpi", "127", "--trap", "0.2"]
    result = run(photo, *COLORS, *page, "--plates", "-o", tmp_path / "x.svg")

    assert result.exit_code == 0, result.output
    plate = (tmp_path / "x-plate-2-e04020.svg").read_text()
    assert 'width="125mm" height="168mm"' in plate
    assert "<title>2 of 3   #e04020</title>" in plate
