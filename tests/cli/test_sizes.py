"""Sizes on the command line."""

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from kquant.cli import main
from kquant.runtime.arrays import U8


@pytest.fixture
def photo(tmp_path: Path, noise: U8) -> Path:
    """Return a picture of 90 x 60 pixels."""
    path = tmp_path / "photo.png"
    Image.fromarray(noise).resize((90, 60)).save(path)
    return path


def run(photo: Path, *options: str) -> tuple[Image.Image, str]:
    """Reduce the picture, and return the result with what was printed."""
    target = photo.with_name("out.png")
    arguments = [str(photo), "-o", str(target), *options, "--overwrite"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    with Image.open(target) as image:
        image.load()
    return image, result.stdout


@pytest.mark.parametrize(
    ("options", "size"),
    [
        (["--size", "30"], (30, 20)),
        (["--size", "x30"], (45, 30)),
        (["--size", "30x30"], (30, 20)),
        (["--size", "30x30", "--fit", "cover"], (30, 30)),
        (["--size", "30", "--enlarge", "4"], (120, 80)),
        (["--enlarge", "2", "--warhol", "2x1", "--gap", "3"], (363, 120)),
    ],
)
def test_sizes(photo: Path, options: list[str], size: tuple[int, int]) -> None:
    """The result has the size that the options give."""
    assert run(photo, "-k", "4", *options)[0].size == size


def test_each_pixel_becomes_a_square(photo: Path) -> None:
    """Enlarged, the picture has the same palette, and squares of one color."""
    small, printed = run(photo, "-k", "5", "--size", "20", "--dither", "bayer")
    large, also = run(
        photo, "-k", "5", "--size", "20", "--dither", "bayer", "--enlarge", "3"
    )

    squares = np.asarray(small.convert("RGB")).repeat(3, axis=0).repeat(3, axis=1)
    assert (np.asarray(large.convert("RGB")) == squares).all()
    assert printed == also


def test_the_record_names_the_size(photo: Path) -> None:
    """A result in another size is another result."""
    options = ["-k", "4", "--size", "30x30", "--fit", "cover", "--enlarge", "2"]
    image, _ = run(photo, *options)

    assert image.info["Software"].endswith(": " + " ".join(options))


def test_a_shared_palette_is_of_the_resized_pictures(photo: Path) -> None:
    """With one input, --shared gives the palette that the input gets alone."""
    alone = run(photo, "-k", "4", "--size", "10")[1]
    result = CliRunner().invoke(
        main,
        [str(photo), "-k", "4", "--size", "10", "--shared", "-o", f"{photo.parent}/o/"],
    )

    codes = [line.split()[0] for line in alone.splitlines()]
    assert [line.split()[0] for line in result.stdout.splitlines()] == codes


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--fit", "cover"], "--fit needs --size"),
        (["--size", "9", "--fit", "cover"], "--fit needs both sides, as in --size 8"),
        (["--size", "9by9"], "--size takes 800x480"),
        (["--enlarge", "0"], "is not a whole number from 1 to 256"),
        (["--page", "a6", "--enlarge", "2"], "--page scales the picture itself"),
        (
            ["--size", "90000x90000"],
            "90000 x 60000 pixels are more than the",
        ),
    ],
)
def test_refusals(photo: Path, options: list[str], sentence: str) -> None:
    """What cannot be gets one sentence."""
    result = CliRunner().invoke(main, [str(photo), *options])

    assert result.exit_code in {1, 2}
    assert sentence in " ".join(result.stderr.split())
