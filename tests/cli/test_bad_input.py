"""Bad input gets one sentence that names it, and leaves no file."""

import json
import os
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from kquant.cli import main

NOISE = np.random.default_rng(2).integers(0, 256, (40, 50, 3), dtype=np.uint8)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with a good picture and many bad ones."""
    monkeypatch.chdir(tmp_path)
    Image.fromarray(NOISE).save("good.png")
    Image.fromarray(NOISE).save("whole.jpg")
    Path("other").mkdir()
    Path("nothing").mkdir()
    Image.fromarray(NOISE).save("other/good.png")
    for name in ("whole.jpg", "good.png"):
        data = Path(name).read_bytes()
        Path(f"cut.{name[-3:]}").write_bytes(data[: len(data) // 2])
    Path("empty.png").touch()
    Path("text.jpg").write_text("This is no picture.\n")
    Path("page.eps").write_text("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n")
    Path("there.png").write_text("precious")


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        ("missing.png", 1, "missing.png cannot be read: no such file"),
        ("nothing", 1, "no picture among 0 files"),
        ("empty.png", 1, "empty.png is empty"),
        ("text.jpg", 1, "text.jpg is not a picture in a format that kquant reads"),
        ("page.eps", 1, "page.eps is not a picture in a format that kquant reads"),
        ("cut.jpg", 1, "cut.jpg is damaged: it is cut off"),
        ("cut.png", 1, "cut.png is damaged: it is cut off"),
        ("good.png -k 0", 2, "'0' is not a whole number from 1 to 256"),
        ("good.png -k 257", 2, "'257' is not a whole number from 1 to 256"),
        ("good.png -k -1", 2, "'-1' is not a whole number from 1 to 256"),
        ("good.png -k eight", 2, "'--colors': 'eight' is not a whole number"),
        ("good.png -k 2.5", 2, "'2.5' is not a whole number"),
        ("good.png --tol nan", 2, "tol must be between 0 and 1"),
        ("good.png --lightness-weight 99", 2, "lightness-weight must be between"),
        ("good.png --seed -1", 2, "'--seed': '-1' is not"),
        ("good.png --sample some", 2, "or all"),
        ("good.png --space rgb", 2, "'--space': 'rgb' is not one of"),
        ("good.png --format tga", 2, "'--format': 'tga' is not one of"),
        ("good.png --palette-format xyz", 2, "'--palette-format': 'xyz' is none of"),
        ("good.png --nope", 2, "--nope"),
        ("-k 8", 2, "name a picture, or see kquant --help"),
        ("good.png -o out.xyz", 2, "-o out.xyz: kquant writes png, gif"),
        ("good.png -o out.png --format gif", 2, "leave one of them out"),
        ("good.png -o {nope}.png", 2, "a name may contain {stem} {k} {parent} {ext}"),
        ("good.png -o there.png", 1, "there.png exists and stays as it is"),
        ("good.png -o text.jpg/out.png", 1, "text.jpg is not a folder"),
        ("good.png -o good.png --overwrite", 1, "inputs are never overwritten"),
        ("good.png other/good.png -o out", 2, "good.png and other/good.png would both"),
        ("good.png whole.jpg -o out.png", 2, "is one file, but there are 2 inputs"),
        ("good.png whole.jpg -o -", 2, "-o - takes one input"),
        ("- -", 2, "standard input can be read once only"),
        ("- -o out.png", 1, "standard input is empty"),
        ("good.png --overwrite --skip-existing", 2, "exclude each other"),
        ("good.png -q -v", 2, "-q and -v exclude each other"),
    ],
)
def test_one_sentence(args: str, code: int, words: str) -> None:
    """One line on stderr says what is wrong, and nothing is written."""
    before = {path: path.read_bytes() for path in Path().rglob("*.*")}
    result = CliRunner().invoke(main, args.split())
    assert result.exit_code == code
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: ")
    assert words in line
    assert result.stdout == ""
    assert before == {path: path.read_bytes() for path in Path().rglob("*.*")}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_unwritable_folder() -> None:
    """A folder without write permission is named."""
    Path("closed").mkdir(mode=0o555)
    result = CliRunner().invoke(main, ["good.png", "-o", "closed"])
    assert result.exit_code == 1
    assert "closed" in result.stderr
    assert "permission denied" in result.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_unreadable_file() -> None:
    """A file without read permission is named."""
    Path("good.png").chmod(0)
    result = CliRunner().invoke(main, ["good.png"])
    assert result.exit_code == 1
    assert "good.png cannot be read: permission denied" in result.stderr


def test_an_encoder_that_cannot() -> None:
    """A picture that a format cannot hold is refused before a file appears."""
    Image.new("L", (70_000, 1)).save("wide.png")
    result = CliRunner().invoke(main, ["wide.png", "-o", "wide.gif"])
    assert result.exit_code == 1
    assert "at most 65535 pixels a side" in result.stderr
    assert not Path("wide.gif").exists()


def test_the_decoders_words_are_for_v_and_json() -> None:
    """Who wants to know more gets the words of the decoder."""
    plain = CliRunner().invoke(main, ["cut.png"])
    assert "truncated" not in plain.stderr.lower()
    verbose = CliRunner().invoke(main, ["cut.png", "-v"])
    assert "truncated" in verbose.stderr.lower()
    record = json.loads(CliRunner().invoke(main, ["cut.png", "--json"]).stdout)
    assert record["error"] == "cut.png is damaged: it is cut off"
    assert "truncated" in record["cause"].lower()


@pytest.mark.parametrize("where", ["batch.results.encode", "batch.plan.plan"])
def test_a_bug_of_ours_is_called_one(
    monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Its traceback is shown to those who ask for it."""

    def buggy(*_args: object, **_options: object) -> None:
        raise IndexError("index 3 is out of bounds")

    monkeypatch.setattr(f"kquant.{where}", buggy)
    result = CliRunner().invoke(main, ["good.png", "--palette-format", "none"])
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert "a bug in kquant (IndexError)" in line
    args = ["good.png", "--palette-format", "none", "-v"]
    result = CliRunner().invoke(main, args)
    assert "in buggy" in result.stderr


