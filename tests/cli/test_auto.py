"""-k auto, --max-error and --vivid on the command line."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from kquant.cli import main
from kquant.options import DEFAULT_MAX_ERROR


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Return the path of a small picture of many colors."""
    rng = np.random.default_rng(0)
    path = tmp_path / "photo.png"
    Image.fromarray(rng.integers(0, 256, (30, 40, 3), dtype=np.uint8)).save(path)
    return path


def kquant(*words: object) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.mark.parametrize(
    "words", [["-k", "auto", "--max-error", 9], ["--max-error", 9]]
)
def test_auto(photo: Path, words: list[object]) -> None:
    """The first line and the names say how many; --max-error alone implies auto."""
    result = kquant(photo, *words)

    assert result.exit_code == 0
    colors = len(result.stdout.splitlines())
    assert 8 < colors < 64
    first, *others = result.stderr.splitlines()
    found = re.fullmatch(
        rf"{colors} colors: mean difference (\S+) \(at most 9, as asked\)", first
    )
    assert found
    assert 8 < float(found[1]) <= 9
    names = [f"photo-k{colors}.png", f"photo-k{colors}-palette.png"]
    paths = [str(photo.with_name(name)) for name in names]
    assert others == [f"Wrote {' and '.join(paths)}"]
    with Image.open(paths[0]) as image:
        assert len(image.getcolors() or ()) == colors


def test_many_inputs(photo: Path) -> None:
    """Each of many inputs has a line with the number that was found for it."""
    other = photo.with_name("other.png")
    Image.new("RGB", (4, 4), "red").save(other)
    result = kquant(photo, other, "--max-error", 9)

    colors = next(iter(photo.parent.glob("photo-k*[0-9].png"))).stem[7:]
    lines = result.stderr.splitlines()
    assert lines[0].startswith(f"{photo}: {colors} colors: mean difference ")
    assert lines[1] == f"{other}: 1 color: mean difference 0 (at most 9, as asked)"


def test_skip_existing(photo: Path) -> None:
    """A second run finds the result of the first, one with another target does not."""
    words = [photo, "--max-error", 9, "--skip-existing"]
    assert "Wrote" in kquant(*words).stderr
    again = kquant(*words)
    assert (again.exit_code, again.stdout) == (0, "")
    assert again.stderr == f"{photo} skipped, as its outputs exist\n"
    assert "Wrote" in kquant(photo, "--max-error", 12, "--skip-existing").stderr
    plan = kquant(photo, "--max-error", 14, "--dry-run").stdout
    assert plan.endswith(
        "-> {0}-k{{k}}.png, {0}-k{{k}}-palette.png\n".format(photo.with_suffix(""))
    )


def test_options_differ(photo: Path) -> None:
    """--skip-existing notes that other options made what is there, and goes on."""
    out = photo.with_name("x.png")
    assert kquant(photo, "-k", 4, "-o", out).exit_code == 0
    before = out.read_bytes()
    result = kquant(photo, "-k", 9, "-o", out, "--skip-existing", "--json")
    record = json.loads(result.stdout)
    note = f"{out} was made with -k 4: use --overwrite to replace it"
    assert (result.exit_code, record["status"]) == (0, "skipped")
    assert record["notes"] == [note]
    assert f"Note: {note}\n" in result.stderr
    dry = kquant(photo, "-k", 9, "-o", out, "--skip-existing", "--dry-run")
    assert f"Note: {note}\n" in dry.stderr
    assert out.read_bytes() == before
    assert kquant(photo, "-k", 9, "-o", out, "--overwrite").exit_code == 0
    assert "skipped" in kquant(photo, "-k", 9, "-o", out, "--skip-existing").stderr


def test_what_64_would_do_with(photo: Path) -> None:
    """For very many colors, a note names the target that takes fewer, and it does."""
    words = [photo, "--no-image", "--palette-format", "none"]
    result = kquant(*words, "--max-error", 3)
    assert 64 < len(result.stdout.splitlines()) < 256
    found = re.search(r"--max-error (\S+) would do with 64 at most", result.stderr)
    assert found
    result = kquant(*words, "--max-error", found[1])
    assert 48 < len(result.stdout.splitlines()) <= 64
    assert "would do with" not in result.stderr


def test_default_target(photo: Path) -> None:
    """-k auto alone means the target that the help names."""
    first, second = (
        kquant(photo, "-k", "auto"),
        kquant(photo, "-k", "auto", "--max-error", DEFAULT_MAX_ERROR, "--overwrite"),
    )

    assert first.stdout == second.stdout


