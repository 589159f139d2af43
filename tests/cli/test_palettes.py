"""Palettes on the command line."""

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from kquant.cli import main
from kquant.palette_files.reading import read_palette
from kquant.palette_files.registry import FORMATS


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


def test_p_maps_to_a_list_in_the_order_given(photo: Path) -> None:
    """With -p and without -k, the PNG has the given palette, and k3 in its name."""
    result = kquant(photo, "-p", "#e2001a,#fff,navy")
    assert result.exit_code == 0
    with Image.open(photo.with_name("photo-k3.png")) as image:
        assert image.getpalette()[:9] == [226, 0, 26, 255, 255, 255, 0, 0, 128]  # type: ignore[index]  # it is indexed
    assert [line[:7] for line in result.stdout.splitlines()] == [
        *("#e2001a", "#ffffff", "#000080"),
    ]


def test_unused_entries_of_a_palette_stay_in_the_png(tmp_path: Path) -> None:
    """A picture of one color keeps all five entries of the given palette."""
    Image.new("RGB", (4, 4), "white").save(tmp_path / "x.png")
    assert kquant(tmp_path / "x.png", "-p", "red,lime,blue,white,gray").exit_code == 0
    with Image.open(tmp_path / "x-k5.png") as image:
        assert image.getpalette() == [
            *(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 128, 128, 128),
        ]


@pytest.mark.parametrize("name", FORMATS)
def test_a_palette_written_by_kquant_is_taken_by_p(photo: Path, name: str) -> None:
    """A picture is unchanged by its own palette, read from a file of any format."""
    assert kquant(photo, "-k", 6, "--palette-format", name).exit_code == 0
    small = photo.with_name("photo-k6.png")
    palette = photo.with_name(f"photo-k6-palette{FORMATS[name].suffix}")
    assert (
        kquant(small, "-p", palette, "-o", photo.with_name("again.png")).exit_code == 0
    )
    with Image.open(small) as first, Image.open(photo.with_name("again.png")) as second:
        assert first.tobytes() == second.tobytes()
        assert first.getpalette() == second.getpalette()


def test_all_exports_have_the_order_of_the_png(photo: Path) -> None:
    """Indices and exports all have the order that --sort names."""
    formats = [name for name in FORMATS if name != "riff"]
    options = ["-k", 7, "--sort", "hue", "--palette-format", ",".join(formats)]
    result = kquant(photo, *options)
    codes = [line[:7] for line in result.stdout.splitlines()]
    assert len(codes) == 7
    for name in formats:
        path = photo.with_name(f"photo-k7-palette{FORMATS[name].suffix}")
        assert list(read_palette(path)) == codes
    assert list(read_palette(photo.with_name("photo-k7.png"))) == codes


def test_exports_bear_the_name_of_the_picture(photo: Path) -> None:
    """The palette is named after the picture, as other programs show its name."""
    kquant(photo, "--palette-format", "gpl")
    assert read_palette(photo.with_name("photo-k8-palette.gpl")).name == "photo"


def test_names_of_given_colors_are_exported_with_them(photo: Path) -> None:
    """The names of given colors are sorted and exported with them."""
    given = photo.with_name("brand.gpl")
    given.write_text("GIMP Palette\n255 255 255 Paper\n0 0 0\n226 0 26 Brand red\n")
    options = ["-p", given, "--sort", "lightness", "--palette-format", "ase,css"]
    assert kquant(photo, *options).exit_code == 0
    exported = read_palette(photo.with_name("photo-k3-palette.ase"))
    assert exported.color_names == ("", "Brand red", "Paper")
    assert (
        "--brand-red: #e2001a;" in photo.with_name("photo-k3-palette.css").read_text()
    )


def test_lock_puts_colors_into_the_palette_and_says_what_is_unused(
    tmp_path: Path,
) -> None:
    """k includes locked colors, and one that no pixel has is named on stderr."""
    ramp = np.repeat(np.arange(64, dtype=np.uint8), 3).reshape(8, 8, 3)
    Image.fromarray(ramp).save(tmp_path / "ramp.png")
    result = kquant(tmp_path / "ramp.png", "-k", 4, "--lock", "#e2001a black")
    codes = [line[:7] for line in result.stdout.splitlines()]
    assert len(codes) == 4
    assert {"#e2001a", "#000000"} <= set(codes)
    assert (
        "no pixel has the locked #e2001a, as other colors are nearer" in result.stderr
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-k", "8", "-p", "red"], "-k and -p exclude each other"),
        (["-p", "red", "--lock", "blue"], "exclude each other"),
        (["-k", "1", "--lock", "red,blue"], "2 colors are locked, more than the 1"),
        (["-p", "rod"], "'rod' is not a color"),
        (["--lock", "#12345"], "'#12345' is not a color"),
        (["-p", "missing.gpl"], "missing.gpl: no such file"),
        (["--palette-format", "pal,riff"], "pal and riff are both named .pal"),
        (["--sort", "size"], "'size' is not one of 'lightness', 'hue', 'share'"),
    ],
)
def test_usage_errors_are_one_sentence(
    photo: Path, words: list[str], message: str
) -> None:
    """A usage error ends with exit code 2 and one sentence, and nothing is written."""
    result = kquant(photo, *words)
    assert result.exit_code == 2
    assert message in result.stderr
    assert [path.name for path in photo.parent.iterdir()] == ["photo.png"]


def test_the_photo_itself_is_no_palette(photo: Path) -> None:
    """A picture of 1200 colors is no palette, and the message names the file."""
    result = kquant(photo, "-p", photo)
    assert result.exit_code == 2
    assert f"{photo} cannot be read as a palette" in result.stderr
