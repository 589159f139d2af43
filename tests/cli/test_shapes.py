"""Shapes from the command line."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from kquant.cli import main

SERIF = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Return a picture with a ramp of colors and one speck."""
    y, x = np.mgrid[:120, :160]
    pixels = np.stack([x, y * 2, (x + y) // 2], axis=-1).astype(np.uint8)
    pixels[60, 80] = 255
    path = tmp_path / "photo.png"
    Image.fromarray(pixels).save(path)
    return path


def run(*arguments: str | Path) -> Result:
    """Run kquant."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def groups(path: Path) -> int:
    """Count the layers of an SVG file."""
    return path.read_text(encoding="utf-8").count("<g inkscape:groupmode")


@pytest.mark.parametrize("named", [["-o", "{parent}/{stem}.svg"], ["--format", "svg"]])
def test_svg_has_a_group_for_each_color(photo: Path, named: list[str]) -> None:
    """By the suffix of -o or by --format."""
    result = run(photo, "-k", "5", *named, "--palette-format", "none")

    assert result.exit_code == 0, result.output
    assert groups(next(photo.parent.glob("*.svg"))) == 5


def test_panels_and_pages(photo: Path) -> None:
    """Four panels of three colors, on a page with text, in one file."""
    art = ["--warhol", "2x2", "--pop", "--gap", "4", "--page", "a5", "--strip"]
    result = run(photo, "-k", "3", *art, "--title", "Four", "--format", "svg")
    made = photo.parent / "photo-k3-pop-a5.svg"

    assert result.exit_code == 0, result.output
    assert groups(made) == 1 + 4 + 4 * 3 + 1
    assert "<title>Four</title>" in made.read_text(encoding="utf-8")


def test_specks_go_unless_all_are_wanted(tmp_path: Path) -> None:
    """In 40,000 pixels, regions of fewer than four go; --min-region 1 keeps them."""
    pixels = np.zeros((200, 200, 3), dtype=np.uint8)
    pixels[..., 0], pixels[..., 1] = np.mgrid[:200, :200] // 8  # as a photo has
    pixels[:, 100:] |= 0xE0
    pixels[50, 50] = 255
    Image.fromarray(pixels).save(tmp_path / "dot.png")
    run(tmp_path / "dot.png", "-k", "2", "-o", tmp_path / "clean.svg")
    run(
        tmp_path / "dot.png", "-k", "2", "-o", tmp_path / "all.svg", "--min-region", "1"
    )
    clean, everything = (
        (tmp_path / name).read_text(encoding="utf-8").count("M")
        for name in ("clean.svg", "all.svg")
    )

    assert clean < everything


def test_dots_are_refused(photo: Path) -> None:
    """A dithered picture has no areas; the sentence says what to do."""
    result = run(photo, "--dither", "bayer", "-o", photo.parent / "x.svg")

    assert result.exit_code == 2
    assert "svg holds areas, not the dots of --dither" in result.stderr
    assert [path.name for path in photo.parent.iterdir()] == ["photo.png"]


@pytest.mark.parametrize(
    "way",
    [
        ["-k", "3", "-o", "{parent}/{stem}-made.svg"],
        ["--page", "a5", "--dpi", "50", "-o", "{parent}/{stem}-made.pdf"],
        ["--page", "a5", "--dpi", "50", "-o", "{parent}/{stem}-made.png"],
        [
            "--compare",
            "2,4",
            "--page",
            "a5",
            "--dpi",
            "50",
            "-o",
            "{parent}/{stem}-made.png",
        ],
    ],
    ids=["svg", "pdf page", "png page", "comparison"],
)
def test_dithering_without_strength_is_none(photo: Path, way: list[str]) -> None:
    """Regions are cleaned, pages are drawn and sheets are smooth as without it."""
    made = []
    for dither in ([], ["--dither", "bayer", "--dither-strength", "0"]):
        result = run(photo, "--overwrite", *way, *dither)
        assert result.exit_code == 0, result.output
        made.append(next(photo.parent.glob("photo-made.*")).read_bytes())

    assert made[0] == made[1]


def test_standard_output(photo: Path) -> None:
    """In a pipe, it is the SVG and nothing else."""
    command = [sys.executable, "-m", "kquant", str(photo), "--format", "svg", "-o", "-"]
    done = subprocess.run(command, capture_output=True, check=True)

    assert done.stdout.startswith(b"<?xml")
    assert done.stdout.endswith(b"</svg>\n")


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ([], b"/Subtype /Form"),
        (["--pixels"], b"/Subtype /Image"),
        (["--dither", "bayer"], b"/Subtype /Image"),
    ],
)
def test_pdf_pages_hold_shapes_unless_pixels_are_wanted(
    photo: Path, more: list[str], kind: bytes
) -> None:
    """Squares and dots stay pixels; all else is outlines."""
    target = photo.parent / "page.pdf"
    result = run(photo, "-k", "3", "--page", "a5", "--dpi", "50", "-o", target, *more)
    data = target.read_bytes()

    assert result.exit_code == 0, result.output
    assert kind in data
    assert (b"/Subtype /Form" in data) != (b"/Subtype /Image" in data)


def test_recolored_shapes(photo: Path) -> None:
    """The groups have the colors that are written, not those that were mapped to."""
    colors = ["-p", "#000,#888,#fff", "--recolor", "#f00,#0f0,#00f"]
    made = photo.parent / "inks.svg"
    result = run(photo, *colors, "-o", made)
    found = re.findall(r'inkscape:label="(#\w+)"', made.read_text(encoding="utf-8"))

    assert result.exit_code == 0, result.output
    assert sorted(found) == ["#0000ff", "#00ff00", "#ff0000"]


@pytest.mark.parametrize("suffix", ["svg", "pdf"])
def test_a_font_of_ones_own(photo: Path, suffix: str) -> None:
    """Its letters have outlines other than those of the built-in face."""
    if not SERIF.exists():
        pytest.skip("DejaVu Serif is not installed")
    files = []
    own: list[list[str | Path]] = [[], ["--font", SERIF]]
    for number, more in enumerate(own):
        target = photo.parent / f"{number}.{suffix}"
        page = ["--page", "a5", "--dpi", "50", "--title", "Hand"]
        result = run(photo, "-k", "3", *page, *more, "-o", target)
        assert result.exit_code == 0, result.output
        files.append(target.read_bytes())

    assert files[0] != files[1]
