"""Panels and pages from the command line."""

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from kquant.art.inks import deal, ink_set
from kquant.cli import main
from kquant.images.palette import Palette


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Return a small picture of many colors."""
    y, x = np.mgrid[:48, :64]
    pixels = np.stack([x * 4, y * 5, (x + y) * 2], axis=-1).astype(np.uint8)
    path = tmp_path / "photo.png"
    Image.fromarray(pixels).save(path)
    return path


def run(*arguments: str | Path) -> Result:
    """Run kquant."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def colors(path: Path) -> int:
    """Count the colors of a picture."""
    with Image.open(path) as picture:
        found = picture.convert("RGB").getcolors(1 << 24)
    assert found is not None
    return len(found)


def test_grid_is_named_sized_and_indexed(photo: Path) -> None:
    """2x2 panels of 6 colors are one indexed PNG of 24, and no other file."""
    result = run(photo, "-k", "6", "--warhol", "2x2", "--gap", "4")

    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in photo.parent.iterdir()) == [
        "photo-k6-warhol.png",
        "photo.png",
    ]
    with Image.open(photo.with_name("photo-k6-warhol.png")) as picture:
        assert picture.mode == "P"
        assert picture.size == (132, 100)
    assert colors(photo.with_name("photo-k6-warhol.png")) == 24 + 1


def test_large_grid_is_rgb(photo: Path) -> None:
    """3x3 panels of 40 colors are RGB."""
    run(photo, "-k", "40", "--warhol", "3x3")

    with Image.open(photo.with_name("photo-k40-warhol.png")) as picture:
        assert picture.mode == "RGB"


def test_palettes_of_all_panels(photo: Path) -> None:
    """Each panel has a numbered palette file with its inks."""
    result = run(
        photo, "-k", "4", "--warhol", "2x1", "--pop", "--palette-format", "hex"
    )
    files = [photo.with_name(f"photo-k4-pop-palette-{i}.hex") for i in (1, 2)]

    assert result.exit_code == 0, result.output
    for panel, file in enumerate(files):
        inks = Palette(deal(ink_set(panel).inks, 4))
        assert [f"#{code}" for code in file.read_text().split()] == inks.hex()
    assert len(result.stdout.splitlines()) == 8


def test_page(photo: Path) -> None:
    """A page has its size, its resolution, k colors, white, and 14 blends for text."""
    result = run(
        photo, "-k", "5", "--page", "A5-portrait", "--dpi", "100",
        "--title", "\u00c9tude \u2013 \u00e7a ira", "--strip", "--margin", "1cm", "--bleed", "3",
    )  # fmt: skip
    target = photo.with_name("photo-k5-a5-portrait.png")

    assert result.exit_code == 0, result.output
    with Image.open(target) as picture:
        assert picture.size == (583 + 24, 827 + 24)
        assert picture.info["dpi"] == pytest.approx((100, 100), abs=0.02)
        assert picture.mode == "P"
    assert 6 < colors(target) <= 6 + 14


def test_tiff_page_has_its_resolution(photo: Path) -> None:
    """TIFF carries the resolution too."""
    run(photo, "--page", "letter-landscape", "--dpi", "72", "--format", "tiff")

    with Image.open(photo.with_name("photo-k8-letter-landscape.tiff")) as picture:
        assert picture.size == (792, 612)
        assert picture.info["dpi"] == (72, 72)


def test_pdf_by_name_and_panels(photo: Path, tmp_path: Path) -> None:
    """-o poster.pdf makes a PDF, of several inputs one each."""
    target = tmp_path / "poster.pdf"
    result = run(photo, "--page", "a5", "--warhol", "2x3", "--dpi", "50", "-o", target)

    assert result.exit_code == 0, result.output
    assert target.read_bytes().startswith(b"%PDF-1.5")


def test_several_inputs(photo: Path) -> None:
    """Every input gets a page of its own."""
    other = photo.with_name("other.png")
    other.write_bytes(photo.read_bytes())
    result = run(photo, other, "-k", "3", "--page", "50x60mm", "--dpi", "40")

    assert result.exit_code == 0, result.output
    assert colors(photo.with_name("photo-k3-50x60mm.png")) == 4
    assert colors(photo.with_name("other-k3-50x60mm.png")) == 4


def test_same_in_same_out(photo: Path, tmp_path: Path) -> None:
    """Two runs give the same bytes."""
    targets = [tmp_path / "1.png", tmp_path / "2.png"]
    for target in targets:
        run(
            photo,
            "--page",
            "a5",
            "--dpi",
            "90",
            "--warhol",
            "2x2",
            "--strip",
            "-o",
            target,
        )

    assert targets[0].read_bytes() == targets[1].read_bytes()