def test_max_pixels() -> None:
    """2,000 pixels are refused below that limit, in all ways to read a picture."""
    other = ["other/good.png", "whole.jpg", "-o", "out", "--shared"]
    for args in (["good.png"], ["-", "-o", "a.png"], other):
        data = Path("good.png").read_bytes()
        command = [*args, "--max-pixels", "1999"]
        result = CliRunner().invoke(main, command, input=data)
        assert result.exit_code == 1
        assert "would unpack to more than 0.002 megapixels" in result.stderr
    result = CliRunner().invoke(main, ["good.png", "--max-pixels", "2000"])
    assert result.exit_code == 0


@pytest.mark.parametrize(
    "name", ["{stem:>99999999999}", "{stem!r}.png", "{stem.x}.png", "{}.png", "{stem"]
)
def test_only_plain_places_in_names(name: str) -> None:
    """A name is no program."""
    result = CliRunner().invoke(main, ["good.png", "-o", name])
    assert result.exit_code == 2
    assert "a name may contain {stem} {k} {parent} {ext} {name} only" in result.stderr


def test_long_lists_with_a_slip() -> None:
    """A list that is too long for a path is a list; only its slip is quoted."""
    colors = ",".join(["#123456"] * 60)
    for spec, words in ((f"{colors},nope", "'nope'"), ("x" * 5000, f"'{'x' * 30}...'")):
        result = CliRunner().invoke(main, ["good.png", "-p", spec])
        assert result.exit_code == 2
        (line,) = result.stderr.splitlines()[-1:]
        assert f"{words} is not a color" in line
        assert len(line) < 200
