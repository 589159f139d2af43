"""Notes about what may surprise."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kquant.art.options import Art, Grid
from kquant.batch.inputs import find_inputs
from kquant.batch.outputs import Output
from kquant.batch.plan import plan
from kquant.batch.run import run
from kquant.files.formats import ImageFormat
from kquant.options import Options


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of pictures that are special in some way."""
    monkeypatch.chdir(tmp_path)
    noise = np.random.default_rng(5).integers(0, 256, (16, 16, 3), dtype=np.uint8)
    Image.fromarray(noise).save("good.png")
    Image.fromarray(noise[..., 0]).save("gray.png")
    Image.new("RGBA", (4, 4), (9, 8, 7, 100)).save("half.png")
    Image.new("RGBA", (4, 4), (9, 8, 7, 0)).save("void.png")
    frames = [Image.new("RGB", (4, 4), color) for color in ("red", "blue")]
    frames[0].save("moving.png", save_all=True, append_images=frames[1:])


def notes_of(
    name: str, output: Output | None = None, options: Options | None = None
) -> tuple[str, ...]:
    """Return the notes about a picture, which is reduced without error."""
    options = options or Options(colors=4)
    output = output or Output("out")
    (outcome,) = run(plan(find_inputs([name]), output, options.k_label), options)
    assert outcome.status == "done"
    assert all("\n" not in note for note in outcome.notes)
    return outcome.notes


@pytest.mark.parametrize(
    ("name", "image_format", "words"),
    [
        ("good.png", "png", []),
        ("half.png", "png", ["only 1 color:"]),
        ("half.png", "jpg", ["only 1 color:", "cannot hold exact colors", "white"]),
        ("half.png", "bmp", ["only 1 color:", "white"]),
        ("half.png", "gif", ["only 1 color:", "all or nothing"]),
        ("void.png", "png", ["transparent throughout"]),
        ("moving.png", "png", ["only 2 colors:"]),
        ("moving.png", "bmp", ["only 1 color:", "bmp has only its first frame"]),
    ],
)
def test_formats(name: str, image_format: ImageFormat, words: list[str]) -> None:
    """Few colors, exact colors and transparency are mentioned where they are lost."""
    notes = notes_of(name, Output("out", image_format))

    assert len(notes) == len(words)
    assert all(word in note for note, word in zip(notes, words, strict=True))


@pytest.mark.parametrize(
    ("image_format", "k", "words"),
    [
        ("png", 12, "similar pairs became one; webp and tiff keep the opacity exactly"),
        ("png", 250, "is 32-bit: up to 247 colors"),
        ("webp", 12, ""),
    ],
)
def test_soft_edges(image_format: ImageFormat, k: int, words: str) -> None:
    """Merged opacities are mentioned where there is a palette, and only there."""
    rng = np.random.default_rng(5)
    pixels = rng.integers(0, 256, (40, 40, 4), dtype=np.uint8)
    Image.fromarray(pixels).save("soft.png")

    notes = notes_of("soft.png", Output("out", image_format), Options(colors=k))

    assert len(notes) == bool(words)
    assert all("soft.png has" in note and words in note for note in notes)


@pytest.mark.parametrize(("pop", "count"), [(False, 1), (True, 0)])
def test_panels_without_hues(pop: bool, count: int) -> None:
    """Gray panels are mentioned, as turning hues does not change them."""
    art = Art(Grid(2, 1, pop=pop))

    notes = notes_of("gray.png", Output("out", art=art))

    assert [("no hues to turn: --pop" in note) for note in notes] == [True] * count


def test_art_of_an_animation() -> None:
    """Panels are made of the first frame of an animation."""
    notes = notes_of("moving.png", Output("out", art=Art(Grid(2, 1))))

    assert notes[-1] == "moving.png is an animation, and art has only its first frame"


def test_locked_colors_without_pixels() -> None:
    """Locked colors that no pixel has are listed in the order of the palette."""
    options = Options(colors=4, lock=("lime", "red"))

    (note,) = notes_of("gray.png", options=options)

    assert note == (
        "gray.png: no pixel has the locked #ff0000, #00ff00, as other colors are "
        "nearer: --recolor can put it in the place of one"
    )


def test_locked_colors_with_hardly_a_pixel() -> None:
    """One pixel of 40,000 is a share that is printed as 0.0000."""
    pixels = np.arange(200, dtype=np.uint8)[:, None, None].repeat(200, 1).repeat(3, 2)
    pixels[0, 0] = 255, 0, 0
    Image.fromarray(pixels).save("dot.png")

    (note,) = notes_of("dot.png", options=Options(colors=4, lock=("red",)))

    assert note.startswith("dot.png: hardly a pixel has the locked #ff0000, as other")


def test_an_error_out_of_reach() -> None:
    """With auto, a note says when 256 colors are not enough."""
    rng = np.random.default_rng(5)
    Image.fromarray(rng.integers(0, 256, (40, 40, 3), dtype=np.uint8)).save("many.png")

    note, *_ = notes_of("many.png", options=Options(colors="auto", max_error=0.1))

    assert note.startswith("many.png: 256 colors are the most there can be")
    assert note.endswith("above the --max-error of 0.1")