def test_gray_pictures_have_no_hues(tmp_path: Path) -> None:
    """For gray panels, which look alike, a note names --pop."""
    path = tmp_path / "gray.png"
    Image.fromarray(np.arange(256, dtype=np.uint8).reshape(16, 16)).save(path)

    assert "no hues to turn: --pop" in run(path, "--warhol", "2x1").stderr
    assert "no hues" not in run(path, "--warhol", "2x1", "--pop").stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--warhol", "0x3"], "--warhol takes COLSxROWS such as 3x2"),
        (["--warhol", "3"], "--warhol takes COLSxROWS such as 3x2"),
        (["--warhol", "2x99"], "each from 1 to 32, got 2x99"),
        (["--warhol", "2x2", "--hues", "0,90"], "--hues lists 2 angles, but 2x2 has 4"),
        (["--warhol", "2x1", "--hues", "0,red"], "--hues takes angles in degrees"),
        (["--warhol", "2x1", "--hues", "0,nan"], "--hues takes angles in degrees"),
        (["--warhol", "2x1", "--hues", "0,9", "--pop"], "leave out --hues"),
        (["--warhol", "2x1", "--gap", "-1"], "--gap must be 0 to 10000 pixels"),
        (
            ["--warhol", "2x1", "--gap-color", "mud"],
            "--gap-color: 'mud' is not a color",
        ),
        (["--hues", "0,90"], "--hues needs --warhol COLSxROWS"),
        (["--pop"], "--pop needs --warhol COLSxROWS"),
        (["--gap", "0"], "--gap needs --warhol COLSxROWS"),
        (["--gap-color", "none"], "--gap-color needs --warhol COLSxROWS"),
        (["--page", "a11"], "--page a11: unknown size; use one of a6"),
        (["--page", "a4", "--margin", "110"], "--margin 110 mm leaves nothing of"),
        (["--page", "a4", "--margin", "wide"], "--margin takes a length such as 10"),
        (["--page", "a4", "--bleed", "500"], "--bleed must be 0 to 100 mm"),
        (["--page", "a4", "--dpi", "0"], "--dpi must be 10 to 2400"),
        (["--page", "a0", "--dpi", "2400"], "too many pixels at 2400 dots per inch"),
        (["--page", "a4", "--title", " "], "--title is empty"),
        (["--page", "a4", "--title", "\u65e5"], "the built-in face has no \u65e5"),
        (["--page", "a4", "--format", "gif"], "a page is written as png, tiff, pdf"),
        (["--page", "a4", "--no-image"], "--page makes a picture"),
        (["--format", "pdf"], "a pdf needs the size of its page: add --page"),
        (["--dpi", "300"], "--dpi needs --page SIZE"),
        (["--margin", "3"], "--margin needs --page SIZE"),
        (["--bleed", "3"], "--bleed needs --page SIZE"),
        (["--title", "x"], "--title needs --page SIZE"),
        (["--strip"], "--strip needs --page SIZE"),
        (["--pixels"], "--pixels needs --page SIZE"),
    ],
)
def test_errors_are_one_sentence(
    photo: Path, arguments: list[str], sentence: str
) -> None:
    """Wrong options end with exit code 2 and one line that says what would be right."""
    result = run(photo, *arguments)

    assert result.exit_code == 2
    last = result.stderr.strip().splitlines()[-1]
    assert last.startswith("Error: ")
    assert sentence in last
    assert [path.name for path in photo.parent.iterdir()] == ["photo.png"]


def test_no_room_is_said_of_the_picture(photo: Path) -> None:
    """If a page has no room for a picture, that picture fails."""
    result = run(photo, "--page", "a5", "--warhol", "1x32", "--gap", "90")

    assert result.exit_code == 1
    assert "no room left for the picture" in result.stderr


def test_pictures_of_few_colors_keep_them_on_a_page(tmp_path: Path) -> None:
    """Twelve colors are twelve on a page and named so, unless -k asks for fewer."""
    path = tmp_path / "logo.png"
    y, x = np.mgrid[:30, :40]
    levels = (x // 10 + y // 10 * 4) * 20
    Image.fromarray(np.stack([levels, levels, levels // 2], -1).astype(np.uint8)).save(
        path
    )

    kept = run(path, "--page", "a5", "--dpi", "30")
    fewer = run(path, "--page", "a5", "--dpi", "30", "-k", "5")

    assert kept.exit_code == fewer.exit_code == 0, kept.output + fewer.output
    assert colors(tmp_path / "logo-k12-a5.png") == 12 + 1
    assert colors(tmp_path / "logo-k5-a5.png") == 5 + 1


def test_posters_are_clean_unless_specks_are_kept(tmp_path: Path) -> None:
    """A 30,000th of 640 x 480 pixels is 10: a speck of nine goes from panels."""
    path = tmp_path / "photo.png"
    y, x = np.mgrid[:480, :640]
    pixels = np.stack([x // 8, y // 8, x * 0], axis=-1).astype(np.uint8)
    pixels[100:130, 100:130] = pixels[300:303, 300:303] = 255
    Image.fromarray(pixels).save(path)

    inks = (path, "-p", "#202000,#ffffff", "--warhol", "1x1")
    run(*inks, "-o", tmp_path / "clean.png")
    run(*inks, "--min-region", "1", "-o", tmp_path / "a.png")

    for name, speck in (("clean.png", False), ("a.png", True)):
        with Image.open(tmp_path / name) as picture:
            shown = picture.convert("RGB")
        same = shown.getpixel((301, 301)) == shown.getpixel((110, 110))
        assert same is speck
