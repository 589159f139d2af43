"""--compare and --animate: what they write and print, and what cannot go with them."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from kquant.cli import main
from kquant.report import film
from kquant.report.motion import Pace


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with two pictures, and make short films."""
    monkeypatch.chdir(tmp_path)
    y, x = np.mgrid[:24, :32]
    pixels = np.stack([x * 8, y * 10, (x + y) * 4], axis=-1).astype(np.uint8)
    for name, part in (("a.png", pixels), ("b.png", pixels[::-1])):
        Image.fromarray(part).save(name)
    monkeypatch.setattr(film, "PACES", (Pace(30, 2, 2, 2, 16),))


def kquant(arguments: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, arguments.split())


def names() -> list[str]:
    """Return what is in the folder, besides the pictures."""
    return sorted(x.name for x in Path().iterdir() if x.name not in {"a.png", "b.png"})


def test_comparison_is_printed() -> None:
    """A line for each number of colors: k, error, gain; and which one auto finds."""
    result = kquant("a.png --compare 2,3,5 --max-error 9")
    head, *rows = result.stdout.splitlines()
    assert head.split() == ["k", "error", "gain"]
    assert [row.split()[0] for row in rows] == ["2", "3", "5"]
    errors = [float(row.split()[1]) for row in rows]
    assert errors == sorted(errors, reverse=True)
    assert rows[1].split()[2] == f"{1 - errors[1] / errors[0]:.1%}" or "%" in rows[1]
    marked = [row for row in rows if row.endswith("auto")]
    found = result.stderr.split()[3]
    assert [row.split()[0] for row in marked] == [x for x in "235" if x == found]
    assert names() == ["a-k2-5-compare.png"]


def test_comparison_as_json() -> None:
    """The rows are in the object, as numbers."""
    record = json.loads(kquant("a.png --compare 2..4 --json").stdout)
    rows = record["comparison"]
    assert [row["colors"] for row in rows] == [2, 3, 4]
    assert rows[0]["gain"] is None
    assert 0 < rows[1]["gain"] < 1
    assert {type(row["auto"]) for row in rows} == {bool}
    assert record["written"] == ["a-k2-4-compare.png"]


@pytest.mark.parametrize("suffix", ["png", "tiff", "pdf"])
def test_comparison_on_a_page(suffix: str) -> None:
    """The page has its size, and a title."""
    result = kquant(f"a.png --compare 2,4 --page 60x40mm --title Lake -o x.{suffix}")
    assert result.exit_code == 0, result.output
    if suffix != "pdf":
        with Image.open(f"x.{suffix}") as page:
            assert page.size == (709, 472)


def test_a_sheet_for_each_input() -> None:
    """Several inputs have a sheet each, and the next run knows them as results."""
    assert kquant("a.png b.png --compare 2,3 -o out/").exit_code == 0
    made = sorted(x.name for x in Path("out").iterdir())
    assert made == ["a-k2-3-compare.png", "b-k2-3-compare.png"]
    assert kquant(". --compare 2,3").exit_code == 0
    assert kquant(". --compare 2,3 --skip-existing").stdout == ""
    other = kquant(". --compare 2..3 --seed 4 --skip-existing").stderr
    assert "was made with --compare 2,3: use --overwrite" in other


def test_size_comes_first() -> None:
    """The sheet is made of the resized picture, and so is the film."""
    record = json.loads(kquant("a.png --size 8 --compare 2,3 --json").stdout)
    assert record["size"] == [8, 6]
    assert kquant("a.png --size 8 -k 3 --animate small.gif").exit_code == 0


def test_film_beside_the_picture() -> None:
    """The film is one more output; the picture has the same bytes with and without."""
    kquant("a.png -k 4 -o plain.png")
    result = kquant("a.png -k 4 -o filmed.png --animate film.gif")
    assert "filmed-palette.png and film.gif" in result.stderr
    assert Path("plain.png").read_bytes() == Path("filmed.png").read_bytes()
    with Image.open("film.gif") as picture:
        assert (picture.format, picture.size) == ("GIF", (800, 450))
    assert "film.gif exists" in kquant("a.png -k 4 -o n.png --animate film.gif").stderr


def test_film_alone_and_later() -> None:
    """A film can be the only output, or be added to results that are there."""
    kquant("a.png -k 3 --no-image --palette-format none --animate {stem}-{k}.webp")
    assert names() == ["a-3.webp"]
    kquant("a.png -k 4")
    result = kquant("a.png -k 4 --skip-existing --animate late.png")
    assert "Wrote late.png" in result.stderr
    result = kquant("a.png -k auto --max-error 20 --animate auto-{k}.gif")
    assert any(name.startswith("auto-") and "\x1a" not in name for name in names())


def test_a_film_for_each_input() -> None:
    """With {stem} in its name, each input has its own film."""
    result = kquant("a.png b.png -k 3 -o out/ --animate films/{stem}.gif")
    assert result.exit_code == 0, result.output
    assert sorted(x.name for x in Path("films").iterdir()) == ["a.gif", "b.gif"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("--compare 2..12 -k 8", "--compare and -k exclude each other"),
        ("--compare 5..2", "'5..2' is no list of numbers from 1 to 256"),
        ("--compare 2,x", "such as 2..12 or 4,8,16"),
        ("--compare 0", "is no list of numbers"),
        ("--compare 200..257", "is no list of numbers"),
        ("--compare 1..65", "has 65 numbers, more than the 64"),
        ("--compare 2,3 -p red,blue", "--compare and --palette exclude each other"),
        ("--compare 2,3 --shared", "--compare and --shared exclude each other"),
        ("--compare 2,3 --warhol 2x2", "--compare and --warhol exclude each other"),
        ("--compare 2,3 --no-image", "--no-image leaves out the sheet"),
        ("--compare 2,3 --enlarge 4", "--compare and --enlarge exclude each other"),
        ("--compare 2,3 --page a4 --strip", "--strip shows one palette"),
        ("--compare 2,3 --animate x.gif", "--compare and --animate exclude each other"),
        ("--compare 2,3 --palette-format gpl", "--compare writes no palette files"),
        ("--compare 2,3 -o x.gif", "a comparison is written as png, tiff, pdf"),
        ("--compare 2,3 -o x.pdf", "a pdf needs the size of its page"),
        ("--compare 2,3 --lock red,blue,lime", "3 colors are locked, more than the 2"),
        ("--animate x.jpg", "a film needs the name of a file that ends with one of"),
        ("--animate -", "a film needs the name of a file"),
        ("--animate {nope}.gif", "--animate {nope}.gif: a name may contain"),
        ("--animate x.gif -p red", "--animate and --palette exclude each other"),
        ("--animate x.gif --shared", "--animate and --shared exclude each other"),
        ("b.png --animate x.gif", "x.gif is one file, but there are 2 inputs"),
        ("--animate a.png --overwrite", "a.png is an input"),
    ],
)
def test_refused(arguments: str, words: str) -> None:
    """One sentence says what does not go together; nothing is written."""
    result = kquant(f"a.png {arguments}")
    assert result.exit_code in {1, 2}
    assert words in " ".join(result.stderr.split())
    assert names() == []