def test_what_was_tried(photo: Path) -> None:
    """What was tried is a line with -v, and a list with --json."""
    words = [photo, "--max-error", 9, "--no-image", "--palette-format", "none"]

    assert "\ntried: colors 16, delta_e " in kquant(*words, "-v").stderr
    record = json.loads(kquant(*words, "--json").stdout)
    errors = {x["colors"]: x["delta_e"] for x in record["tried"]}
    k = record["colors"]["used"]
    assert record["colors"] == {"asked": "auto", "used": len(record["palette"])}
    assert errors[k] <= 9 < errors[k - 1]


def test_out_of_reach_is_said(photo: Path) -> None:
    """When 256 colors do not come within the target, they are used, with a note."""
    result = kquant(photo, "--max-error", 0.1)

    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 256
    assert (
        "256 colors are the most there can be and leave a difference" in result.stderr
    )
    assert "above the --max-error of 0.1" in result.stderr


def test_few_colors_are_said(tmp_path: Path) -> None:
    """A picture of four colors keeps them, and a note says so."""
    Image.fromarray(np.diag([255, 128, 60]).astype(np.uint8)).save(tmp_path / "x.png")
    result = kquant(tmp_path / "x.png", "-k", "auto")
    assert len(result.stdout.splitlines()) == 4
    first, note, _ = result.stderr.splitlines()
    assert first == (
        f"4 colors: mean difference 0 (at most {DEFAULT_MAX_ERROR}, the default)"
    )
    assert "x.png has only 4 colors: all kept as they are" in note


def test_vivid(tmp_path: Path) -> None:
    """A small green dot among browns is in the palette with --vivid only."""
    rng = np.random.default_rng(0)
    levels = rng.integers(20, 200, (100, 100, 1))
    pixels = np.clip(levels * [1.1, 1.0, 0.85], 0, 255).astype(np.uint8)
    pixels[30:32, 30:32] = [40, 170, 60]
    Image.fromarray(pixels).save(tmp_path / "x.png")
    words = [tmp_path / "x.png", "-k", 6, "--palette-format", "none", "--no-image"]
    assert "#28aa3c" not in kquant(*words).stdout
    assert "#28aa3c" in kquant(*words, "--vivid").stdout


def test_shared(photo: Path) -> None:
    """With a single input, the shared palette is the palette of that input.

    It has 2**17 pixels: as pictures weigh alike, its counts are then multiplied by a
    power of two, which rounds nothing. In Oklab weights are not counts, and rounded.
    """
    with Image.open(photo) as image:
        image.resize((512, 256)).save(photo)
    words = ["--max-error", 9, "--vivid", "--lock", "red", "--palette-format", "none"]
    words += ["--space", "srgb"]
    out = photo.parent / "out"
    assert kquant(photo, *words).exit_code == 0
    shared_run = kquant(photo, *words, "--shared", "-o", out)
    assert shared_run.exit_code == 0
    (single_path,) = photo.parent.glob("photo-k*.png")
    with Image.open(single_path) as single:
        colors = sorted(color for _, color in single.convert("RGB").getcolors() or ())
    (shared_path,) = out.glob("*.png")
    assert shared_path.name == f"photo-k{len(colors)}.png" == single_path.name
    with Image.open(shared_path) as shared:
        assert colors == sorted(c for _, c in shared.convert("RGB").getcolors() or ())
    assert 8 < len(colors) < 256
    assert shared_run.stderr.startswith(f"{len(colors)} colors for all inputs\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-k", "9", "--max-error", "2"], "-k 9 and --max-error exclude each other"),
        (["-k", "auto", "-p", "red"], "-k and -p exclude each other"),
        (
            ["--max-error", "2", "-p", "red"],
            "--max-error and --palette exclude each other",
        ),
        (["--vivid", "-p", "red"], "--vivid and --palette exclude each other"),
        (["--max-error", "-1"], "--max-error must be between 0 and 100, got -1.0"),
        (["-k", "some"], "'some' is not a whole number from 1 to 256, or auto"),
    ],
)
def test_usage_errors(photo: Path, words: list[str], message: str) -> None:
    """A usage error ends with exit code 2 and one sentence, and nothing is written."""
    result = kquant(photo, *words)
    assert result.exit_code == 2
    assert message in result.stderr
    assert [path.name for path in photo.parent.iterdir()] == ["photo.png"]
