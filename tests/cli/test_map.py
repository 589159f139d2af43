"""The options of the mapping, on the command line."""

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from kquant.cli import main
from kquant.images.indexed import IndexedImage
from kquant.mapping.specks import absorb_specks
from kquant.options import DITHERS
from kquant.palette_files.reading import read_palette


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Write a small gradient with some noise."""
    rng = np.random.default_rng(0)
    ramp = np.linspace(0, 255, 60)[None, :, None] * [1, 0.8, 0.5]
    noisy = np.clip(ramp + rng.normal(0, 12, (40, 60, 3)), 0, 255)
    path = tmp_path / "photo.png"
    Image.fromarray(noisy.astype(np.uint8)).save(path)
    return path


def run(*arguments: str | Path) -> Result:
    """Call kquant."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize("kind", DITHERS[1:])
def test_dither_changes_pixels_but_not_the_palette(photo: Path, kind: str) -> None:
    """The dithered picture has the same 4 colors, in other places."""
    pictures = []
    for name, options in (("a", ["none"]), ("b", [kind])):
        target = photo.with_name(f"{name}.png")
        result = run(photo, "-k", "4", "-o", target, "--dither", *options)
        assert result.exit_code == 0, result.output
        with Image.open(target) as image:
            pictures.append((image.getpalette(), np.array(image.convert("RGB"))))
    assert pictures[0][0] == pictures[1][0]
    assert (pictures[0][1] != pictures[1][1]).any()
    assert len(np.unique(pictures[1][1].reshape(-1, 3), axis=0)) == 4


def test_min_region_leaves_no_speck(photo: Path) -> None:
    """The result is that without --min-region, with its specks absorbed."""
    maps = []
    for size in ("1", "30"):
        target = photo.with_name(f"{size}.png")
        result = run(photo, "-k", "4", "-o", target, "--min-region", size)
        assert result.exit_code == 0, result.output
        with Image.open(target) as image:
            maps.append(IndexedImage(np.array(image), read_palette(target)))
    assert len(maps[1].palette) == 4
    assert maps[1].palette == maps[0].palette
    assert (maps[1].indices != maps[0].indices).any()
    np.testing.assert_array_equal(maps[1].indices, absorb_specks(maps[0], 30).indices)


def test_verbose_names_what_was_done(photo: Path) -> None:
    """The measurements say how the picture was dithered."""
    result = run(photo, "-v", "--dither", "bayer", "--dither-strength", "0.5")
    assert result.exit_code == 0
    assert "dither: bayer" in result.stderr
    assert "dither_strength: 0.5" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--dither", "riemersma"], "'riemersma' is not one of 'none', 'floyd-ste"),
        (["--dither-strength", "2"], "dither-strength must be between 0 and 1, got 2"),
        (["--dither-strength", "nan"], "dither-strength must be between 0 and 1"),
        (["--min-region", "0"], "'0' is not a whole number from 1"),
    ],
)
def test_wrong_values_are_refused(
    photo: Path, arguments: list[str], sentence: str
) -> None:
    """A value out of range is answered with the range and exit code 2."""
    result = run(photo, *arguments)
    assert result.exit_code == 2
    assert sentence in result.stderr
